"""Where a field stands on a form: by itself, or in a row of a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.document import Element, Field
from stuga.models.definition.reading import pointer
from stuga.models.json import JsonValue
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.widgets import Posted, widget_for
from stuga.platform.ui.widgets.posted import BETWEEN, below, row_keys

_INSIDE: Final = Element.read({"type": "field"}, "")
"""Stands for the element of a field in a row, which has none of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A field on a form.

    :ivar path: the field's, `lines.product`; options and searches go by it
    :ivar name: of its control, `lines.0.product`
    :ivar pointer: to its value, `/lines/0/product`; '' in a row that nobody has filled in
    :ivar posted: what its controls hold, by name below the field's own
    """

    field: Field
    element: Element
    path: str
    name: str
    pointer: str
    value: JsonValue
    posted: Posted
    is_typed: bool


@dataclass(frozen=True, slots=True)
class RowSpot:
    """A row of a list: what its controls are called by, its number for people, its fields."""

    name: str
    number: int
    spots: tuple[Spot, ...]


def spot_of(view: FormView, element: Element, field: Field, posted: Posted) -> Spot:
    """Return the spot of a field that stands by itself."""
    return Spot(
        field=field,
        element=element,
        path=field.key,
        name=field.key,
        pointer=pointer(field.key),
        value=view.data.get(field.key),
        posted=posted,
        is_typed=bool(below(view.typed, field.key)),
    )


def rows_of(spot: Spot) -> Iterator[RowSpot]:
    """Yield the rows of a list, those too that nobody has filled in."""
    widget = widget_for(spot.field)
    filled = list(widget.filled_rows(spot.posted, spot.field))
    for number, key in enumerate(row_keys(spot.posted), 1):
        at = f"{spot.pointer}/{filled.index(key)}" if key in filled and spot.pointer else ""
        name = f"{spot.name}{BETWEEN}{key}"
        row = below(spot.posted, key)
        spots = tuple(_inside(spot, field, (name, at), row) for field in spot.field.inner.values())
        yield RowSpot(name, number, spots)


def _inside(spot: Spot, field: Field, place: tuple[str, str], row: Posted) -> Spot:
    name, at = place
    posted = below(row, field.key)
    texts = [text for text in posted.get("", ()) if text]
    return Spot(
        field=field,
        element=_INSIDE,
        path=f"{spot.path}{BETWEEN}{field.key}",
        name=f"{name}{BETWEEN}{field.key}",
        pointer=at + pointer(field.key) if at else "",
        value=texts[-1] if texts else None,
        posted=posted,
        is_typed=True,
    )


def control_at(spot: Spot, at: str) -> Spot | None:
    """Find the spot in a list whose value, or part of it, a pointer leads to."""
    for row in rows_of(spot) if spot.field.inner else ():
        for inner in row.spots:
            if inner.pointer and (at == inner.pointer or at.startswith(f"{inner.pointer}/")):
                return control_at(inner, at) or inner
    return None
