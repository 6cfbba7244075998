"""Read durations as people write them, in whole seconds."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from babel import Locale

from stuga.models.definition.durations import seconds_in
from stuga.models.definition.kinds.numbers_typed import decimal_of, read_number
from stuga.models.definition.refusals import Refused

SECONDS: Final[Mapping[str, int]] = {
    "week": 604_800,
    "day": 86_400,
    "hour": 3_600,
    "minute": 60,
    "second": 1,
}
_NAMES: Final[Mapping[str, str]] = {
    "week": "w wk wks week weeks v vecka veckor u uke uker",
    "day": "d day days dag dagar dager dygn døgn",
    "hour": "h hr hrs hour hours t tim timme timmar time timer",
    "minute": "m min mins minute minutes minut minuter minutt minutter",
    "second": "s sec secs second seconds sek sekund sekunder",
}
_UNITS: Final = {name: unit for unit, names in _NAMES.items() for name in names.split()}
_PART: Final = re.compile(
    r"([0-9][0-9 .,]*?)\s*([a-zåäöæø]+)\.?\s*(?:,\s|and\b|och\b|og\b|&|\+)?\s*"
)
_CLOCK: Final = re.compile(
    r"(?:([0-9]{1,6}) days?, )?([0-9]{1,5})(?::|\s?[ht]\s?)([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII
)
_LONGEST: Final = 100


def read_duration(typed: str, unit: str, locale: Locale) -> int | None:
    """Read `1 h 30 min`, `1:30`, `1h30`, `1,5 h`, `90 min`, `2 days`, `PT1H30M`; `None` if none.

    Programs write `1 day, 2:00:00`. A number alone is in the field's unit; decimals of a second
    are rounded.
    """
    text = " ".join(typed.casefold().split())
    if len(text) > _LONGEST:
        return None
    if text.startswith("p"):
        return seconds_in(text.upper())
    if clock := _CLOCK.fullmatch(text):
        days, hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return days * SECONDS["day"] + hours * 3600 + minutes * 60 + seconds
    parts = [(text, unit)] if not _has_unit(text) else _parts(text)
    return None if parts is None else _sum(parts, locale)


def _has_unit(text: str) -> bool:
    return re.search(r"[^\W\d_]", text) is not None


def _parts(text: str) -> list[tuple[str, str]] | None:
    """Split `1 h 30 min` into counts and units; each unit stands once."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        unit = _UNITS.get(part[2]) if part else None
        if part is None or unit is None or unit in (one for _, one in found):
            return None
        found.append((part[1], unit))
        at = part.end()
    return found


def _sum(parts: Iterable[tuple[str, str]], locale: Locale) -> int | None:
    total = Decimal(0)
    for text, unit in parts:
        count = read_number(text, locale)
        if isinstance(count, Refused) or count < 0:
            return None
        total += decimal_of(count) * SECONDS[unit]
    return int(total.to_integral_value(ROUND_HALF_UP))
