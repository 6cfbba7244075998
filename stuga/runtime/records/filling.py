"""Makes what stands beside stored records anew, batch by batch; it may be killed anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import Select, update

from stuga.models import Record
from stuga.models.definition.kinds.date_time import moment_of, moment_text
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.derived import all_columns
from stuga.runtime.records.due import UnreadableError
from stuga.runtime.records.queries import Locked, locked_of, locking

ROWS: Final = 500
STRAGGLE: Final = timedelta(minutes=2)
"""Longer than any request lasts that still writes by the version before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Where a back-fill has come to: it goes through a model by id.

    :ivar number: the version that asked for it; None if no slot is waited for
    :ivar since: only records written since by an older version, in the pass that ends it
    """

    model_id: UUID
    after: UUID | None = None
    number: int | None = None
    since: datetime | None = None

    @classmethod
    def read(cls, payload: JsonObject) -> Self:
        after, number = text_at(payload, "after"), payload.get("number")
        return cls(
            model_id=UUID(text_at(payload, "model")),
            after=UUID(after) if after else None,
            number=number if isinstance(number, int) else None,
            since=moment_of(text_at(payload, "since")),
        )

    def payload(self, *, after: UUID | None = None, since: datetime | None = None) -> JsonObject:
        """Return where the next slice begins, for the outbox."""
        since = since or self.since
        return {
            "model": str(self.model_id),
            "after": str(after) if after else None,
            "number": self.number,
            "since": moment_text(since) if since else None,
        }


def locked_rows(place: Slice) -> Sequence[Locked]:
    """Return the next records of a slice, in the trash or not, kept from other writers."""
    wanted: Select[*tuple[Any, ...]] = locking().where(Record.model_id == place.model_id)
    if place.after is not None:
        wanted = wanted.where(Record.id > place.after)
    if place.since is not None:
        wanted = wanted.where(
            Record.updated_at >= place.since, Record.app_version < (place.number or 0)
        )
    return [locked_of(row) for row in db.session.execute(wanted.order_by(Record.id).limit(ROWS))]


def fill(model: LiveModel, rows: Sequence[Locked]) -> None:
    """Make slots, search text and due time anew."""
    _update([{"id": one.record.id, **all_columns(model, one.record, one.erased)} for one in rows])


def reckon(model: LiveModel, rows: Sequence[Locked]) -> None:
    """Make the due time anew, where it is another by now. A broken record is due at once.

    The next run then finds that it cannot be read, and names it.
    """
    due = ((one.record, _due_at(model, one)) for one in rows)
    _update([{"id": one.id, "due_at": moment} for one, moment in due if moment != one.due_at])


def _due_at(model: LiveModel, one: Locked) -> datetime | None:
    try:
        return model.clock.due_at(one.record, one.erased)
    except UnreadableError:
        return one.record.due_at or clock.now()


def _update(changes: list[dict[str, object]]) -> None:
    """Write columns of many records, found by their keys."""
    if changes:
        tenant = current_tenant_id()
        db.session.execute(update(Record), [{"tenant_id": tenant, **one} for one in changes])
