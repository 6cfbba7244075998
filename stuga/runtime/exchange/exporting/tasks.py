"""Jobs of exports: one slice each, and at last the end of what was kept a day."""

from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import ExportJob
from stuga.models.definition.reading import text_at
from stuga.platform import clock
from stuga.platform.db import outbox
from stuga.platform.identity.asked_by import asked_by
from stuga.platform.identity.notices.kinds import Kind
from stuga.platform.jobs import Job, Queue, task
from stuga.platform.storage import StorageUnavailableError
from stuga.runtime.exchange.exporting import blobs, queries, service, slices
from stuga.runtime.exchange.kinds_of_job import EXPORT, EXPORT_KEPT, SWEEP, SWEEP_AGAIN
from stuga.runtime.records.telling import tell_over

__all__: Final = ["export_slice", "give_up", "sweep"]


def give_up(job: Job) -> None:
    """Say of an export that it has failed."""
    found = queries.find_job(_id_in(job), locked=True)
    if found is not None and found.state == "running":
        now = clock.now()
        service.interrupt(job.actor, found, now=now)
        _tell(found, now=now)


@task(EXPORT, given_up=give_up)
def export_slice(job: Job) -> None:
    """Write one slice and leave the next."""
    found = queries.find_job(_id_in(job), locked=True)
    if found is None or found.state != "running":
        return
    now = clock.now()
    actor = asked_by(found.created_by, job.actor, now=now)
    if actor is None:
        slices.end(found, "failed", now=now, reason="export-not-permitted")
    elif slices.next_slice(found, actor, now=now):
        job.again(job.payload)
    if found.state == "failed":
        outbox.leave(SWEEP, job.payload)
    _tell(found, now=now)


@task(SWEEP, queue=Queue.MAINTENANCE)
def sweep(job: Job) -> None:
    """Remove what is stored of an export that is over; its row too, once its day is."""
    job_id, now = _id_in(job), clock.now()
    try:
        blobs.remove(job_id)
    except StorageUnavailableError:  # however long the storage is away, it goes
        outbox.leave(SWEEP, job.payload, not_before=now + SWEEP_AGAIN)
        return
    found = queries.find_job(job_id, locked=True)
    if found is not None and found.created_at + EXPORT_KEPT <= now:
        queries.drop_job(job_id)


def _tell(found: ExportJob, *, now: datetime) -> None:
    """Tell whoever asked, once it is over."""
    kinds = {"done": Kind.EXPORT_DONE, "failed": Kind.EXPORT_FAILED}
    kind = kinds.get(found.state)
    if kind is not None:
        page = f"export/{found.id}"
        tell_over(
            found.created_by, kind, app_key=found.app_key, model=found.model, page=page, now=now
        )


def _id_in(job: Job) -> UUID:
    return UUID(text_at(job.payload, "export"))
