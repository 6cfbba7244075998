"""How long something takes."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Final

from babel import Locale
from babel.units import format_unit

from stuga.models.definition.durations import duration_of, seconds_in
from stuga.models.definition.kinds.base import (
    EQUALITY,
    ORDER,
    PRESENCE,
    Compared,
    Slot,
    text_setting,
)
from stuga.models.definition.kinds.durations_typed import SECONDS, read_duration
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

UNITS: Final = ("hour", "minute", "day")
"""What `x-field.unit` may be: what a number alone counts, and with `day` days are shown."""
_LONGEST: Final = 86_400 * 100_000
_QUARTER: Final = 900


class Duration(TextKind):
    """A length of time, stored as `P1DT2H30M` (ISO 8601, RFC 3339 appendix A; format `duration`).

    Days of 24 hours, hours, minutes and whole seconds, each carried over, so that equal lengths
    are equal texts. Weeks are taken and become days. Months and years are not equally long, and
    are refused: such a period is a text or two dates.
    """

    name = "duration"
    slot: ClassVar[Slot | None] = Slot.NUMBER
    operators = EQUALITY | ORDER | PRESENCE
    compared_as = Compared.DURATION
    inferred = True
    impersonal = True
    json_format = "duration"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": "duration", "x-field": self._named(unit=UNITS[0])}

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        found = read_duration(typed, unit_of(setting.schema), setting.locale)
        if found is None or found > _LONGEST:
            return Refused("duration-invalid")
        return duration_of(found)

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        seconds = seconds_in(value)
        is_sound = seconds is not None and seconds <= _LONGEST
        return None if is_sound else Refused("duration-invalid")

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        seconds = seconds_in(value)
        return value if seconds is None else duration_of(seconds)

    def _text(self, value: str, setting: Setting, /) -> str:
        seconds = seconds_in(value)
        if seconds is None:
            return value
        return " ".join(_counted(seconds, unit_of(setting.schema), setting.locale))

    def _slot(self, value: str, _language: str, /) -> str | float | datetime | None:
        seconds = seconds_in(value)
        return None if seconds is None else float(seconds)

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        step = SECONDS["day"] if unit_of(schema) == "day" else _QUARTER
        return duration_of((1 + seed % 37) * step)


def unit_of(schema: JsonObject) -> str:
    """Give the unit of a duration field."""
    found = text_setting(schema, "unit", UNITS[0])
    return found if found in UNITS else UNITS[0]


def _counted(seconds: int, unit: str, locale: Locale) -> Iterator[str]:
    """Yield `2 h` and `30 min`; nothing at all is none of the field's unit."""
    if not seconds:
        yield str(format_unit(0, f"duration-{unit}", length="short", locale=locale))
    for name in ("day", "hour", "minute", "second"):
        if name == "day" and unit != "day":
            continue
        count, seconds = divmod(seconds, SECONDS[name])
        if count:
            yield str(format_unit(count, f"duration-{name}", length="short", locale=locale))
