"""Records in lanes, each with the first of its own and its count: a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select, union_all

from stuga.models import Record
from stuga.models.json import JsonObject
from stuga.platform.db.prepared import Prepared
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.asking import COUNT_CAP, Asking
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import Count
from stuga.runtime.records.ordering import Orders
from stuga.runtime.records.reading import asked_by, shape_of
from stuga.runtime.records.stored import COLUMNS, Shown, stored_of

_RECORD: Final = slice(1, 1 + len(COLUMNS))


@dataclass(frozen=True, slots=True)
class Lane:
    """Those records of a list for which a condition holds; the first `limit` are wanted."""

    where: JsonObject
    limit: int


@dataclass(frozen=True, slots=True)
class Filled:
    """The first records of a lane, in the list's order, and how many it holds."""

    records: Sequence[Shown]
    count: Count


def filled(acting: Acting, command: ListRecords, lanes: Sequence[Lane]) -> Sequence[Filled]:
    """Return what is in each lane, as part of another act, whose entry names its records.

    :raises BadRequestError: naming the field or the order that cannot be used
    """
    acting.rights.require_some("read")
    shape = shape_of(acting.rights)
    asking = Asking(acting, command)
    which = asking.which()
    conditions = [and_(which, asked_by(acting.rights, shape, one.where)) for one in lanes]
    cards = [
        _first(number, condition, asking.orders, one.limit)
        for number, (one, condition) in enumerate(zip(lanes, conditions, strict=True))
    ]
    show = acting.rights.shower()
    records: list[list[Shown]] = [[] for _ in lanes]
    for row in _all_of(cards):
        records[row[0]].append(show(stored_of(row[_RECORD])))
    counting = [_counted(number, condition) for number, condition in enumerate(conditions)]
    counts: dict[int, int] = dict(_all_of(counting))
    return [Filled(one, _count(counts[number])) for number, one in enumerate(records)]


def _all_of(parts: Sequence[Select[*tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    # Rows of one part stay in their order, whichever part comes first.
    wanted = union_all(*(select(part.subquery()) for part in parts))
    return Prepared(lambda: wanted, once=True).rows()


def _first(number: int, condition: ColumnElement[bool], orders: Orders, limit: int) -> Select[Any]:
    by: list[ColumnElement[Any]] = []
    for one in orders:
        sorted_ = one.column.desc() if one.descending else one.column.asc()
        by.append(sorted_ if one.always else sorted_.nulls_last())
    by.append(Record.id.desc() if orders[0].descending else Record.id.asc())
    lane: ColumnElement[int] = literal_column(str(number))
    most: ColumnElement[int] = literal_column(str(limit))
    return select(lane.label("lane"), *COLUMNS).where(condition).order_by(*by).limit(most)


def _counted(number: int, condition: ColumnElement[bool]) -> Select[int, int]:
    lane: ColumnElement[int] = literal_column(str(number))
    limit: ColumnElement[int] = literal_column(str(COUNT_CAP + 1))
    some = select(Record.id).where(condition).limit(limit).subquery()
    return select(lane.label("lane"), func.count().label("many")).select_from(some)


def _count(number: int) -> Count:
    return Count(number=min(number, COUNT_CAP), capped=number > COUNT_CAP)
