"""The outbox: jobs that are sent once the change that asked for them is committed."""

from datetime import datetime
from uuid import UUID

from stuga.models import Outbox
from stuga.models.json import JsonObject
from stuga.platform.db.session import db
from stuga.platform.db.unit_of_work import LEFT


def leave(
    kind: str,
    payload: JsonObject,
    *,
    person_id: UUID | None = None,
    not_before: datetime | None = None,
) -> None:
    """Leave a job for the relay. `payload` holds ids and cursors only; it may be sent twice."""
    row = Outbox(kind=kind, payload=payload, person_id=person_id)
    if not_before is not None:
        row.next_at = not_before
    db.session.add(row)
    db.session.info[LEFT] = True
