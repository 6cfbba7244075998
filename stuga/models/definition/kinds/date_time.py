"""Moments: a date and a time of day."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import ClassVar, Final

from babel.dates import format_date

from stuga.models.definition.kinds.base import EQUALITY, ORDER, PRESENCE, Compared, Slot
from stuga.models.definition.kinds.dates_typed import read_moment
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_FORM: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_FIRST_SAMPLE: Final = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


class DateTime(TextKind):
    """A moment, typed and shown in the tenant's time zone, stored as `2026-01-31T07:30:00Z`."""

    name = "date-time"
    grouped = True
    impersonal = True
    methods = frozenset({"generalise"})
    slot: ClassVar[Slot | None] = Slot.DATE
    operators = EQUALITY | ORDER | PRESENCE
    compared_as = Compared.MOMENT
    inferred = True
    json_format = "date-time"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": "date-time"}

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        found = read_moment(typed, setting.locale, setting.zone)
        return found if isinstance(found, Refused) else moment_text(found)

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        return Refused("date-time-invalid") if moment_of(value) is None else None

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        moment = moment_of(value)
        return value if moment is None else moment_text(moment)

    def _text(self, value: str, setting: Setting, /) -> str:
        moment = moment_of(value)
        local = moment and local_of(moment, setting.zone)
        if local is None:
            return value
        day = format_date(local.date(), "medium", locale=setting.locale)
        return f"{day} {local:%H:%M}"

    def _slot(self, value: str, _language: str, /) -> str | float | datetime | None:
        return moment_of(value)

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return moment_text(_FIRST_SAMPLE + timedelta(hours=seed * 37 % 9000))


def moment_of(value: str) -> datetime | None:
    """Give the moment, in UTC, that a date-time with an offset stands for (RFC 3339)."""
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if _FORM.fullmatch(value) else None
    except (ValueError, OverflowError):
        return None


def local_of(moment: datetime, zone: tzinfo) -> datetime | None:
    """Give the zone's wall clock at a moment; `None` where its calendar ends."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return None


def moment_text(moment: datetime) -> str:
    """Write a moment in the one stored form."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
