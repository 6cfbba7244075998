"""Amounts of money in the field's currency."""

import re
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.numbers import format_currency, get_currency_symbol

from stuga.models.definition.kinds.base import text_setting
from stuga.models.definition.kinds.number import NumberKind
from stuga.models.definition.kinds.numbers_typed import decimal_of, read_number
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_CURRENCY: Final = "SEK"
_TOUCHING: Final = re.compile(r"(?<=[^\W\d_])(?=\d)")
_USUAL: Final = ("kr.", "kr", ":-", ",-")


class Money(NumberKind):
    """An amount in one currency, which the field names; another currency is refused."""

    name = "money"

    def new_schema(self) -> JsonObject:
        return {
            "type": "number",
            "multipleOf": 0.01,
            "x-field": self._named(currency=_CURRENCY),
        }

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        currency = currency_of(setting.schema)
        marks = (currency, str(get_currency_symbol(currency, setting.locale)), *_USUAL)
        either = "|".join(re.escape(mark) for mark in marks)
        bare = re.sub(rf"^([-\u2212]?)\s*(?:{either})\s*", r"\1", typed, flags=re.IGNORECASE)
        bare = re.sub(rf"\s*(?:{either})$", "", bare, flags=re.IGNORECASE)
        return read_number(bare, setting.locale)

    def _text(self, value: float, setting: Setting, /) -> str:
        return _written(value, currency_of(setting.schema), setting.locale)


@lru_cache(maxsize=4096, typed=True)
def _written(value: float, currency: str, locale: Locale) -> str:
    """Write an amount; Babel takes longer for it than a list takes for the rest of its row."""
    amount = decimal_of(value)
    return spaced(format_currency(amount, currency, locale=locale, decimal_quantization=False))


def spaced(amount: str) -> str:
    """Set a currency that is written in letters apart from its amount, as CLDR asks: `SEK 12`."""
    return _TOUCHING.sub("\N{NO-BREAK SPACE}", amount)


def currency_of(schema: JsonObject) -> str:
    """Give the ISO 4217 code of a money field."""
    return text_setting(schema, "currency", _CURRENCY)
