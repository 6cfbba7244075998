"""Jobs of imports: one batch each, and at last the end of what was left lying."""

from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import ImportJob
from stuga.models.definition.reading import text_at
from stuga.platform import clock
from stuga.platform.identity.asked_by import asked_by
from stuga.platform.identity.notices.kinds import Kind
from stuga.platform.jobs import Job, task
from stuga.runtime.exchange import batches, queries, steering
from stuga.runtime.exchange.kinds_of_job import FORGET, IMPORT, KEPT, UNTOUCHED
from stuga.runtime.records.telling import tell_over

UNDER_WAY: Final = frozenset({"running", "trying"})
__all__: Final = ["forget", "give_up", "import_batch"]


def give_up(job: Job) -> None:
    """Say of an import that it has failed; whoever asked for it may let it go on."""
    found = queries.find_job(_id_in(job), locked=True)
    if found is not None and found.state in UNDER_WAY:
        now, is_trial = clock.now(), found.state == "trying"
        steering.interrupt(job.actor, found, now=now)
        if is_trial:
            _tell_of(found, Kind.TRIAL_FAILED, now=now)
        _tell(found, now=now)


@task(IMPORT, given_up=give_up)
def import_batch(job: Job) -> None:
    """Import one batch and leave the next. What was interrupted has left nothing behind."""
    found = queries.find_job(_id_in(job), locked=True)
    if found is None or found.state not in UNDER_WAY:
        return
    now = clock.now()
    actor = asked_by(found.created_by, job.actor, now=now)
    if actor is None:
        batches.end(found, "failed", now=now, reason="not-permitted")
    elif batches.next_batch(found, actor, now=now):
        job.again(job.payload)
    _tell(found, now=now)


@task(FORGET)
def forget(job: Job) -> None:
    """Empty a file that nobody goes on with; remove an import once its time is over."""
    found = queries.find_job(_id_in(job), locked=True)
    if found is None:
        return
    now = clock.now()
    if found.created_at + KEPT <= now:
        queries.drop_job(found.id)
    elif found.state in {"uploaded", "tried", "trying"}:
        batches.end(found, "cancelled", now=now)
    elif found.ended_at and found.ended_at + UNTOUCHED <= now:
        _let_go(found, now=now)


def _let_go(found: ImportJob, *, now: datetime) -> None:
    """Empty what has rested, or been interrupted, for too long."""
    if found.state == "paused":
        batches.end(found, "cancelled", now=now)
    elif found.state == "failed":
        found.content = None


def _tell(found: ImportJob, *, now: datetime) -> None:
    """Tell whoever asked, once it is over."""
    kinds = {"done": Kind.IMPORT_DONE, "failed": Kind.IMPORT_FAILED}
    kind = kinds.get(found.state)
    if kind is not None:
        _tell_of(found, kind, now=now)


def _tell_of(found: ImportJob, kind: Kind, *, now: datetime) -> None:
    page = f"import/{found.id}"
    tell_over(found.created_by, kind, app_key=found.app_key, model=found.model, page=page, now=now)


def _id_in(job: Job) -> UUID:
    return UUID(text_at(job.payload, "import"))
