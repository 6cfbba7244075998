"""Imports on their way: sent off, paused, stopped, let go on. Their row is what all look at."""

from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import ImportJob
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import outbox
from stuga.platform.errors import ConflictError
from stuga.runtime.exchange import batches, keys, plans, queries
from stuga.runtime.exchange.kinds_of_job import FORGET, IMPORT, UNTOUCHED
from stuga.runtime.records.acting import acting_in
from stuga.runtime.records.commands import InModel

GIVEN_UP: Final = "given-up"
NOTHING_PERSONAL: Final[frozenset[str]] = frozenset()
_STOPPED: Final = frozenset({"uploaded", "tried", "running", "paused"})


def set_out(job: ImportJob, state: str) -> None:
    """Let a file stand at its beginning, as if it had never been looked at."""
    job.state, job.ended_at, job.done = state, None, 0
    job.created_count = job.updated_count = job.unchanged_count = job.failed_count = 0
    queries.drop_keys(job.id)
    queries.drop_failures(job.id)


def send_off(actor: Actor, job: ImportJob) -> None:
    """Leave the job that does the next batch, if none is on its way."""
    if not queries.is_on_its_way(job.id):
        outbox.leave(IMPORT, {"import": str(job.id)}, person_id=actor.person_id)


def cancel(actor: Actor, job_id: UUID, *, now: datetime) -> ImportJob:
    """Stop an import after the batch it is at; what has been imported stays.

    A trial is stopped so too, and its file waits as before.
    """
    job = queries.own_job(actor, job_id, locked=True)
    before = job.state
    if before == "trying":
        set_out(job, "uploaded")
    elif before in _STOPPED:
        batches.end(job, "cancelled", now=now)
    note_state(actor, job, before)
    return job


def pause(actor: Actor, job_id: UUID, *, now: datetime) -> ImportJob:
    """Let an import rest after the batch it is at; its file is kept for a day, to go on.

    :raises ConflictError: if it does not run
    """
    job = queries.own_job(actor, job_id, locked=True)
    before = job.state
    if before not in {"running", "paused"}:
        raise ConflictError("Only an import that runs can be paused.")
    if before == "running":
        job.state, job.ended_at = "paused", now
        outbox.leave(FORGET, {"import": str(job.id)}, not_before=now + UNTOUCHED)
    note_state(actor, job, before)
    return job


def interrupt(actor: Actor, job: ImportJob, *, now: datetime) -> None:
    """End an import that errors keep from going on; its file is kept for a while, to resume."""
    before = job.state
    if before == "trying":
        set_out(job, "uploaded")
    else:
        job.state, job.ended_at = "failed", now
        outbox.leave(FORGET, {"import": str(job.id)}, not_before=now + UNTOUCHED)
    job.settings = {**job.settings, "reason": GIVEN_UP}
    note_state(actor, job, before)


def resume(actor: Actor, job_id: UUID, *, now: datetime) -> ImportJob:
    """Go on with an import that rests or was interrupted, from the row it had come to.

    :raises ConflictError: if it does neither, or its file is gone by now
    """
    job = queries.own_job(actor, job_id, locked=True)
    if not may_resume(job):
        raise ConflictError("The import cannot go on. Choose the file once more.")
    acting = acting_in(actor, InModel(app=job.app_key, model=job.model or "", now=now))
    keys.require_any(acting.rights, keys.verbs(plans.read(job.settings).key))
    before = job.state
    job.state, job.ended_at = "running", None
    job.settings = {**job.settings, "reason": ""}
    send_off(actor, job)
    note_state(actor, job, before)
    return job


def may_resume(job: ImportJob) -> bool:
    """Tell whether an import rests or has been interrupted, and its file is still there."""
    return job.state in {"failed", "paused"} and queries.has_content(job.id)


def target_of(job: ImportJob) -> Target:
    """Return an import as the target of an entry."""
    return Target(
        kind="import", app=job.app_key or None, model=job.model, id=job.id, count=job.total
    )


def note_state(actor: Actor, job: ImportJob, before: str) -> None:
    """Leave the entry of an import that has come from one state to another."""
    detail = Detail(changes={"state": [before, job.state]}, personal=NOTHING_PERSONAL)
    audit.record(actor, Act.IMPORT_UPDATE, target=target_of(job), detail=detail)
