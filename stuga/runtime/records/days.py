"""Records by the day they fall on: the first few of each day of a stretch of time, in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, cast, func, literal_column, select

from stuga.models import Record
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject
from stuga.platform.db.prepared import Prepared
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.asking import Asking
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.reading import shape_of
from stuga.runtime.records.shaping import Shape
from stuga.runtime.records.slot_sql import local_day, slot_of, value_sql
from stuga.runtime.records.stored import COLUMNS, Shown, stored_of


@dataclass(frozen=True, slots=True)
class DayOf:
    """The first records of a day, by time, and how many there are."""

    records: Sequence[Shown]
    count: int


def between(acting: Acting, key: str, start: date, end: date) -> JsonObject:
    """Return the condition that a field lies between two days, the second left out.

    Days begin by the tenant's clock.
    """
    is_moment = shape_of(acting.rights).family(key) is Compared.MOMENT
    first, last = (
        _midnight(day, acting.app.zone) if is_moment else day.isoformat() for day in (start, end)
    )
    return {"all": [{"field": key, "gte": first}, {"field": key, "lt": last}]}


def _midnight(day: date, zone: ZoneInfo) -> str:
    return moment_text(datetime.combine(day, time.min, zone).astimezone(UTC))


def can_be_dated(acting: Acting, key: str) -> bool:
    """Tell whether a stretch of time is found by an index, and the actor may read the field."""
    shape = shape_of(acting.rights)
    is_date = shape.family(key) in {Compared.DATE, Compared.MOMENT}
    return (
        is_date
        and slot_of(key, shape) is not None
        and acting.rights.whole_fields("read").allow(key)
    )


def by_day(acting: Acting, command: ListRecords, key: str, most: int) -> Mapping[date, DayOf]:
    """Return the first records of each day, as part of another act, whose entry names them.

    :param command: names, among its conditions, the days (`between`)
    :param most: how many of each day
    """
    acting.rights.require_some("read")
    shape = shape_of(acting.rights)
    day: ColumnElement[date] = cast(local_day(key, shape), Date)
    number = func.row_number().over(
        partition_by=day, order_by=[value_sql(key, _family(shape, key), shape), Record.id]
    )
    found = (
        select(
            *COLUMNS,
            day.label("day"),
            number.label("number"),
            func.count().over(partition_by=day).label("many"),
        )
        .where(Asking(acting, command).which())
        .subquery()
    )
    limit: ColumnElement[int] = literal_column(str(most))
    wanted = select(found).where(found.c.number <= limit)
    wanted = wanted.order_by(found.c.day, found.c.number)
    return _gathered(acting, Prepared(lambda: wanted, once=True).rows())


def _family(shape: Shape, key: str) -> Compared:
    return shape.family(key) or Compared.DATE


def _gathered(acting: Acting, rows: Sequence[Sequence[Any]]) -> Mapping[date, DayOf]:
    show, width = acting.rights.shower(), len(COLUMNS)
    records: dict[date, list[Shown]] = {}
    counts: dict[date, int] = {}
    for row in rows:
        day, _, many = row[width:]
        records.setdefault(day, []).append(show(stored_of(row[:width])))
        counts[day] = many
    return {day: DayOf(several, counts[day]) for day, several in records.items()}
