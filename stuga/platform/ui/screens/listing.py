"""Lays records out as a list screen says: columns with their sorting, rows in words."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import Final

from stuga.models.definition.document import ALL_FIELDS, Field, Fields, Model, Screen
from stuga.models.definition.kinds import MEASURED
from stuga.models.json import JsonObject
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import Column, Row, Sorted
from stuga.platform.ui.screens.values import Values

MOST_COUNTED: Final = 10_000
ALWAYS_SORTABLE: Final = frozenset({"created_at", "updated_at"})
DEFAULT_COLUMNS: Final = 6


def fields_of_list(
    screen: Screen, model: Model, readable: Fields = ALL_FIELDS, chosen: Sequence[str] = ()
) -> tuple[Field, ...]:
    """List the fields that become columns; a screen that names none shows the first few.

    What a reader has chosen instead counts as far as it is there and may be read.
    """
    found = tuple(one for one in map(model.field, chosen) if one and readable.allow(one.key))
    if found:
        return found
    keys = screen.columns or tuple(model.fields)[:DEFAULT_COLUMNS]
    own = (model.field(key) for key in keys)
    return tuple(one for one in own if one is not None and readable.allow(one.key))


def columns_of(
    fields: Iterable[Field],
    state: ListState,
    action: str,
    *,
    sortable: Container[str],
    sort: str = "",
) -> tuple[Column, ...]:
    """Make the columns; `sort` is the order in force, the screen's own if the address has none."""
    now = (state.sort or sort).partition(",")[0]
    return tuple(
        Column(
            key=one.key,
            title=one.title,
            kind=one.kind.name,
            numeric=one.kind.compared_as in MEASURED,
            sort_link=_sort_link(one.key, now, state, action, sortable),
            sorted={one.key: Sorted.UP, f"-{one.key}": Sorted.DOWN}.get(now, Sorted.NOT),
        )
        for one in fields
    )


def row_of(
    fields: Iterable[Field], record_id: str, data: JsonObject, values: Values, *, link: str = ""
) -> Row:
    """Write one record; `data` includes the system fields that columns name."""
    return rows_of(fields, [(record_id, data, link)], values)[0]


def rows_of(
    fields: Iterable[Field], records: Iterable[tuple[str, JsonObject, str]], values: Values
) -> list[Row]:
    """Write records, each an id, its data and the address it leads to."""
    columns = [(one.key, values.column(one)) for one in fields]
    rows: list[Row] = []
    for record_id, data, link in records:
        cells = tuple([write(data.get(key)) for key, write in columns])
        first = next((cell.text for cell in cells if cell.text), "")
        rows.append(Row(id=record_id, label=first, link=link, cells=cells))
    return rows


def count_text(count: int, locale: Locale) -> str:
    """Say how many there are; beyond 10,000 nobody has counted."""
    if count > MOST_COUNTED:
        return locale.text("{number}+ records", number=locale.number(MOST_COUNTED))
    return locale.plural("{n} record", "{n} records", count)


def short_count(count: int, locale: Locale) -> str:
    """Write how many there are as a figure; beyond 10,000 nobody has counted."""
    return locale.number(min(count, MOST_COUNTED)) + ("+" if count > MOST_COUNTED else "")


def _sort_link(key: str, now: str, state: ListState, action: str, sortable: Container[str]) -> str:
    if key not in sortable and key not in ALWAYS_SORTABLE:
        return ""
    other = f"-{key}" if now == key else key
    return replace(state.settled(), sort=other).link(action)
