"""Read dates and times as people and spreadsheets write them."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from functools import cache
from itertools import product
from typing import Final

from babel import Locale

from stuga.models.definition.refusals import Refused

_YEAR_FIRST: Final = re.compile(
    r"([0-9]{4})(?:[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
)
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})\s?[-/. ]\s?([0-9]{1,2})\s?[-/. ]\s?([0-9]{4})")
_DAY_NAMED: Final = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)? ?([^\W\d_]{3,})[.,]? ([0-9]{4})")
_NAMED_DAY: Final = re.compile(r"([^\W\d_]{3,})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_TIME: Final = re.compile(
    r"(?:T|,? |,? kl\.? ?)([0-9]{1,2})[:.]?([0-9]{2})"
    r"(?:[:.]([0-9]{2})(?:[.,]([0-9]{1,9}))?)?\s*(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?$",
    re.IGNORECASE,
)
_LANGUAGES: Final = ("sv", "nb", "en")


def read_date(typed: str, locale: Locale) -> date | None:
    """Read `2026-01-31`, `20260131`, `31/1 2026`, `31.1.2026`, `31 jan 2026`.

    The day comes before the month, but for people in the United States. A time of day that a
    spreadsheet added is dropped, if it is midnight.
    """
    split = _split(_spaced(typed))
    if split is None or (split[1] and split[1].replace(tzinfo=None) != time.min):
        return None
    return _day(split[0], locale)


def read_moment(typed: str, locale: Locale, zone: tzinfo) -> datetime | Refused:
    """Read a date and a time of day, in the zone given unless the text names its offset."""
    split = _split(_spaced(typed))
    day = _day(split[0], locale) if split else None
    if split is None or split[1] is None or day is None:
        return Refused("date-time-invalid")
    moment = datetime.combine(day, split[1])
    try:
        return _placed(moment, zone)
    except OverflowError:
        return Refused("date-time-invalid")


def _placed(moment: datetime, zone: tzinfo) -> datetime | Refused:
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    # An hour that summer time skips never was; one that comes twice is taken the first time.
    utc = moment.replace(tzinfo=zone).astimezone(UTC)
    is_real = utc.astimezone(zone).replace(tzinfo=None) == moment
    return utc if is_real else Refused("date-time-skipped")


def _spaced(typed: str) -> str:
    return " ".join(typed.split())


def _split(text: str) -> tuple[str, time | None] | None:
    """Split into the date's text and the time of day, which may be absent."""
    found = _TIME.search(text)
    if found is None or _is_year(text, found):
        return text, None
    hour, minute, second, fraction, offset = found.groups()
    micro = (fraction or "").ljust(6, "0")[:6]
    try:
        clock = time(int(hour), int(minute), int(second or 0), int(micro), _offset(offset))
    except ValueError:
        return None
    return text[: found.start()], clock


def _is_year(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like a time, `2026` in `31/1 2026`, is the year of the date."""
    return ":" not in found[0] and not re.search(r"[0-9]{4}", text[: found.start()])


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    return UTC if text.upper() in {"Z", "UTC"} else time.fromisoformat(f"00:00{text}").tzinfo


def _day(text: str, locale: Locale) -> date | None:
    text = text.strip(" ,")
    if numbers := _YEAR_FIRST.fullmatch(text):
        return _date(numbers[1], numbers[2] or numbers[4], numbers[3] or numbers[5])
    if numbers := _YEAR_LAST.fullmatch(text):
        day, month = (2, 1) if locale.territory == "US" else (1, 2)
        return _date(numbers[3], numbers[month], numbers[day])
    if named := _DAY_NAMED.fullmatch(text):
        return _date(named[3], _month(named[2]), named[1])
    if named := _NAMED_DAY.fullmatch(text):
        return _date(named[3], _month(named[1]), named[2])
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month(name: str) -> str:
    return _months().get(name.casefold(), "0")


@cache
def _months() -> Mapping[str, str]:
    """Map the names of the months, whole and short, in every language we speak."""
    found: dict[str, str] = {}
    for language, width in product(_LANGUAGES, ("wide", "abbreviated")):
        for number, name in Locale(language).months["format"][width].items():
            short = str(name).casefold().rstrip(".")
            found |= {short: str(number), short[:3]: str(number)}
    return found | {"sept": found["sep"]}
