"""Jobs of files: sweeping what no record took, removing bytes, and each night's comparison."""

from contextlib import suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

from celery import shared_task
from sqlalchemy import select

from stuga.models import File, FormLink, SavedForm
from stuga.models.definition.reading import text_at, texts_at
from stuga.platform import audit, clock
from stuga.platform.audit import Act
from stuga.platform.authz.actor import system
from stuga.platform.db import db, outbox
from stuga.platform.jobs import Job, Queue, task
from stuga.platform.jobs.broker import FILES
from stuga.platform.jobs.rounds import go_round
from stuga.platform.pictures import reconciling as pictures
from stuga.platform.storage import StorageUnavailableError
from stuga.platform.telemetry import log
from stuga.runtime.files import blobs, reconciling
from stuga.runtime.files.limits import WAITS
from stuga.runtime.files.receiving import SWEEP, target_of
from stuga.runtime.records import attaching

AGAIN_AFTER: Final = timedelta(minutes=5)
KEPT_FORMS: Final = (SavedForm, FormLink)


@task(SWEEP, queue=Queue.MAINTENANCE)
def sweep(job: Job) -> None:
    """Delete a file that no record has taken within a day, and no unfinished form waits with."""
    file_id = UUID(text_at(job.payload, "file"))
    row = db.session.scalar(select(File).where(File.id == file_id, File.record_id.is_(None)))
    if row is not None and _is_in_a_form(row):
        outbox.leave(job.kind, job.payload, not_before=clock.now() + WAITS)
    elif row is not None and attaching.delete_waiting(file_id):
        audit.record(system(), Act.FILE_DELETE, target=target_of(row))


def _is_in_a_form(row: File) -> bool:
    """Tell whether someone keeps a form that names the file, to send it later."""
    pair = [[row.field, str(row.id)]]
    kept = (select(one.typed).where(one.typed.contains(pair)).limit(1) for one in KEPT_FORMS)
    return any(db.session.execute(found).first() is not None for found in kept)


@task(attaching.BLOB_DELETE, queue=Queue.MAINTENANCE)
def remove_bytes(job: Job) -> None:
    """Remove the bytes of files whose rows are gone. However long the storage is away, they go."""
    try:
        for one in texts_at(job.payload, "files"):
            blobs.remove(UUID(one))
    except StorageUnavailableError:
        later = clock.now() + AGAIN_AFTER
        outbox.leave(job.kind, job.payload, not_before=later)


@shared_task(name=FILES, ignore_result=True)
def night() -> None:
    """Compare, in every tenant, what is stored with what is known, and empty the quarantine."""
    # Where the storage is away, the next night may find it.
    with suppress(StorageUnavailableError):
        go_round(lambda _: compare(), ends_at=StorageUnavailableError)


def compare() -> reconciling.Reconciled:
    """Compare one tenant's files, and tell the log of what is not as it should be."""
    now = clock.now()
    unnamed = reconciling.delete_unnamed()
    found = reconciling.reconcile(now)
    emptied = reconciling.empty_quarantine(now)
    strays = pictures.remove_unknown(now)
    if found.missing or found.orphaned or emptied or unnamed or strays:
        log.warning(
            "files.reconciled",
            missing=found.missing,
            orphaned=found.orphaned,
            unclaimed=emptied,
            unnamed=unnamed,
            strays=strays,
            files=[str(one) for one in found.named],
        )
    return found
