"""Takes what was erased of records out of the audit trail's detail; the entries stay.

It reads and deletes as database roles of their own, outside the job's transaction: doing it again
finds nothing more to do.
"""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, select, tuple_

from stuga.models import AuditDetail, AuditEntry
from stuga.models.json import JsonValue
from stuga.platform.db import reading_trail, trimming_trail

VALUES: Final = ("changes", "personal")
LABEL: Final = "label"


def trim(record_ids: Collection[UUID], fields: Collection[str] | None) -> int:
    """Delete the parts that hold values of these fields, or of all; return how many.

    A label may be made of any field, so it always goes.
    """
    gone = [
        (entry_id, part)
        for entry_id, part, value in _parts_about(record_ids)
        if fields is None or part == LABEL or _names(value, fields)
    ]
    if gone:
        with trimming_trail() as session:
            session.execute(
                delete(AuditDetail)
                .where(tuple_(AuditDetail.entry_id, AuditDetail.part).in_(gone))
                .execution_options(synchronize_session=False)
            )
    return len(gone)


def _parts_about(record_ids: Collection[UUID]) -> Sequence[tuple[UUID, str, JsonValue]]:
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
    with reading_trail() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


def _names(value: JsonValue, fields: Collection[str]) -> bool:
    return isinstance(value, dict) and any(key in value for key in fields)
