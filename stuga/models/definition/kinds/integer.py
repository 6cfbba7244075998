"""Whole numbers."""

from decimal import Decimal
from typing import Final

from stuga.models.definition.kinds.number import NumberKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_UNGROUPED: Final = 10_000


class Integer(NumberKind):
    """A whole number, at most 15 digits long so that every engine has it exactly."""

    name = "integer"
    names_records = True
    grouped = True
    inferred = True
    json_type = "integer"

    def new_schema(self) -> JsonObject:
        return {"type": "integer"}

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        found = super()._read(typed, setting)
        return Refused("number-not-whole") if isinstance(found, float) else found

    def _text(self, value: float, setting: Setting, /) -> str:
        # A number of four digits is often a year, which nobody groups.
        return str(value) if abs(value) < _UNGROUPED else super()._text(value, setting)

    def _usual_step(self) -> Decimal:
        return Decimal(1)
