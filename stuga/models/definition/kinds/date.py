"""Calendar dates."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Final

from babel.dates import format_date

from stuga.models.definition.kinds.base import EQUALITY, ORDER, PRESENCE, Compared, Slot
from stuga.models.definition.kinds.dates_typed import read_date
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_FORM: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_SAMPLE: Final = date(2026, 1, 5)


class Date(TextKind):
    """A calendar date without a time, stored as `2026-01-31`."""

    name = "date"
    names_records = True
    grouped = True
    impersonal = True
    methods = frozenset({"generalise"})
    slot: ClassVar[Slot | None] = Slot.DATE
    operators = EQUALITY | ORDER | PRESENCE
    compared_as = Compared.DATE
    inferred = True
    json_format = "date"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": "date"}

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        found = read_date(typed, setting.locale)
        return Refused("date-invalid") if found is None else found.isoformat()

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        return Refused("date-invalid") if date_of(value) is None else None

    def _text(self, value: str, setting: Setting, /) -> str:
        day = date_of(value)
        return value if day is None else str(format_date(day, "medium", locale=setting.locale))

    def _slot(self, value: str, _language: str, /) -> str | float | datetime | None:
        day = date_of(value)
        return None if day is None else datetime.combine(day, time.min, UTC)

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return (_FIRST_SAMPLE + timedelta(days=seed * 17 % 700)).isoformat()


def date_of(value: str) -> date | None:
    """Give the date that a stored `2026-01-31` stands for; other forms are not dates."""
    try:
        return date.fromisoformat(value) if _FORM.fullmatch(value) else None
    except ValueError:
        return None
