"""Shares in percent."""

import re
from decimal import Decimal
from typing import Final

from babel.numbers import format_percent

from stuga.models.definition.kinds.number import NumberKind
from stuga.models.definition.kinds.numbers_typed import decimal_of, read_number
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_SIGN: Final = re.compile(
    r"\s*(?:%|\uff05|procent|prosent|percent|per cent|pct\.?)$", re.IGNORECASE
)
_WHOLE: Final = Decimal(100)


class Percent(NumberKind):
    """A share in percent, stored as the number before the sign: 12.5 means 12.5 %.

    So `minimum`, `maximum` and `multipleOf` are in percent too, and what people type, filter by
    and get from the API is the same number.
    """

    name = "percent"

    def new_schema(self) -> JsonObject:
        return {"type": "number", "x-field": self._named()}

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        return read_number(_SIGN.sub("", typed), setting.locale)

    def _text(self, value: float, setting: Setting, /) -> str:
        share = decimal_of(value) / _WHOLE
        return str(format_percent(share, locale=setting.locale, decimal_quantization=False))

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        return super().sample({"maximum": 100, **schema}, seed)
