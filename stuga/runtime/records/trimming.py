"""Takes what was erased of records out of the audit trail's detail; the entries stay.

It reads and deletes as database roles of their own, outside the job's transaction: doing it again
finds nothing more to do.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, select, tuple_

from stuga.models import AuditDetail, AuditEntry, Outbox
from stuga.models.definition.kinds.date_time import moment_of, moment_text
from stuga.models.definition.reading import text_at, texts_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db, outbox, reading_trail, trimming_trail
from stuga.runtime.records.migrating_names import former_names, removed_names

TRIM: Final = "records.trim-trail"
VALUES: Final = ("changes", "personal")
LABEL: Final = "label"
JOBS_AT_ONCE: Final = 50


def leave(
    record_ids: Collection[UUID],
    fields: Collection[str] | None,
    *,
    before: datetime | None = None,
) -> None:
    """Leave a job that takes values out of the trail's detail: of some fields, or all.

    :param before: only what was recorded until then
    """
    outbox.leave(
        TRIM,
        {
            "records": [str(one) for one in record_ids],
            "fields": None if fields is None else [*sorted(fields)],
            "before": None if before is None else moment_text(before),
        },
    )


def trim_waiting(payload: JsonObject) -> None:
    """Do one job, and others of its kind that wait, so that a sweep's many cost as few do."""
    several = [payload, *_taken_along()]
    groups: defaultdict[tuple[tuple[str, ...] | None, str], set[UUID]] = defaultdict(set)
    for one in several:
        fields = None if one.get("fields") is None else texts_at(one, "fields")
        until = text_at(one, "before")
        groups[fields, until].update(UUID(each) for each in texts_at(one, "records"))
    for (fields, until), record_ids in groups.items():
        trim(record_ids, fields, before=moment_of(until))


def _taken_along() -> Sequence[JsonObject]:
    """Take over waiting jobs; one that was sent already finds its row gone, and ends."""
    waiting = (
        select(Outbox.id, Outbox.payload)
        .where(Outbox.kind == TRIM)
        .order_by(Outbox.id)
        .limit(JOBS_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = db.session.execute(waiting).all()
    gone = delete(Outbox).where(Outbox.id.in_([row[0] for row in rows]))
    db.session.execute(gone.execution_options(synchronize_session=False))
    return [row[1] for row in rows]


def trim(
    record_ids: Collection[UUID],
    fields: Collection[str] | None,
    *,
    before: datetime | None = None,
) -> int:
    """Delete the parts that hold values of these fields, or of all; return how many.

    A label may be made of any field, so it always goes. Fields are meant by all the keys they
    have gone by; what retention takes, it takes of fields that are no more as well.
    """
    if fields is not None:
        gone = removed_names(record_ids) if before is None else frozenset()
        fields = {*fields, *gone, *former_names(record_ids, {*fields, *gone})}
    found = [
        (entry_id, part)
        for entry_id, part, value in _parts_about(record_ids, before)
        if fields is None or part == LABEL or _names(value, fields)
    ]
    if found:
        with trimming_trail() as session:
            session.execute(
                delete(AuditDetail)
                .where(tuple_(AuditDetail.entry_id, AuditDetail.part).in_(found))
                .execution_options(synchronize_session=False)
            )
    return len(found)


def _parts_about(
    record_ids: Collection[UUID], before: datetime | None
) -> Sequence[tuple[UUID, str, JsonValue]]:
    wanted = (
        select(AuditDetail.entry_id, AuditDetail.part, AuditDetail.val)
        .join(
            AuditEntry,
            and_(
                AuditEntry.tenant_id == AuditDetail.tenant_id,
                AuditEntry.id == AuditDetail.entry_id,
            ),
        )
        .where(AuditEntry.target_id.in_(record_ids), AuditDetail.part.in_((*VALUES, LABEL)))
    )
    if before is not None:
        wanted = wanted.where(AuditEntry.at <= before)
    with reading_trail() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


def _names(value: JsonValue, fields: Collection[str]) -> bool:
    return isinstance(value, dict) and any(key in value for key in fields)
