"""Values as conditions compare them: typed by the field's kind, never by how they look."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final, TypeAlias

from stuga.models.definition.durations import seconds_in
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.date import date_of
from stuga.models.definition.kinds.date_time import local_of, moment_of
from stuga.models.definition.kinds.times_typed import clock_of
from stuga.models.json import JsonValue

Comparable: TypeAlias = str | int | float | bool | date | frozenset[str]

_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_TRUTHS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """A value and what it is taken for; only values of one family compare."""

    family: Compared
    value: Comparable


def is_empty(value: JsonValue) -> bool:
    """Whether there is nothing: absent, `null`, `""` and `[]` are all the same."""
    return value is None or value in ("", [])


def typed(family: Compared | None, value: JsonValue, zone: tzinfo) -> Typed | None:
    """Take a value for one of a family; `None` if there is none or it cannot be one.

    Without a family, the JSON type decides.
    """
    if is_empty(value):
        return None
    family = family or _family_of(value)
    if family is None:
        return None
    found = _taken(family, value, zone)
    return None if found is None else Typed(family, found)


def _family_of(value: JsonValue) -> Compared | None:
    if isinstance(value, bool):
        return Compared.TRUTH
    if isinstance(value, int | float):
        return Compared.NUMBER
    if isinstance(value, str):
        return Compared.TEXT
    return Compared.LIST if isinstance(value, list) else None


def _taken(family: Compared, value: JsonValue, zone: tzinfo) -> Comparable | None:
    if family is Compared.LIST:
        return _members(value)
    if family is Compared.NUMBER:
        return _number(value)
    if family is Compared.TRUTH:
        return value if isinstance(value, bool) else _TRUTHS.get(str(value))
    if not isinstance(value, str):
        return None
    read = _READERS.get(family)
    return read(value, zone) if read else None


def _members(value: JsonValue) -> frozenset[str] | None:
    if not isinstance(value, list):
        return None
    return frozenset(unicodedata.normalize("NFC", part) for part in value if isinstance(part, str))


def _number(value: JsonValue) -> float | None:
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _day(value: str, zone: tzinfo) -> date | None:
    """Take a moment for the date it has in the zone."""
    moment = moment_of(value)
    if moment is None:
        return date_of(value)
    local = local_of(moment, zone)
    return local.date() if local else None


def _moment(value: str, zone: tzinfo) -> datetime | None:
    """Take a date for the midnight it begins with in the zone."""
    day = date_of(value)
    if day is None:
        return moment_of(value)
    return local_of(datetime.combine(day, time.min, zone), UTC)


def _text(value: str, _zone: tzinfo) -> str:
    return unicodedata.normalize("NFC", value)


def _time(value: str, _zone: tzinfo) -> int | None:
    """Take a time of day for the seconds since midnight."""
    clock = clock_of(value)
    return clock.hour * 3600 + clock.minute * 60 + clock.second if clock else None


def _duration(value: str, _zone: tzinfo) -> int | None:
    return seconds_in(value)


_READERS: Final[Mapping[Compared, Callable[[str, tzinfo], Comparable | None]]] = {
    Compared.TEXT: _text,
    Compared.DATE: _day,
    Compared.MOMENT: _moment,
    Compared.TIME: _time,
    Compared.DURATION: _duration,
}
"""How the families that JSON holds as texts are read; `DATA` compares with nothing."""
