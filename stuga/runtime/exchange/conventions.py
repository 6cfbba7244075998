"""How one column writes dates and numbers: which comes first, what stands before the decimals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from babel import Locale


class DateOrder(StrEnum):
    """What stands first in `03/04/2026`."""

    DAY = "day"
    MONTH = "month"
    UNCLEAR = "unclear"


class DecimalSign(StrEnum):
    """What stands before the decimals."""

    COMMA = "comma"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the values of a column are written; empty where nothing tells."""

    dates: DateOrder | None = None
    decimals: DecimalSign | None = None

    @property
    def number_locale(self) -> Locale | None:
        """A locale that reads its numbers as they are meant."""
        if self.decimals is None:
            return None
        return _COMMA if self.decimals is DecimalSign.COMMA else _POINT

    @property
    def date_locale(self) -> Locale:
        """A locale that reads its dates as they are meant."""
        return _MONTH_FIRST if self.dates is DateOrder.MONTH else _DAY_FIRST


UNTOLD: Final = Conventions()
_COMMA: Final = Locale("da")  # `1.234` is 1234 there, and `12,5` is twelve and a half
_POINT: Final = Locale("en")
_MONTH_FIRST: Final = Locale("en", "US")
_DAY_FIRST: Final = Locale("en", "GB")
_LARGEST_MONTH: Final = 12
_THOUSANDS: Final = 3
_NUMBERED: Final = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?\d{4}(?:\D|$)")


def conventions_of(values: Iterable[str]) -> Conventions:
    """Find out how a column's values are written."""
    several = list(values)
    return Conventions(dates=date_order(several), decimals=decimal_sign(several))


def date_order(values: Iterable[str]) -> DateOrder | None:
    """Tell day from month by one value that can only be read one way; None without such dates."""
    unclear = False
    for value in values:
        found = _NUMBERED.match(value)
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if first > _LARGEST_MONTH:
            return DateOrder.DAY
        if second > _LARGEST_MONTH:
            return DateOrder.MONTH
        unclear = unclear or first != second
    return DateOrder.UNCLEAR if unclear else None


def decimal_sign(values: Iterable[str]) -> DecimalSign | None:
    """Tell the decimal sign by one value in which it can be nothing else."""
    for value in values:
        signs = [sign for sign in value if sign in ".,"]
        if not signs:
            continue
        after = value.rpartition(signs[-1])[2].strip(" kr€$£%:-")
        if len(set(signs)) > 1:
            return _named(signs[-1])
        if len(signs) > 1:
            return _named("." if signs[0] == "," else ",")
        if after.isdecimal() and (len(after) != _THOUSANDS or value.strip().startswith("0")):
            return _named(signs[-1])
    return None


def _named(sign: str) -> DecimalSign:
    return DecimalSign.COMMA if sign == "," else DecimalSign.POINT
