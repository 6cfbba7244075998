"""Query arguments become a filter; entries become JSON."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, pre_load
from marshmallow.validate import OneOf, Range

from stuga.models.json import JsonObject
from stuga.platform.audit import Act, Op, Outcome
from stuga.platform.audit.entry import moment
from stuga.platform.audit.queries import Entry, Wanted
from stuga.platform.web.paging import DEFAULT_LIMIT, MAX_LIMIT

VIAS: Final = ("page", "api", "job", "import", "cli")
_DAY: Final = len("2026-01-31")
_NONE: Final[dict[str, Any]] = {"load_default": None}


@dataclass(frozen=True, slots=True)
class ReadTrail:
    """A page of the trail that was asked for."""

    wanted: Wanted
    cursor: str
    limit: int


class TrailSchema(Schema):
    """The filter of the trail. A day begins, and as an end is over, in the tenant's zone."""

    class Meta:
        unknown = RAISE

    since = fields.String(data_key="from", **_NONE)
    until = fields.String(data_key="to", **_NONE)
    action = fields.String(validate=OneOf([act.value for act in Act]), **_NONE)
    op = fields.String(validate=OneOf([op.value for op in Op]), **_NONE)
    outcome = fields.String(validate=OneOf([each.value for each in Outcome]), **_NONE)
    app = fields.String(**_NONE)
    model = fields.String(**_NONE)
    via = fields.String(validate=OneOf(VIAS), **_NONE)
    target_id = fields.UUID(data_key="target", **_NONE)
    person_id = fields.UUID(data_key="person", **_NONE)
    cursor = fields.String(load_default="")
    limit = fields.Integer(validate=Range(1, MAX_LIMIT), load_default=DEFAULT_LIMIT)

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.zone = ZoneInfo(zone)

    @pre_load
    def without_empty(self, given: dict[str, str], **_: object) -> dict[str, str]:
        """Leave out what a form sends of its empty fields."""
        return {name: value for name, value in given.items() if value != ""}

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> ReadTrail:
        """Return the filter, the cursor and the limit."""
        cursor, limit = loaded.pop("cursor"), loaded.pop("limit")
        since, until = loaded.pop("since"), loaded.pop("until")
        return ReadTrail(
            Wanted(
                since=self._moment(since, "from", days=0) if since else None,
                until=self._moment(until, "to", days=1) if until else None,
                **loaded,
            ),
            cursor,
            limit,
        )

    def _moment(self, typed: str, name: str, *, days: int) -> datetime:
        """Return a moment; a day alone begins at midnight, and so many days later."""
        try:
            read = datetime.fromisoformat(typed.replace(" ", "+"))
            if len(typed) == _DAY:
                day = read.date() + timedelta(days=days)
                return datetime.combine(day, time(), self.zone).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError("Not a day or a moment, such as 2026-01-31.", name) from None
        if read.tzinfo is None:
            raise ValidationError("Add the offset from UTC, as 2026-01-31T12:00Z does.", name)
        return read.astimezone(UTC)


def entry_as_json(entry: Entry) -> JsonObject:
    """Return an entry with what is left of its detail."""
    target: UUID | None = entry.target_id
    return {
        "id": str(entry.id),
        "at": moment(entry.at),
        "stream": entry.stream,
        "action": entry.action,
        "op": entry.op,
        "outcome": entry.outcome,
        "via": entry.via,
        "app": entry.app,
        "model": entry.model,
        "target_id": str(target) if target else None,
        "target": entry.envelope.get("target"),
        "detail": entry.parts,
    }
