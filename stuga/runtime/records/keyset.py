"""Order and pages by keyset: (sort value, id), never OFFSET. What has no value comes last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_

from stuga.models import Record
from stuga.models.definition.kinds import Compared
from stuga.models.json import JsonValue
from stuga.platform.db import db
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.conditions_sql import Shape
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.stored import COLUMNS
from stuga.runtime.records.typed_sql import stored, typed_sql

Sql = ColumnElement[Any]
NEWEST: Final = "-created_at"
_COLUMNS: Final[Mapping[str, Any]] = {
    "created_at": Record.created_at,
    "updated_at": Record.updated_at,
}
_VALUE: Final = len(COLUMNS)


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
class Rows:
    """The rows of one page, in their order, and whether there are more either way."""

    rows: Sequence[Row[*tuple[Any, ...]]]
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


def rows_at(base: Select[Any], order: Order, position: Position | None, limit: int) -> Rows:
    """Return the page at a position: those with a value first, then those without."""
    backward = position is not None and position.backward
    wanted = limit + 1
    found: list[Row[*tuple[Any, ...]]] = []
    for has_value in _phases(order, backward=backward):
        if position is not None and _is_past(position, has_value=has_value, backward=backward):
            continue
        room = wanted - len(found)
        if room > 0:
            part = _part(base, order, position, has_value=has_value, backward=backward)
            # Past the session: the rows are plain, and the caller has named the tenant.
            found.extend(db.session.connection().execute(part.limit(room)))
    more, page = len(found) > limit, found[:limit]
    if backward:
        return Rows(page[::-1], more_after=True, more_before=more)
    return Rows(page, more_after=more, more_before=position is not None)


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


def _part(
    base: Select[Any],
    order: Order,
    position: Position | None,
    *,
    has_value: bool,
    backward: bool,
) -> Select[Any]:
    column = order.column
    part = base.add_columns(column)
    if not order.always:
        part = part.where(column.is_not(None) if has_value else column.is_(None))
    falling = order.descending != backward
    if position is not None and has_value is (position.value is not None):
        part = part.where(_beyond(order, position, falling=falling, has_value=has_value))
    by_id = Record.id.desc() if falling else Record.id.asc()
    if not has_value:
        return part.order_by(by_id)
    return part.order_by(column.desc() if falling else column.asc(), by_id)


def _beyond(order: Order, position: Position, *, falling: bool, has_value: bool) -> Sql:
    after_id = Record.id < position.id if falling else Record.id > position.id
    if not has_value:
        return after_id
    value: Any = position.value
    if order.is_moment:
        value = datetime.fromisoformat(str(value))
    column = order.column
    beyond = column < value if falling else column > value
    # The first part alone lets the index begin at the right place.
    edge = column <= value if falling else column >= value
    return and_(edge, or_(beyond, after_id))


def position_value(row: Row[*tuple[Any, ...]]) -> JsonValue:
    """Return the sort value of a row of `rows_at`, as it stands in a cursor."""
    value = row[_VALUE]
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
