"""Finds exports."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from stuga.models import ExportJob, ExportPart
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.identity.asked_by import own


def find_job(job_id: UUID, *, locked: bool = False) -> ExportJob | None:
    """Return an export."""
    wanted = select(ExportJob).where(ExportJob.id == job_id)
    if locked:
        wanted = wanted.with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def own_job(actor: Actor, job_id: UUID, *, locked: bool = False) -> ExportJob:
    """Return an export that the actor asked for; others' are nobody's business.

    :raises NotFoundError: if there is none
    """
    return own(find_job(job_id, locked=locked), actor)


def tell_part(job_id: UUID, number: int, records: Collection[UUID]) -> None:
    """Tell of which records a part holds something; the same number again takes its place."""
    db.session.merge(ExportPart(job_id=job_id, number=number, records=sorted(records)))


def drop_job(job_id: UUID) -> None:
    """Remove an export's row."""
    gone = delete(ExportJob).where(ExportJob.id == job_id)
    db.session.execute(gone.execution_options(synchronize_session=False))
