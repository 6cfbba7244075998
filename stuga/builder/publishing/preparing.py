"""Goes on with a migration in the background, batch by batch; it may be killed anywhere.

First every record, then once more what was changed meanwhile, then everything is put in place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from stuga.builder.publishing import going_live, queries
from stuga.builder.publishing.kinds_of_job import PREPARE
from stuga.builder.publishing.migrations import works_for
from stuga.models import App, Migration
from stuga.models.definition.kinds.date_time import moment_of, moment_text
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor, ActorKind, Permission, may
from stuga.platform.db import outbox
from stuga.runtime.records import migrating
from stuga.runtime.records.filling import STRAGGLE
from stuga.runtime.records.migrating import Prepared, Work

PREPARING, FAILED, CANCELLED = "preparing", "failed", "cancelled"
NOT_CONVERTED: Final = "not-converted"


class Pass(StrEnum):
    """What is gone through: all records, those changed meanwhile, or nothing more."""

    ALL = "all"
    LATE = "late"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a migration has come.

    :ivar model: key of the model that is gone through; '' for the first
    :ivar since: only records changed since are looked at
    :ivar then: the moment from which on changes have not been looked at by this pass
    """

    migration_id: UUID
    now_in: Pass = Pass.ALL
    model: str = ""
    after: UUID | None = None
    since: datetime | None = None
    then: datetime | None = None

    @classmethod
    def read(cls, payload: JsonObject) -> Self:
        after = text_at(payload, "after")
        return cls(
            migration_id=UUID(text_at(payload, "migration")),
            now_in=Pass(text_at(payload, "pass")),
            model=text_at(payload, "model"),
            after=UUID(after) if after else None,
            since=moment_of(text_at(payload, "since")),
            then=moment_of(text_at(payload, "then")),
        )

    def payload(self) -> JsonObject:
        """Return where the next batch begins, for the outbox."""
        return {
            "migration": str(self.migration_id),
            "pass": self.now_in.value,
            "model": self.model,
            "after": str(self.after) if self.after else None,
            "since": moment_text(self.since) if self.since else None,
            "then": moment_text(self.then) if self.then else None,
        }


def begin(actor: Actor, row: Migration) -> None:
    """Leave the job that goes on with a migration."""
    payload = Place(migration_id=row.id).payload()
    outbox.leave(PREPARE, payload, person_id=actor.person_id)


def go_on(actor: Actor, place: Place, *, now: datetime) -> Place | None:
    """Prepare the next records, or put everything in place; return where to go on.

    None if it is over. What is written here and how far it came are kept together or not at all.
    """
    row = queries.find_migration(place.migration_id)
    if row is None or row.state != PREPARING:
        return None
    app = queries.app_with(row.app_id, locked=place.now_in is Pass.SWITCH)
    if app is None:
        end(row, (), FAILED, now=now, reason="app-gone")
        return None
    works = works_for(app, row)
    if not _may_go_on(actor):
        end(row, works, FAILED, now=now, reason="not-permitted")
        return None
    if place.now_in is Pass.SWITCH or not works:
        since = place.then or row.asked_at - STRAGGLE
        going_live.go_live(actor, app, row, works, since=since, now=now)
        return None
    return _batch(row, works, place, now=now)


def _may_go_on(actor: Actor) -> bool:
    """Tell whether whoever asked may still publish; a service's jobs are the system's own."""
    return actor.kind is ActorKind.SYSTEM or may(actor, Permission.APP_PUBLISH)


def _batch(row: Migration, works: Sequence[Work], place: Place, *, now: datetime) -> Place | None:
    work = next((one for one in works if place.model in {"", one.after.key}), works[0])
    done = migrating.prepare(work, after=place.after, since=place.since)
    if done.refused:
        reason = f"{NOT_CONVERTED}:{work.after.key}.{min(done.refused)}"
        end(row, works, FAILED, now=now, reason=reason)
        return None
    if place.now_in is Pass.ALL:
        row.done = min(row.done + done.rows, row.total)
    return _next(row, works, replace(place, model=work.after.key), done, now=now)


def _next(
    row: Migration, works: Sequence[Work], place: Place, done: Prepared, *, now: datetime
) -> Place:
    """Go on in the model, at the next one, or with the next pass."""
    keys = [one.after.key for one in works]
    if done.rows == migrating.ROWS:
        return replace(place, after=done.last)
    later = keys[keys.index(place.model) + 1 :]
    if later:
        return replace(place, model=later[0], after=None)
    if place.now_in is Pass.LATE:
        return replace(place, now_in=Pass.SWITCH, model="", after=None, since=None)
    # Some of what is written now was begun before, and is dated so.
    since, then = row.asked_at - STRAGGLE, now - STRAGGLE
    return replace(place, now_in=Pass.LATE, model=keys[0], after=None, since=since, then=then)


def end(
    row: Migration, works: Sequence[Work], state: str, *, now: datetime, reason: str = ""
) -> None:
    """End a migration that leads nowhere: the version before serves on, unchanged."""
    row.state, row.reason, row.ended_at, row.document = state, reason, now, {}
    migrating.abandon(row.id, [one.model_id for one in works])


def cancel(app: App, row: Migration, *, now: datetime) -> None:
    """End a migration because someone wants it no more."""
    end(row, works_for(app, row), CANCELLED, now=now)
