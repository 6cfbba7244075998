"""Takes back exports that tell of a record which is forgotten: at once, not when their day is over.

An export that is being written is waited for; its next slice then reads the record as it is left.
"""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, cast, func, select, update
from sqlalchemy import UUID as SQL_UUID

from stuga.models import ExportJob, ExportPart
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz.actor import system
from stuga.platform.db import db, outbox

REMOVE: Final = "exchange.sweep"
RUNNING: Final = "running"
HELD: Final = (RUNNING, "done")
WITHDRAWN: Final = "withdrawn"


def withdraw(record_ids: Collection[UUID]) -> None:
    """Let nobody fetch a file that tells of these records, and leave the jobs that remove it."""
    if not _wait_for_writers():
        return
    ids = cast([*record_ids], ARRAY(SQL_UUID))
    telling = select(ExportPart.job_id).where(ExportPart.records.op("&&")(ids))
    taken = (
        update(ExportJob)
        .where(ExportJob.id.in_(telling), ExportJob.state.in_(HELD))
        .values(state=WITHDRAWN, ended_at=func.clock_timestamp(), size=0)
        .returning(ExportJob.id, ExportJob.app_key, ExportJob.model)
    )
    rows = db.session.execute(taken.execution_options(synchronize_session=False)).all()
    for job_id, app, model in rows:
        outbox.leave(REMOVE, {"export": str(job_id)})
        detail = Detail(changes={"state": [None, WITHDRAWN]}, personal=())
        target = Target(kind="export", app=app, model=model, id=job_id)
        audit.record(system(), Act.EXPORT_UPDATE, target=target, detail=detail)


def _wait_for_writers() -> bool:
    """Lock what is being written, whose parts may be under way; tell whether any is there."""
    kept = select(ExportJob.id).where(ExportJob.state.in_(HELD)).order_by(ExportJob.id)
    return bool(db.session.scalars(kept.with_for_update()).all())
