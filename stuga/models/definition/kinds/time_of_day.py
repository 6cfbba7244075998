"""Times of day."""

from datetime import datetime
from typing import ClassVar

from stuga.models.definition.kinds.base import EQUALITY, ORDER, PRESENCE, Compared, Slot
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.times_typed import clock_of, read_time
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue


class TimeOfDay(TextKind):
    """A time of day without date or zone, stored as `08:30:00` (RFC 3339 `partial-time`).

    JSON Schema's own format `time` demands an offset; `time-local` is the name that the OpenAPI
    format registry has for this one. Whole seconds only, and no `24:00`.
    """

    name = "time"
    slot: ClassVar[Slot | None] = Slot.NUMBER
    operators = EQUALITY | ORDER | PRESENCE
    compared_as = Compared.TIME
    inferred = True
    impersonal = True
    json_format = "time-local"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": self.json_format}

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        found = read_time(typed)
        return Refused("time-invalid") if found is None else found.isoformat()

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        return Refused("time-invalid") if clock_of(value) is None else None

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        found = clock_of(value)
        return value if found is None else found.isoformat()

    def _text(self, value: str, _setting: Setting, /) -> str:
        return value.removesuffix(":00") if clock_of(value) and value.count(":") > 1 else value

    def _slot(self, value: str, _language: str, /) -> str | float | datetime | None:
        found = clock_of(value)
        return (
            None if found is None else float(found.hour * 3600 + found.minute * 60 + found.second)
        )

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return f"{7 + seed * 5 % 12:02}:{seed * 15 % 60:02}:00"
