"""Remembers controls that look the same for everyone, so that a long form is quick to print.

A control without refusal, focus, rows, files or relations follows from its place in the
definition, the reader's language and what it holds. What is typed is never remembered: where a
text stands, the remembered HTML has a hole.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from markupsafe import Markup, escape

from stuga.models.definition.document import Element, Field
from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.platform.ui.screens.controls import Controls, typed_in
from stuga.platform.ui.screens.spots import Spot
from stuga.platform.ui.screens.values import RELATIONS
from stuga.platform.ui.widgets import Mode, Widget

MOST: Final = 5_000
WITH_A_HOLE: Final = frozenset({"text", "number", "textarea"})
"""The templates that print a value as it is typed, in one place and nowhere else."""
CHANGING: Final = RELATIONS | FILE_KINDS | {"computed", "sequence", "list"}
HOLE: Final = "\ue000"

Make: TypeAlias = Callable[[Spot, Widget], Markup]


@dataclass(frozen=True, slots=True)
class _Face:
    """The HTML on both sides of the hole; field and element are held, so that ids stay theirs."""

    element: Element
    field: Field
    before: Markup
    after: Markup | None


_faces: dict[Hashable, _Face] = {}


def printed_once(controls: Controls, spot: Spot, widget: Widget, make: Make) -> Markup:
    """Print a control with `make`, or give what it printed for the same control before."""
    if not _is_still(controls, spot):
        return make(spot, widget)
    typed = typed_in(spot, widget)
    has_hole = widget.template in WITH_A_HOLE
    if not has_hole and any(typed) and not _is_offered(controls, spot, widget, typed):
        return make(spot, widget)
    key = (*_key(controls, spot), None if has_hole else tuple(filter(None, typed)))
    found = _faces.get(key)
    if found is None:
        found = _face(
            replace(spot, posted={"": (HOLE,)}, value=None) if has_hole else spot, widget, make
        )
        if len(_faces) >= MOST:
            _faces.clear()
        _faces[key] = found
    if found.after is None:
        return found.before if not has_hole else make(spot, widget)
    return found.before + escape(typed[0] if typed else "") + found.after


def forget() -> None:
    """Begin anew, as a process does."""
    _faces.clear()


def _face(spot: Spot, widget: Widget, make: Make) -> _Face:
    html = make(spot, widget)
    before, *after = html.split(HOLE) if widget.template in WITH_A_HOLE else [html]
    return _Face(spot.element, spot.field, before, after[0] if len(after) == 1 else None)


def _is_still(controls: Controls, spot: Spot) -> bool:
    view = controls.view
    return (
        view.mode is Mode.EDIT
        and not (view.errors or view.focus or view.appeared)
        and spot.field.kind.name not in CHANGING
        and not spot.field.inner
        and not any(any(texts) for name, texts in spot.posted.items() if name)
    )


def _is_offered(controls: Controls, spot: Spot, widget: Widget, typed: tuple[str, ...]) -> bool:
    """Tell whether what is chosen is one of the definition's own words."""
    own = {one.value for one in widget.options(spot.field, controls.locale)}
    return own.issuperset(filter(None, typed))


def _key(controls: Controls, spot: Spot) -> tuple[Hashable, ...]:
    view, element = controls.view, spot.element
    asked = controls.required_when(spot)
    show = element.show
    return (
        id(element),
        id(spot.field),
        spot.name,
        controls.locale,
        view.screen.public,
        controls.is_required(spot),
        element.pointer in controls.hidden.places,
        show is not None and controls.may_send(show),
        tuple(controls.may_send(one) for one in asked),
    )
