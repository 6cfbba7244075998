"""When retention rules want something of a record."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from stuga.models.definition.conditions import FieldKind, World, holds, me_in, names_now
from stuga.models.definition.durations import Duration, days_later, shift
from stuga.models.definition.kinds.date import date_of
from stuga.models.definition.kinds.date_time import local_of, moment_of
from stuga.models.json import JsonObject, JsonValue

NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for an end that the calendar does not reach, or a floor whose start is not there yet."""

_DECEMBER: Final = 12


class Event(StrEnum):
    """What may start a clock beside a date of the record."""

    CREATED = "created"
    UPDATED = "updated"


class Align(StrEnum):
    """The period at whose end a clock starts."""

    MONTH = "month"
    CALENDAR_YEAR = "calendar_year"


class Action(StrEnum):
    """What a rule does when its time has come."""

    ANONYMISE = "anonymise"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class DateField:
    """A field of kind date or date-time that starts a clock."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A retention rule in force, for a model's records or one field of them.

    :param when: a condition on the record alone; with `now` or `me` it is refused
    :param scope: the key of the app whose model it is
    """

    key: str
    model: str
    start: Event | DateField
    action: Action
    field: str | None = None
    when: JsonObject | None = None
    align: Sequence[Align] = ()
    keep_min: Duration | None = None
    keep_max: Duration | None = None
    scope: str = ""

    def __post_init__(self) -> None:
        if me_in(self.when) or names_now(self.when):
            raise ValueError("a retention rule's condition must follow from the record alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """What clocks read of a record."""

    data: JsonObject
    created_at: datetime
    updated_at: datetime
    fields: Mapping[str, FieldKind] = field(default_factory=dict)


def due_at(rules: Sequence[Rule], record: RecordView, zone: tzinfo) -> datetime | None:
    """Give the earliest moment at which any rule may act; `None` if nothing is pending.

    The latest floor of all rules that apply holds every one of them.
    """
    floor = floor_of(rules, record, zone)
    moments = (acts_at(rule, record, zone, floor=floor) for rule in rules)
    return min((moment for moment in moments if moment is not None), default=None)


def acts_at(
    rule: Rule, record: RecordView, zone: tzinfo, *, floor: datetime | None = None
) -> datetime | None:
    """Give the moment from which one rule acts: its ceiling, or the floor if that is later.

    `None` if it does not apply, has no ceiling, has not started, or may not act before the end
    of the calendar.
    """
    if rule.keep_max is None or not applies(rule, record, zone):
        return None
    start = starts(rule, record, zone)
    if start is None:
        return None
    ends = [add(start, length, zone) for length in (rule.keep_min, rule.keep_max) if length]
    latest = max([*ends, floor] if floor else ends)
    return latest if latest < NEVER else None


def floor_of(rules: Sequence[Rule], record: RecordView, zone: tzinfo) -> datetime | None:
    """Give the latest end of `keep_min` over the rules that apply; `None` if there is no floor.

    A floor that has not started, as no case is closed yet, has no end: that is `NEVER`.
    """
    ends = []
    for rule in rules:
        if rule.keep_min is not None and applies(rule, record, zone):
            start = starts(rule, record, zone)
            ends.append(NEVER if start is None else add(start, rule.keep_min, zone))
    return max(ends, default=None)


def applies(rule: Rule, record: RecordView, zone: tzinfo) -> bool:
    """Whether the rule's condition holds for the record."""
    if rule.when is None:
        return True
    # The condition names no clock, so this one is never read.
    world = World(now=record.updated_at, zone=zone)
    return holds(rule.when, record.data, world, record.fields)


def starts(rule: Rule, record: RecordView, zone: tzinfo) -> date | datetime | None:
    """Give the date or moment that starts the rule's clock; aligned, it is a date."""
    start = _start(rule, record)
    if start is not None:
        for period in rule.align:
            start = _last_day(start, period, zone)
    return start


def add(start: date | datetime, duration: Duration, zone: tzinfo) -> datetime:
    """Give the moment a period ends, in UTC.

    Whole days end at the midnight that ends the last day, in the zone: P2Y from any time on
    5 March ends as 5 March two years later does. The day of the start is not counted (lag
    1930:173). With hours in it the period is exact, from the end of the day if it starts on a
    date. What the calendar does not reach ends `NEVER`.
    """
    try:
        last = days_later(_day(start, zone), duration)
        if duration.is_whole_days:
            return _end_of(last, zone)
        if isinstance(start, datetime):
            return shift(start, duration, zone)
        return _end_of(last, zone) + duration.exact
    except OverflowError:
        return NEVER


def _start(rule: Rule, record: RecordView) -> date | datetime | None:
    if isinstance(rule.start, DateField):
        value: JsonValue = record.data.get(rule.start.key)
        return (date_of(value) or moment_of(value)) if isinstance(value, str) else None
    return record.created_at if rule.start is Event.CREATED else record.updated_at


def _last_day(start: date | datetime, period: Align, zone: tzinfo) -> date:
    day = _day(start, zone)
    month = _DECEMBER if period is Align.CALENDAR_YEAR else day.month
    return day.replace(month=month, day=monthrange(day.year, month)[1])


def _day(moment: date | datetime, zone: tzinfo) -> date:
    if not isinstance(moment, datetime):
        return moment
    return (local_of(moment, zone) or moment).date()


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
