"""Jobs of changes of many records: one slice each, and at last the end of what is told of them."""

from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import BulkJob
from stuga.models.definition.reading import text_at
from stuga.platform import clock
from stuga.platform.identity.asked_by import asked_by
from stuga.platform.identity.notices.kinds import Kind
from stuga.platform.jobs import Job, Queue, task
from stuga.runtime.records.many import queries, service, slices
from stuga.runtime.records.telling import tell_over

__all__: Final = ["change_slice", "forget", "give_up"]


def give_up(job: Job) -> None:
    """Say of a job that it has failed."""
    found = queries.find_job(_id_in(job), locked=True)
    if found is not None and found.state == "running":
        now = clock.now()
        service.interrupt(job.actor, found, now=now)
        _tell(found, now=now)


@task(service.CHANGE, given_up=give_up)
def change_slice(job: Job) -> None:
    """Do one slice and leave the next."""
    found = queries.find_job(_id_in(job), locked=True)
    if found is None or found.state != "running":
        return
    now = clock.now()
    actor = asked_by(found.created_by, job.actor, now=now)
    if actor is None:
        slices.end(found, "failed", now=now, reason="bulk-not-permitted")
    elif slices.next_slice(found, actor, now=now):
        job.again(job.payload)
    _tell(found, now=now)


@task(service.FORGET, queue=Queue.MAINTENANCE)
def forget(job: Job) -> None:
    """Remove what is told of a job."""
    queries.drop_job(_id_in(job))


def _tell(found: BulkJob, *, now: datetime) -> None:
    """Tell whoever asked, once it is over."""
    kinds = {"done": Kind.BULK_DONE, "failed": Kind.BULK_FAILED}
    kind = kinds.get(found.state)
    if kind is not None:
        page = f"bulk/{found.id}"
        tell_over(
            found.created_by, kind, app_key=found.app_key, model=found.model, page=page, now=now
        )


def _id_in(job: Job) -> UUID:
    return UUID(text_at(job.payload, "bulk"))
