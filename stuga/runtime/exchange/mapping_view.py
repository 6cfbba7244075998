"""The page on which columns find their fields: what it shows, and what it posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from stuga.models.definition.document import Field
from stuga.platform.ui import Locale
from stuga.runtime.exchange.commands import Mapped
from stuga.runtime.exchange.conventions import DateOrder, conventions_of
from stuga.runtime.exchange.keys import ID, candidates, finds_only, offered, title_of
from stuga.runtime.exchange.mapping import LABEL, is_mapped, links_of
from stuga.runtime.exchange.places import Place
from stuga.runtime.exchange.survey import Column, Survey

BETWEEN: Final = "|"
MOST_SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 60
_DATES: Final = frozenset({"date", "date-time"})
_EXAMPLE_DAY, _EXAMPLE_MONTH = date(2026, 4, 3), date(2026, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """One column: what it holds, where it may go, where it goes.

    :ivar unclear: whether its dates can be read two ways
    """

    at: int
    name: str
    samples: Sequence[str]
    filled: int
    options: Sequence[tuple[str, str]]
    chosen: str
    unclear: bool
    dates: str
    error: str = ""


def columns_shown(
    place: Place, survey: Survey, mapped: Sequence[Mapped], errors: Mapping[int, str]
) -> list[ColumnView]:
    """Return every column of a file with the fields it may go to."""
    options = list(_options(place))
    going = {one.column: one for one in mapped}
    return [
        _shown(at, column, options, going.get(at), errors.get(at, ""))
        for at, column in enumerate(survey.columns)
    ]


def _shown(
    at: int,
    column: Column,
    options: Sequence[tuple[str, str]],
    mapped: Mapped | None,
    error: str,
) -> ColumnView:
    order = mapped.conventions.dates if mapped else None
    found = conventions_of(column.values).dates
    return ColumnView(
        at=at,
        name=column.name,
        samples=samples_of(column),
        filled=column.filled,
        options=options,
        chosen=f"{mapped.field}{BETWEEN}{mapped.by}" if mapped else "",
        unclear=found is DateOrder.UNCLEAR,
        dates=(DateOrder.MONTH if order is DateOrder.MONTH else DateOrder.DAY).value,
        error=error,
    )


def samples_of(column: Column, most: int = MOST_SAMPLES) -> list[str]:
    """Return some different values of a column, cut to what fits."""
    different = list(dict.fromkeys(column.values))[:most]
    return [
        one if len(one) <= LONGEST_SAMPLE else f"{one[: LONGEST_SAMPLE - 1]}…" for one in different
    ]


def _options(place: Place) -> list[tuple[str, str]]:
    fillable = offered(place.acting.rights)
    found = [
        (f"{field.key}{BETWEEN}{by}", _title(place, field, by))
        for field in place.model.fields.values()
        if is_mapped(field, fillable)
        for by in (links_of(field, place.definition) or ("",))
    ]
    return [*found, (f"{ID}{BETWEEN}", _to_find(place, "ID"))]


def _to_find(place: Place, title: str) -> str:
    return place.locale.text("{field}, only to find the record", field=title)


def _title(place: Place, field: Field, by: str) -> str:
    if finds_only(field):
        return _to_find(place, field.title)
    if field.kind.name not in {"reference", "references"}:
        return field.title
    target = place.definition.models[field.references or ""]
    if by == LABEL:
        return place.locale.text("{field}, by what it is called", field=field.title)
    return place.locale.text(
        "{field}, by {other}", field=field.title, other=target.fields[by].title
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A field by which records may be found, and whether it is chosen."""

    key: str
    title: str
    hint: str
    chosen: bool


def keys_shown(place: Place, chosen: Sequence[str]) -> list[KeyView]:
    """Return by what rows may find the records that they are about."""
    model = place.model
    return [
        KeyView(
            key=key,
            title=title_of(key, model),
            hint=_together(place, key),
            chosen=key in chosen,
        )
        for key in candidates(model, place.acting.rights.whole_fields("read"))
    ]


def _together(place: Place, key: str) -> str:
    """Say which other fields a field is unique with; nothing if it is so alone, or not at all."""
    model = place.model
    rules = [rule for rule in model.unique if key in rule]
    if not rules or [key] in [list(rule) for rule in rules]:
        return ""
    titles = ", ".join(title_of(one, model) for one in rules[0] if one != key)
    return place.locale.text("unique together with {fields}", fields=titles)


def posted_mapping(form: Mapping[str, str], survey: Survey) -> tuple[Mapped, ...]:
    """Return where the posted page sends each column."""
    found = []
    for at, column in enumerate(survey.columns):
        key, _, by = form.get(f"c{at}", "").partition(BETWEEN)
        if not key:
            continue
        ways = conventions_of(column.values)
        if ways.dates is DateOrder.UNCLEAR:
            is_month = form.get(f"d{at}") == DateOrder.MONTH
            ways = replace(ways, dates=DateOrder.MONTH if is_month else DateOrder.DAY)
        found.append(Mapped(column=at, field=key, by=by, conventions=ways))
    return tuple(found)


def both_readings(locale: Locale) -> list[tuple[str, str]]:
    """Return how `03/04/2026` can be read, in words."""
    return [
        (DateOrder.DAY.value, locale.date(_EXAMPLE_DAY, "long")),
        (DateOrder.MONTH.value, locale.date(_EXAMPLE_MONTH, "long")),
    ]
