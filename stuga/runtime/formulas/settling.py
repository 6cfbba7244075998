"""Turns what a formula gives into what is stored: exact decimals, dates, texts."""

import math
import re
from datetime import UTC, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from stuga.runtime.formulas.flaws import BROKEN, NUMBER, TEXT_LONG, TYPE, FlawError
from stuga.runtime.formulas.limits import MOST_DIGITS, MOST_RESULT

_FINEST: Final = Decimal(1).scaleb(-MOST_DIGITS)
_BEYOND: Final = Decimal(1).scaleb(MOST_DIGITS)
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")


def settled(value: object, result: str, step: str, zone: tzinfo) -> str | int | float | bool:
    """Give the stored form of a result: `number, whole, text, date, moment` or `truth`.

    :raises FlawError: if it is of another type, too great, too long, or no number
    """
    if result == "truth" and isinstance(value, bool):
        return value
    if (
        result in {"number", "whole"}
        and isinstance(value, int | float)
        and not isinstance(value, bool)
    ):
        return stored_number(rounded(cut(value), step))
    if result == "text" and isinstance(value, str):
        return _text(value)
    if result == "date" and isinstance(value, datetime):
        return value.date().isoformat()
    if result == "moment" and isinstance(value, datetime):
        instant = value.replace(tzinfo=zone).astimezone(UTC)
        return instant.isoformat().replace("+00:00", "Z")
    raise FlawError(TYPE)


def cut(value: float) -> Decimal:
    """Give a number as the decimal of 15 significant digits that people would write.

    :raises FlawError: if it is infinite or none, or has no 15 digits' room before the point
    """
    try:
        number = float(value)
    except OverflowError:
        raise FlawError(NUMBER) from None
    if not math.isfinite(number):
        raise FlawError(NUMBER)
    found = Decimal(format(number, f".{MOST_DIGITS}g"))
    if abs(found) >= _BEYOND:
        raise FlawError(NUMBER)
    return found


def rounded(number: Decimal, step: str) -> Decimal:
    """Round to a multiple of a step, halves away from zero; without one to 15 decimals."""
    size = Decimal(step) if step else Decimal(0)
    if not size:
        fine = number.as_tuple().exponent
        whole = isinstance(fine, int) and fine >= -MOST_DIGITS
        return number if whole else number.quantize(_FINEST, ROUND_HALF_UP)
    return (number / size).to_integral_value(ROUND_HALF_UP) * size


def stored_number(number: Decimal) -> int | float:
    """Give the JSON number that prints as a decimal: whole ones without a point."""
    if not number:
        return 0
    return int(number) if number == number.to_integral_value() else float(number)


def is_broken(text: str) -> bool:
    """Tell whether a text holds NUL or half a character, which nothing can store."""
    return _BROKEN.search(text) is not None


def _text(value: str) -> str:
    if len(value) > MOST_RESULT:
        raise FlawError(TEXT_LONG)
    if is_broken(value):
        raise FlawError(BROKEN)
    return value
