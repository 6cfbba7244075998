"""What the kinds stored as JSON numbers share."""

import math
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

from stuga.models.definition.kinds.base import EQUALITY, ORDER, PRESENCE, Compared, Slot
from stuga.models.definition.kinds.numbers_typed import (
    MOST_DIGITS,
    decimal_of,
    exact,
    is_multiple,
    read_number,
)
from stuga.models.definition.kinds.typed import Setting, TypedKind
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue


class NumberKind(TypedKind[float]):
    """A kind stored as a JSON number of at most 15 significant digits."""

    slot = Slot.NUMBER
    operators = EQUALITY | ORDER | PRESENCE
    compared_as = Compared.NUMBER
    json_type = "number"
    impersonal = True

    def _typed(self, value: JsonValue, /) -> float | None:
        return number_in(value)

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        return read_number(typed, setting.locale)

    def _flaw(self, value: float, schema: JsonObject, /) -> Refused | None:
        if not _is_finite(value):
            return Refused("number-invalid")
        if isinstance(exact(decimal_of(value)), Refused):
            return Refused("number-digits", {"most": MOST_DIGITS})
        step = step_of(schema)
        return None if is_multiple(value, step) else Refused("number-step", {"step": str(step)})

    def _normal(self, value: float, _schema: JsonObject, /) -> JsonValue:
        found = exact(decimal_of(value)) if _is_finite(value) else value
        return value if isinstance(found, Refused) else found

    def _text(self, value: float, setting: Setting, /) -> str:
        return _written(value, setting.locale)

    def _slot(self, value: float, _language: str, /) -> str | float | datetime | None:
        return float(value)

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        step = decimal_of(step_of(schema)) or self._usual_step()
        least, most = _limits(schema, step)
        count = max(0, int((most - least) / step)) + 1
        found = exact(least + step * (seed * 7919 % count))
        return 0 if isinstance(found, Refused) else found

    def _usual_step(self) -> Decimal:
        return Decimal("0.5")


@lru_cache(maxsize=4096, typed=True)
def _written(value: float, locale: Locale) -> str:
    return str(format_decimal(decimal_of(value), locale=locale, decimal_quantization=False))


def step_of(schema: JsonObject) -> float:
    """Give the step of a field's numbers, 0 if it has none."""
    return max(0, number_in(schema.get("multipleOf")) or 0)


def number_in(value: JsonValue) -> float | None:
    """Give the value if it is a JSON number, which `true` is not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def _is_finite(value: float) -> bool:
    return isinstance(value, int) or math.isfinite(value)


def _limits(schema: JsonObject, step: Decimal) -> tuple[Decimal, Decimal]:
    """Give the least and the greatest multiple of the step that the schema allows."""
    least = _limit(schema, "minimum")
    most = _limit(schema, "maximum")
    if (above := _limit(schema, "exclusiveMinimum")) is not None:
        least = above + step
    if (below := _limit(schema, "exclusiveMaximum")) is not None:
        most = below - step
    if least is None:
        least = min(Decimal(0), most) if most is not None else Decimal(0)
    least = (least / step).to_integral_value(ROUND_CEILING) * step
    return least, most if most is not None else least + 1000 * step


def _limit(schema: JsonObject, keyword: str) -> Decimal | None:
    found = number_in(schema.get(keyword))
    return None if found is None else decimal_of(found)
