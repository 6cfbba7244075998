"""Pages by keyset: from (sort values, id), never OFFSET. What has no value comes last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, literal_column, or_

from stuga.models import Record
from stuga.models.json import JsonValue
from stuga.platform.db.prepared import Prepared
from stuga.runtime.records.ordering import MOST_KEYS, Order, Orders, Sql
from stuga.runtime.records.stored import COLUMNS

_VALUE: Final = len(COLUMNS)
_AT: Final[tuple[BindParameter[Any], ...]] = tuple(
    bindparam(f"at_{number}", required=False) for number in range(MOST_KEYS)
)
_AT_ID: Final[BindParameter[UUID]] = bindparam("at_id", required=False)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: after, or before, a record with these sort values."""

    values: tuple[JsonValue, ...]
    id: UUID
    backward: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One statement's share of a page: those with a value to sort by first, or those without.

    :ivar beyond: of the position it begins at, which sort values there are; None for the start
    """

    has_value: bool
    backward: bool
    beyond: tuple[bool, ...] | None
    limit: int


Find = Callable[[Part], Prepared]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one page, in their order, and whether there are more either way."""

    rows: Sequence[Sequence[Any]]
    more_after: bool
    more_before: bool


def rows_at(find: Find, orders: Orders, position: Position | None, limit: int) -> Rows:
    """Return the page at a position: those with a value first, then those without.

    :param find: gives the statement of a part
    """
    backward = position is not None and position.backward
    wanted = limit + 1
    found: list[Sequence[Any]] = []
    for has_value in _phases(orders[0], backward=backward):
        if position is not None and _is_past(position, has_value=has_value):
            continue
        room = wanted - len(found)
        if room > 0:
            at = position if _lies_in(position, has_value=has_value) else None
            beyond = None if at is None else tuple(one is not None for one in at.values)
            part = Part(has_value, backward, beyond, wanted)
            found.extend(find(part).rows(**_place(at, orders))[:room])
    more, page = len(found) > limit, found[:limit]
    if backward:
        return Rows(page[::-1], more_after=True, more_before=more)
    return Rows(page, more_after=more, more_before=position is not None)


def _phases(first: Order, *, backward: bool) -> tuple[bool, ...]:
    if first.always:
        return (True,)
    return (False, True) if backward else (True, False)


def _is_past(position: Position, *, has_value: bool) -> bool:
    """Tell whether a phase lies on the side of the position that is not asked for."""
    at_value = position.values[0] is not None
    return at_value and not has_value if position.backward else has_value and not at_value


def _lies_in(position: Position | None, *, has_value: bool) -> bool:
    return position is not None and has_value is (position.values[0] is not None)


def _place(position: Position | None, orders: Orders) -> dict[str, Any]:
    if position is None:
        return {}
    found: dict[str, Any] = {"at_id": position.id}
    for number, (order, value) in enumerate(zip(orders, position.values, strict=True)):
        if value is not None:
            at = datetime.fromisoformat(str(value)) if order.is_moment else value
            found[f"at_{number}"] = at
    return found


def part_of(base: Select[Any], orders: Orders, part: Part) -> Select[Any]:
    """Return the query of one part of a page, in its order."""
    first = orders[0]
    found = base.add_columns(*(one.column for one in orders))
    if not first.always:
        found = found.where(first.column.is_not(None) if part.has_value else first.column.is_(None))
    if part.beyond is not None:
        found = found.where(_beyond(orders, part, part.beyond))
    by = [_sorted(one, part, is_first=one is first) for one in orders]
    by_id = Record.id.desc() if _falls(first, part) else Record.id.asc()
    # A number in the text: with one in a parameter PostgreSQL would plan every time anew.
    limit: Sql = literal_column(str(part.limit))
    return found.order_by(*(by if part.has_value else by[1:]), by_id).limit(limit)


def _falls(order: Order, part: Part) -> bool:
    return order.descending != part.backward


def _sorted(order: Order, part: Part, *, is_first: bool) -> Sql:
    by = order.column.desc() if _falls(order, part) else order.column.asc()
    if is_first or order.always:  # no row of the part is without a value
        return by
    return by.nulls_first() if part.backward else by.nulls_last()


def _beyond(orders: Orders, part: Part, there: tuple[bool, ...]) -> Sql:
    """Return what lies beyond the position: the first value decides, then the next, then the id."""
    beyond: Sql = Record.id < _AT_ID if _falls(orders[0], part) else Record.id > _AT_ID
    for number in range(len(orders) - 1, 0, -1):
        beyond = _behind(orders[number], _AT[number], part, (there[number], beyond))
    if not part.has_value:
        return beyond
    column, at = orders[0].column, _AT[0]
    # The first part alone lets the index begin at the right place.
    if _falls(orders[0], part):
        return and_(column <= at, or_(column < at, beyond))
    return and_(column >= at, or_(column > at, beyond))


def _behind(order: Order, at: BindParameter[Any], part: Part, then: tuple[bool, Sql]) -> Sql:
    has_value, equal = then
    column = order.column
    if not has_value:
        without = and_(column.is_(None), equal)
        return or_(column.is_not(None), without) if part.backward else without
    further = column < at if _falls(order, part) else column > at
    found = or_(further, and_(column == at, equal))
    return found if part.backward or order.always else or_(found, column.is_(None))


def position_values(row: Sequence[Any], *, after: int = _VALUE) -> list[JsonValue]:
    """Return the sort values of a row of `rows_at`, as they stand in a cursor.

    :param after: how many columns stand before them
    """
    return [_plain(value) for value in row[after:]]


def _plain(value: Any) -> JsonValue:  # noqa: ANN401  # of any column
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
