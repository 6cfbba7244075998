"""Compares what is stored with what is known and what is named, and tells of what differs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from stuga.models import File
from stuga.platform.db import db
from stuga.platform.storage import Bucket, storage
from stuga.runtime.files import blobs
from stuga.runtime.files.receiving import STORED
from stuga.runtime.records import attaching

ROWS: Final = 1_000
MOST_NAMED: Final = 20
QUARANTINED: Final = timedelta(days=1)
YOUNG: Final = timedelta(hours=1)


@dataclass(slots=True)
class Reconciled:
    """How many are fine, and the first of those that are not.

    :ivar missing: files that are known and not stored
    :ivar orphaned: bytes that are stored and that nothing knows
    """

    fine: int = 0
    missing: int = 0
    orphaned: int = 0
    named: list[UUID] = field(default_factory=list)

    def tell(self, file_id: UUID) -> None:
        if len(self.named) < MOST_NAMED:
            self.named.append(file_id)


def reconcile(now: datetime) -> Reconciled:
    """Walk through both in the order of ids. What has come within the hour may still arrive."""
    found = Reconciled()
    stored = {one: at.at for one, at in blobs.stored_files()}
    for file_id, state in _known():
        if stored.pop(file_id, None) is not None:
            found.fine += 1
        elif state == STORED:
            found.missing += 1
            found.tell(file_id)
    for file_id, at in stored.items():
        if at < now - YOUNG:
            found.orphaned += 1
            found.tell(file_id)
    return found


def _known() -> Iterator[tuple[UUID, str]]:
    last: UUID | None = None
    while True:
        wanted = select(File.id, File.state).order_by(File.id).limit(ROWS)
        rows = db.session.execute(wanted if last is None else wanted.where(File.id > last)).all()
        yield from ((row[0], row[1]) for row in rows)
        if len(rows) < ROWS:
            return
        last = rows[-1][0]


def delete_unnamed() -> int:
    """Delete files that no value of their records names; return how many.

    A version that forgets a field leaves such files behind.
    """
    gone, last = 0, UUID(int=0)
    while True:
        wanted = (
            select(File.record_id)
            .where(File.record_id > last)
            .distinct()
            .order_by(File.record_id)
            .limit(ROWS)
        )
        record_ids = [one for one in db.session.scalars(wanted) if one is not None]
        if not record_ids:
            return gone
        gone += attaching.delete_unnamed(record_ids)
        last = record_ids[-1]


def empty_quarantine(now: datetime) -> int:
    """Remove what clients stored themselves and did not claim within a day; return how many."""
    gone = 0
    for one in storage().listed(Bucket.QUARANTINE, ""):
        if one.at < now - QUARANTINED:
            storage().delete(Bucket.QUARANTINE, one.name)
            gone += 1
    return gone
