"""What a migration took out of records: gone for good once its time is over, or someone says so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.builder.publishing import queries
from stuga.builder.publishing.kinds_of_job import LET_GO
from stuga.models import App, Migration
from stuga.models.definition.reading import texts_at
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor
from stuga.platform.db import outbox
from stuga.runtime.records import migrating_former, migrating_removed

LATER: Final = timedelta(days=1)
"""When what is held is looked at again."""


def confirm(row: Migration, *, now: datetime) -> None:
    """Let everything that a migration has put aside be gone as soon as a job gets to it."""
    row.confirmed_at = now
    migrating_former.let_go(row.id, now=now)
    outbox.leave(LET_GO, {"migration": str(row.id)})


def go_on(actor: Actor, migration_id: UUID, *, now: datetime) -> tuple[JsonObject, datetime] | None:
    """Let some values and records whose time has come be gone everywhere.

    Returns with what and when to go on; None if nothing is left.
    """
    row = queries.find_migration(migration_id)
    if row is None:
        return None
    app = queries.app_with(row.app_id)
    done = list(migrating_former.end(row.id, now=now))
    due = row.ended_at is not None and row.ended_at + migrating_former.KEPT <= now
    removed = texts_at(row.settings, "removed")
    waits = False
    if removed and (due or row.confirmed_at is not None):
        ids = migrating_removed.gone_models(row.app_id, removed)
        purged = migrating_removed.purge(ids)
        done += purged
        waits = bool(purged) or migrating_removed.has_records(ids)
    if done and app is not None:
        _note(actor, app, row, done)
    return _when(row, removed, done, waits=waits, now=now)


def _note(actor: Actor, app: App, row: Migration, done: Sequence[UUID]) -> None:
    target = Target(
        kind="version", app=app.key, version=row.number, id=row.id, ids=done, count=len(done)
    )
    audit.record(actor, Act.MIGRATION_PURGE, target=target)


def _when(
    row: Migration, removed: Sequence[str], done: Sequence[UUID], *, waits: bool, now: datetime
) -> tuple[JsonObject, datetime] | None:
    payload: JsonObject = {"migration": str(row.id)}
    if done:
        return payload, now
    later = [] if not waits else [now + LATER]
    following = migrating_former.next_end(row.id)
    if following is not None:  # what is due by now and still there is held
        later.append(following if following > now else now + LATER)
    if removed and row.confirmed_at is None and row.ended_at is not None:
        whole = row.ended_at + migrating_former.KEPT
        if whole > now:
            later.append(whole)
    return (payload, min(later)) if later else None
