"""A person's language and a tenant's time zone: words, numbers and times as people read them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import babel
from babel import dates, lists, numbers

from stuga.models.definition.kinds.money import spaced
from stuga.models.definition.saying import Sentence, Style, msgid
from stuga.platform.ui import catalogue

__all__ = ["LANGUAGES", "NAMES", "Length", "Locale", "chosen_language", "msgid"]

LANGUAGES: Final = ("sv", "nb", "en")
NAMES: Final = {"sv": "Svenska", "nb": "Norsk", "en": "English"}
Length: TypeAlias = Literal["short", "medium", "long", "full"]

# British conventions: days before months, as in the rest of the Nordic countries.
_REGIONS: Final = {"sv": "sv_SE", "nb": "nb_NO", "en": "en_GB", catalogue.PSEUDO: "en_GB"}
_NEAR: Final = {"no": "nb", "nn": "nb", "da": "nb"}


@dataclass(frozen=True, slots=True)
class Locale:
    """How one person reads; `zone` is where the tenant's days begin."""

    language: str = "en"
    zone: str = "Europe/Stockholm"

    @property
    def babel(self) -> babel.Locale:
        return _babel(self.language)

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return "en-x-pseudo" if self.language == catalogue.PSEUDO else self.language

    def text(self, msgid: str, /, **arguments: object) -> str:
        """Say the English sentence in this language, its `{placeholders}` filled."""
        words = catalogue.translations(self.language).gettext(msgid)
        return words.format(**arguments) if arguments else words

    def plural(self, one: str, many: str, n: int, /, **arguments: object) -> str:
        """Say the sentence for `n` things; `{n}` in it is the number as people write it."""
        words = catalogue.translations(self.language).ngettext(one, many, n)
        return words.format(n=self.number(n), **arguments)

    def number(self, value: Decimal | float, decimals: int | None = None) -> str:
        return _number(_Figure(value, str(value)), decimals, self.language)

    def percent(self, share: float) -> str:
        return numbers.format_percent(share, locale=self.babel)

    def percent_of(self, value: Decimal) -> str:
        """Write a number of percent, 12.5 as `12.5%`."""
        return numbers.format_percent(value / 100, locale=self.babel, decimal_quantization=False)

    def money(self, amount: Decimal | float, currency: str) -> str:
        return _money(_Figure(amount, str(amount)), currency, self.language)

    def month(self, day: dt.date, pattern: Literal["yMMM", "yQQQ"] = "yMMM") -> str:
        """Write the month of a day with its year, or the quarter."""
        return _month(day, pattern, self.language)

    def date(self, day: dt.date, length: Length = "medium") -> str:
        """Write the day; a moment is first moved to the tenant's time zone."""
        if isinstance(day, dt.datetime):
            day = self.local(day).date()
        return _day(day, length, self.language)

    def time(self, moment: dt.datetime) -> str:
        return dates.format_time(self.local(moment), format="HH:mm", locale=self.babel)

    def datetime(self, moment: dt.datetime, length: Length = "medium") -> str:
        """Write day and time to the minute, in the tenant's time zone."""
        return f"{self.date(moment, length)} {self.time(moment)}"

    def relative(self, moment: dt.datetime, now: dt.datetime) -> str:
        """Write `3 minutes ago` or `in 2 days`; the date itself when more than a week away."""
        apart = moment - now
        if abs(apart) > dt.timedelta(days=7):
            return self.date(moment)
        if abs(apart) < dt.timedelta(seconds=45):
            return self.text("just now")
        return dates.format_timedelta(apart, add_direction=True, locale=self.babel)

    def listed(self, things: Sequence[str], style: Style = "standard") -> str:
        """Write `a, b and c`, or `a, b or c`."""
        return lists.format_list(things, style=style, locale=self.babel)

    def tell(self, sentence: Sentence) -> str:
        """Say in this language what was said without one."""
        return sentence.told(self)

    def language_name(self, code: str) -> str:
        """Name a language in this one."""
        return str(self.babel.languages.get(code, code))

    def size(self, octets: int) -> str:
        """Write a file's size in the largest unit that keeps it at one or more."""
        size, unit = float(octets), "byte"
        for larger in ("kB", "MB", "GB"):
            if size < 1000:  # noqa: PLR2004  # SI units
                break
            size, unit = size / 1000, larger
        return f"{self.number(round(size, 1))} {unit}"

    def local(self, moment: dt.datetime) -> dt.datetime:
        """Put the moment on the tenant's clock; one without a zone is taken as UTC."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return aware.astimezone(ZoneInfo(self.zone))


def chosen_language(wanted: Iterable[str], offered: Sequence[str] = LANGUAGES) -> str:
    """Take the first wanted language (best first, as in `Accept-Language`) on offer."""
    for tag in wanted:
        language = tag.replace("_", "-").split("-")[0].strip().lower()
        language = _NEAR.get(language, language)
        if language in offered:
            return language
    return offered[0]


class _Figure(NamedTuple):
    """A number and how it is written, for 1.0 is 1.00 and yet shown otherwise."""

    value: Decimal | float
    written: str


# What is shown is mostly shown again: in the next row, or to the next reader of the same figures.


@lru_cache(maxsize=4096)
def _number(figure: _Figure, decimals: int | None, language: str) -> str:
    locale = _babel(language)
    if decimals is None:
        return numbers.format_decimal(figure.value, locale=locale, decimal_quantization=False)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return numbers.format_decimal(figure.value, format=pattern, locale=locale)


@lru_cache(maxsize=4096)
def _money(figure: _Figure, currency: str, language: str) -> str:
    return spaced(numbers.format_currency(figure.value, currency, locale=_babel(language)))


@lru_cache(maxsize=4096)
def _month(day: dt.date, pattern: str, language: str) -> str:
    return dates.format_skeleton(pattern, day, locale=_babel(language))


@lru_cache(maxsize=4096)
def _day(day: dt.date, length: Length, language: str) -> str:
    return dates.format_date(day, format=length, locale=_babel(language))


@cache
def _babel(language: str) -> babel.Locale:
    return babel.Locale.parse(_REGIONS.get(language, language))
