"""Read numbers as people and spreadsheets write them, as exact decimals."""

import re
from decimal import Context, Decimal
from typing import Final

from babel import Locale

from stuga.models.definition.refusals import Refused

MOST_DIGITS: Final = 15
"""A double carries every decimal of 15 significant digits and gives it back unchanged."""

# Python's own decimals round beyond this, and nothing here may round.
_MOST_TYPED: Final = 28
_LONGEST: Final = 100
_WIDE: Final = Context(prec=400)
_MINUS: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"), "-")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([ '.,])[0-9]{3})(?:\1[0-9]{3})*")
_PLAIN: Final = re.compile(r"[0-9]+")
_EXPONENT: Final = re.compile(r"^(.*?)[eE]([+-]?[0-9]{1,2})$")


def read_number(typed: str, locale: Locale) -> int | float | Refused:
    """Read `1 234,50`, `1,234.50`, `1.234,50` or `-1234.5` alike.

    A lone separator is the decimal sign, but for the locale's own sign of thousands before three
    digits: `1,234` is 1234 in English. So `21.500` from a spreadsheet stays 21.5 in Swedish.
    """
    if len(typed) > _LONGEST:
        return Refused("number-invalid")
    text = typed.translate(_MINUS).replace("\u2019", "'").replace("\uff0b", "+")
    text = "".join(" " if sign.isspace() else sign for sign in text).strip()
    if sum(map(str.isdigit, text)) > _MOST_TYPED:
        return Refused("number-digits", {"most": MOST_DIGITS})
    found = _decimal(text, _group_sign(locale))
    return Refused("number-invalid") if found is None else exact(found)


def exact(number: Decimal) -> int | float | Refused:
    """Turn a decimal into the JSON number that prints as it: whole ones `int`, others `float`.

    `repr` of the float is the very decimal that was typed, so PostgreSQL's `jsonb`, which keeps
    numbers as text would, has it exactly.
    """
    if not number:
        return 0
    number = number.normalize()
    if len(number.as_tuple().digits) > MOST_DIGITS or not _fits(number.adjusted()):
        return Refused("number-digits", {"most": MOST_DIGITS})
    return int(number) if number == number.to_integral_value() else float(number)


def _fits(power: int) -> bool:
    return -MOST_DIGITS <= power < MOST_DIGITS


def decimal_of(number: float) -> Decimal:
    """Give the exact decimal that a stored number stands for."""
    return Decimal(repr(number))


def is_multiple(number: float, step: float) -> bool:
    """Whether a number is a whole multiple of a step, as decimals (0.07 of 0.01 is)."""
    return not step or not _WIDE.remainder(decimal_of(number), decimal_of(step))


def _group_sign(locale: Locale) -> str:
    return str(locale.number_symbols["latn"]["group"])


def _decimal(text: str, group_sign: str) -> Decimal | None:
    """Take sign and exponent off, then tell separators of thousands from the decimal one."""
    power = 0
    if scientific := _EXPONENT.match(text):
        text, power = scientific[1], int(scientific[2])
    negative = text.startswith("-")
    plain = _ungrouped(text[1:].lstrip() if text[:1] in {"-", "+"} else text, group_sign)
    if plain is None:
        return None
    return (-Decimal(plain) if negative else Decimal(plain)).scaleb(power)


def _ungrouped(text: str, group_sign: str) -> str | None:
    whole, sign, part = _split(text, group_sign)
    grouped = _GROUPED.fullmatch(whole)
    if grouped and grouped[1] != sign:
        whole = whole.replace(grouped[1], "")
    if not _PLAIN.fullmatch(whole or "0") or (sign and not _PLAIN.fullmatch(part or "0")):
        return None
    return f"{whole or 0}.{part or 0}" if whole or part else None


def _split(text: str, group_sign: str) -> tuple[str, str, str]:
    """Split at the decimal sign, which is the last of two different ones, and stands once."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text, "", ""
    sign = text[last]
    is_group = text.count(sign) > 1 or (
        sign == group_sign and not text.startswith("0") and _GROUPED.fullmatch(text) is not None
    )
    return (text, "", "") if is_group else (text[:last], sign, text[last + 1 :])
