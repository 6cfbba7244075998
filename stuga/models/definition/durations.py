"""ISO 8601 durations, and moments moved by them in a time zone."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, Self

_FORM: Final = re.compile(
    r"([+-]?)P(?=[0-9T])(?:([0-9]{1,4})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,5})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?"
)
_EXACT: Final = re.compile(r"P(?=[0-9T])(?:[0-9]+W)?(?:[0-9]+D)?(?:T.+)?", re.ASCII)
_DAY: Final = 24 * 60 * 60
_FIRST_MONTH: Final = 12  # January of year 1, counted from year 0
_LAST_MONTH: Final = 9999 * 12 + 11


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months and days, and an exact time; all have the same sign."""

    months: int = 0
    days: int = 0
    exact: timedelta = timedelta(0)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `P2Y`, `P18M`, `P1Y6M`, `P2W`, `P14D`, `PT72H` or `-P30D`; no fractions.

        :raises ValueError: if the text is none of these
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"not a duration: {text[:40]!r}")
        sign = -1 if found[1] == "-" else 1
        years, months, weeks, days, hours, minutes, seconds = (
            sign * int(part or 0) for part in found.groups()[1:]
        )
        return cls(
            years * 12 + months,
            weeks * 7 + days,
            timedelta(hours=hours, minutes=minutes, seconds=seconds),
        )

    @property
    def is_whole_days(self) -> bool:
        return not self.exact


def days_later(day: date, duration: Duration) -> date:
    """Move a date; a month that lacks the day gives its last one. Time of day counts nothing.

    :raises OverflowError: if the calendar ends before
    """
    months = day.year * 12 + day.month - 1 + duration.months
    if not _FIRST_MONTH <= months <= _LAST_MONTH:
        raise OverflowError("beyond the calendar")
    year, month = months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + timedelta(days=duration.days)


def shift(start: datetime, duration: Duration, zone: tzinfo) -> datetime:
    """Move a moment by the calendar and clock of a zone, then by the exact time; in UTC.

    :raises OverflowError: if the calendar ends before
    """
    local = start.astimezone(zone)
    moved = datetime.combine(days_later(local.date(), duration), local.time(), zone)
    return moved.astimezone(UTC) + duration.exact


def seconds_in(text: str) -> int | None:
    """Give the length of a duration of weeks, days, hours, minutes and seconds, a day being 24 h.

    `None` for anything else: months and years are not always equally long, and nothing lasts
    less than nothing.
    """
    if not (_EXACT.fullmatch(text) and _FORM.fullmatch(text)):
        return None
    found = Duration.parse(text)
    return found.days * _DAY + int(found.exact.total_seconds())


def duration_of(seconds: int) -> str:
    """Write a length in the one form it is stored in: `P1DT2H30M`, and `PT0S` for nothing."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if count
    ]
    date_part = f"{days}D" if days else ""
    if not parts:
        return f"P{date_part}" if date_part else "PT0S"
    return f"P{date_part}T{''.join(parts)}"
