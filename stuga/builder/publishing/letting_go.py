"""What a migration took out of records: gone for good once its time is over, or someone says so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.builder.publishing import queries
from stuga.builder.publishing.kinds_of_job import LET_GO
from stuga.models import App, Migration
from stuga.models.definition.reading import texts_at
from stuga.models.definition.steps import Do, Otherwise, Step
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
    if row is None or row.ended_at is None:
        return None
    app = queries.app_with(row.app_id)
    removed = texts_at(row.settings, "removed")
    done = [*migrating_former.end(row.id, now=now), *_scrubbed(row, now=now)]
    waits = False
    if removed and _is_over(row, now):
        ids = migrating_removed.gone_models(row.app_id, removed)
        purged = migrating_removed.purge(ids)
        done += purged
        waits = bool(purged) or migrating_removed.has_records(ids)
    if done and app is not None:
        _note(actor, app, row, done)
    return _when(row, done, waits=waits, now=now)


def _is_over(row: Migration, now: datetime) -> bool:
    """Tell whether the time in which everything could be brought back is over."""
    kept = row.ended_at is not None and row.ended_at + migrating_former.KEPT > now
    return row.confirmed_at is not None or not kept


def first_end(row: Migration) -> datetime | None:
    """Return when something of what a migration took is to go for the first time."""
    ends = [migrating_former.next_end(row.id)]
    steps = [Step.read(one) for one in row.steps]
    if row.ended_at is not None:
        if any(one.do is Do.REMOVE and one.otherwise is Otherwise.FORGET for one in steps):
            ends.append(row.ended_at)
        if any(one.do in {Do.REMOVE, Do.REMOVE_MODEL} for one in steps):
            ends.append(row.ended_at + migrating_former.KEPT)
    return min((one for one in ends if one is not None), default=None)


def _scrubbed(row: Migration, *, now: datetime) -> Sequence[UUID]:
    """Take removed fields out of histories, also of records that had no value in the end."""
    if row.ended_at is None:
        return ()
    for step in map(Step.read, row.steps):
        over = step.otherwise is Otherwise.FORGET or _is_over(row, now)
        model_id = queries.model_without(row.app_id, step.model, step.field)
        if step.do is Do.REMOVE and over and model_id is not None:
            ids = migrating_former.scrub_removed(model_id, step.field, until=row.ended_at)
            if ids:
                return ids
    return ()


def _note(actor: Actor, app: App, row: Migration, done: Sequence[UUID]) -> None:
    target = Target(
        kind="version", app=app.key, version=row.number, id=row.id, ids=done, count=len(done)
    )
    audit.record(actor, Act.MIGRATION_PURGE, target=target)


def _when(
    row: Migration, done: Sequence[UUID], *, waits: bool, now: datetime
) -> tuple[JsonObject, datetime] | None:
    payload: JsonObject = {"migration": str(row.id)}
    if done:
        return payload, now
    later = [now + LATER] if waits else []
    following = migrating_former.next_end(row.id)
    if following is not None:  # what is due by now and still there is held
        later.append(following if following > now else now + LATER)
    if not _is_over(row, now) and row.ended_at is not None:
        later.append(row.ended_at + migrating_former.KEPT)
    return (payload, min(later)) if later else None
