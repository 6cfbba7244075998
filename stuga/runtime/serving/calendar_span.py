"""Which days a calendar shows, and what they are called in the reader's country."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel import dates

from stuga.platform.ui import Locale

MONTH: Final = "month"
WEEK: Final = "week"
AGENDA: Final = "agenda"
SPANS: Final = (MONTH, WEEK, AGENDA)
AGENDA_DAYS: Final = 30
_DAY: Final = timedelta(days=1)
_IN_WEEK: Final = 7
_FIRST, _LAST = date(1800, 1, 1), date(2500, 1, 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `start` to before `end`; `on` is the one it is looked up by."""

    span: str
    on: date
    start: date
    end: date

    @property
    def weeks(self) -> Sequence[Sequence[date]]:
        """The days, week by week."""
        days = [self.start + _DAY * n for n in range((self.end - self.start).days)]
        return [days[at : at + _IN_WEEK] for at in range(0, len(days), _IN_WEEK)]

    def moved(self, by: int) -> date:
        """Return a day of the stretch before (-1) or after (1)."""
        match self.span:
            case "month":
                first = self.on.replace(day=1)
                return first - _DAY if by < 0 else (first + _DAY * 31).replace(day=1)
            case "week":
                return self.start + _DAY * _IN_WEEK * by
            case _:
                return self.on + _DAY * AGENDA_DAYS * by

    def title(self, locale: Locale) -> str:
        """Name it: a month, or its first and last day."""
        if self.span == MONTH:
            named = dates.format_date(self.on, "LLLL y", locale=locale.babel)
            return named[:1].upper() + named[1:]
        last = self.end - _DAY
        return dates.format_interval(self.start, last, "yMMMd", locale=locale.babel)


def stretch_of(span: str, on: str, today: date, locale: Locale) -> Stretch:
    """Read what an address says of time; what is no time is today."""
    span = span if span in SPANS else MONTH
    day = _day(on) or today
    if span == AGENDA:
        return Stretch(span, day, day, day + _DAY * AGENDA_DAYS)
    first = day.replace(day=1) if span == MONTH else day
    start = first - _DAY * ((first.weekday() - locale.babel.first_week_day) % _IN_WEEK)
    if span == WEEK:
        return Stretch(span, day, start, start + _DAY * _IN_WEEK)
    following = (first + _DAY * 31).replace(day=1)
    weeks = -(-(following - start).days // _IN_WEEK)
    return Stretch(span, day, start, start + _DAY * _IN_WEEK * weeks)


def week_number(first: date, locale: Locale) -> str:
    """Return the number of the week that begins on a day, as the reader's country counts."""
    return str(dates.format_date(first, "w", locale=locale.babel))


def weekdays(locale: Locale) -> Sequence[tuple[str, str]]:
    """Return the names of the days of a week, short and long, the first first."""
    short = locale.babel.days["stand-alone"]["abbreviated"]
    long = locale.babel.days["stand-alone"]["wide"]
    order = [(locale.babel.first_week_day + at) % _IN_WEEK for at in range(_IN_WEEK)]
    return [(str(short[at]), str(long[at])) for at in order]


def _day(on: str) -> date | None:
    text = f"{on}-01" if len(on) == len("2026-11") else on
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None
