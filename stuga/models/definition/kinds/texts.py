"""What the kinds stored as JSON strings share."""

from datetime import datetime
from typing import ClassVar

from stuga.models.definition.kinds.base import EQUALITY, MATCH, PRESENCE, Slot
from stuga.models.definition.kinds.typed import TypedKind, cleaned
from stuga.models.definition.refusals import Refused
from stuga.models.definition.sortkeys import sort_key
from stuga.models.definition.storable import is_broken
from stuga.models.json import JsonObject, JsonValue


class TextKind(TypedKind[str]):
    """A kind stored as a JSON string."""

    json_type = "string"
    json_format: ClassVar[str | None] = None
    slot: ClassVar[Slot | None] = Slot.TEXT
    operators = EQUALITY | MATCH | PRESENCE

    def _typed(self, value: JsonValue, /) -> str | None:
        return value if isinstance(value, str) else None

    def _suits(self, schema: JsonObject, /) -> bool:
        is_open = "oneOf" not in schema and "enum" not in schema
        return is_open and schema.get("format") == self.json_format

    def problem(self, value: JsonValue, schema: JsonObject) -> Refused | None:
        if isinstance(value, str) and is_broken(value):
            return Refused("text-broken")
        return super().problem(value, schema)

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        whole = cleaned(value)
        return value if isinstance(whole, Refused) else whole

    def _slot(self, value: str, language: str, /) -> str | float | datetime | None:
        return sort_key(value, language) if self.slot else None
