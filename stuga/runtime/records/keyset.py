"""Order and pages by keyset: (sort value, id), never OFFSET. What has no value comes last."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, literal_column, or_

from stuga.models import Record
from stuga.models.definition.kinds import Compared
from stuga.models.json import JsonValue
from stuga.platform.db.prepared import Prepared
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.conditions_sql import Shape
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.stored import COLUMNS
from stuga.runtime.records.typed_sql import stored, typed_sql

Sql = ColumnElement[Any]
_COLUMNS: Final[Mapping[str, Any]] = {
    "created_at": Record.created_at,
    "updated_at": Record.updated_at,
}
_VALUE: Final = len(COLUMNS)
_AT_VALUE: Final[BindParameter[Any]] = bindparam("at_value", required=False)
_AT_ID: Final[BindParameter[UUID]] = bindparam("at_id", required=False)


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by; `always` where every record has a value."""

    key: str
    descending: bool
    column: Sql
    always: bool
    is_moment: bool


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: after, or before, a record with this sort value."""

    value: JsonValue
    id: UUID
    backward: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One statement's share of a page: those with a sort value, or those without.

    :ivar beyond: whether it begins at a position
    """

    has_value: bool
    falling: bool
    beyond: bool
    limit: int


Find = Callable[[Part], Prepared]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one page, in their order, and whether there are more either way."""

    rows: Sequence[Sequence[Any]]
    more_after: bool
    more_before: bool


def order_of(sort: str, model: LiveModel, shape: Shape) -> Order:
    """Return the order that `amount` or `-amount` names.

    :raises BadRequestError: if the field cannot be sorted by
    """
    key = sort.removeprefix("-")
    descending = sort.startswith("-")
    if key in _COLUMNS:
        return Order(key, descending, _COLUMNS[key], always=True, is_moment=True)
    field = model.view.fields.get(key)
    place = model.slots.get(key)
    if field is None or place is None or field.kind.slot is None:
        raise BadRequestError(f"sort: {key!r} is not indexed; index it in the app to sort by it.")
    if place.filled:
        column: Sql = getattr(Record, place.column)
    else:
        column = typed_sql(shape.family(key), stored(key), shape.zone)
    is_moment = field.kind.compared_as in {Compared.DATE, Compared.MOMENT}
    return Order(key, descending, column, always=False, is_moment=is_moment)


def rows_at(find: Find, order: Order, position: Position | None, limit: int) -> Rows:
    """Return the page at a position: those with a value first, then those without.

    :param find: gives the statement of a part, with `AT_VALUE` and `AT_ID` where it lies beyond
    """
    backward = position is not None and position.backward
    wanted = limit + 1
    found: list[Sequence[Any]] = []
    for has_value in _phases(order, backward=backward):
        if position is not None and _is_past(position, has_value=has_value, backward=backward):
            continue
        room = wanted - len(found)
        if room > 0:
            beyond = position if _lies_in(position, has_value=has_value) else None
            part = Part(has_value, order.descending != backward, beyond is not None, wanted)
            found.extend(find(part).rows(**_place(beyond, order))[:room])
    more, page = len(found) > limit, found[:limit]
    if backward:
        return Rows(page[::-1], more_after=True, more_before=more)
    return Rows(page, more_after=more, more_before=position is not None)


def _lies_in(position: Position | None, *, has_value: bool) -> bool:
    return position is not None and has_value is (position.value is not None)


def _place(position: Position | None, order: Order) -> dict[str, Any]:
    if position is None:
        return {}
    if position.value is None:
        return {"at_id": position.id}
    value = position.value
    at = datetime.fromisoformat(str(value)) if order.is_moment else value
    return {"at_id": position.id, "at_value": at}


def _phases(order: Order, *, backward: bool) -> tuple[bool, ...]:
    if order.always:
        return (True,)
    return (False, True) if backward else (True, False)


def _is_past(position: Position, *, has_value: bool, backward: bool) -> bool:
    """Tell whether a phase lies on the side of the position that is not asked for."""
    at_value = position.value is not None
    return (not backward and has_value and not at_value) or (
        backward and not has_value and at_value
    )


def part_of(base: Select[Any], order: Order, part: Part) -> Select[Any]:
    """Return the query of one part of a page, in its order."""
    column = order.column
    found = base.add_columns(column)
    if not order.always:
        found = found.where(column.is_not(None) if part.has_value else column.is_(None))
    if part.beyond:
        found = found.where(_beyond(order, part))
    by_id = Record.id.desc() if part.falling else Record.id.asc()
    if part.has_value:
        found = found.order_by(column.desc() if part.falling else column.asc())
    # A number in the text: with one in a parameter PostgreSQL would plan every time anew.
    return found.order_by(by_id).limit(literal_column(str(part.limit)))


def _beyond(order: Order, part: Part) -> Sql:
    after_id = Record.id < _AT_ID if part.falling else Record.id > _AT_ID
    if not part.has_value:
        return after_id
    column = order.column
    beyond = column < _AT_VALUE if part.falling else column > _AT_VALUE
    # The first part alone lets the index begin at the right place.
    edge = column <= _AT_VALUE if part.falling else column >= _AT_VALUE
    return and_(edge, or_(beyond, after_id))


def position_value(row: Sequence[Any]) -> JsonValue:
    """Return the sort value of a row of `rows_at`, as it stands in a cursor."""
    value = row[_VALUE]
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
