"""Finds changes of many records, and what was refused in them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select

from stuga.models import BulkFailure, BulkJob
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.identity.asked_by import own
from stuga.runtime.records.many.commands import Failure


def find_job(job_id: UUID, *, locked: bool = False) -> BulkJob | None:
    """Return a job."""
    wanted = select(BulkJob).where(BulkJob.id == job_id)
    if locked:
        wanted = wanted.with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def own_job(actor: Actor, job_id: UUID, *, locked: bool = False) -> BulkJob:
    """Return a job that the actor asked for; others' are nobody's business.

    :raises NotFoundError: if there is none
    """
    return own(find_job(job_id, locked=locked), actor)


def add_failures(job_id: UUID, failures: Sequence[Failure]) -> None:
    """Keep which records were refused."""
    rows = [
        {
            "job_id": job_id,
            "number": one.number,
            "record_id": one.record_id,
            "code": one.code,
            "errors": {at: dict(why) for at, why in one.errors.items()},
        }
        for one in failures
    ]
    if rows:
        db.session.execute(insert(BulkFailure), rows)


def failures_of(job_id: UUID, *, after: int = 0, limit: int | None = None) -> Sequence[Failure]:
    """Return the records that were refused, in the order of their turns."""
    wanted = (
        select(BulkFailure)
        .where(BulkFailure.job_id == job_id, BulkFailure.number > after)
        .order_by(BulkFailure.number)
        .limit(limit)
    )
    return [
        Failure(number=row.number, record_id=row.record_id, code=row.code, errors=row.errors)  # type: ignore[arg-type]  # as `add_failures` wrote them
        for row in db.session.scalars(wanted)
    ]


def drop_job(job_id: UUID) -> None:
    """Remove a job and what was refused in it."""
    gone = delete(BulkJob).where(BulkJob.id == job_id)
    db.session.execute(gone.execution_options(synchronize_session=False))
