"""Which field takes files, how large they may be, and how many may wait for a record."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from stuga.models import File
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.attached import FILE_KINDS, most_bytes
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError, NotPermittedError, TooManyError
from stuga.platform.identity.request import settings
from stuga.runtime.records.acting import Acting

WAITS: Final = timedelta(days=1)
MOST_WAITING: Final = 200
MOST_WAITING_BYTES: Final = 1_000_000_000
LARGEST: Final = 200_000_000
"""What a client stores itself may be larger than what comes through the web, but not this large."""


def file_field(acting: Acting, key: str) -> Field:
    """Return the field for which someone may send files: to make a record, or to change one.

    :raises NotFoundError: if the model, or the form, has no such field
    :raises NotPermittedError: if nothing opens it to the actor
    """
    found = acting.model.view.fields.get(key)
    is_asked = acting.screen is None or key in acting.screen.field_keys
    if found is None or found.kind.name not in FILE_KINDS or not is_asked:
        raise NotFoundError
    if not any(acting.rights.whole_fields(verb).allow(key) for verb in ("create", "update")):
        raise NotPermittedError(permission="record.update")
    return found


def most_through_the_web(field: Field) -> int:
    """Return how large a file may be that comes with a request."""
    return min(most_bytes(field.schema), settings().max_upload)


def most_stored_directly(field: Field) -> int:
    """Return how large a file may be that a client stores itself."""
    return min(most_bytes(field.schema), LARGEST)


def check_waiting(acting: Acting, holder: bytes | None) -> None:
    """Refuse more files while many wait that no record has taken.

    :raises TooManyError: if they are too many, or too large
    """
    count, size = _waiting(acting, holder, since=acting.now - WAITS)
    if count >= MOST_WAITING or size >= MOST_WAITING_BYTES:
        words = "Save the record that the files are for, or wait until tomorrow."
        raise TooManyError(words, seconds=int(WAITS.total_seconds()))


def _waiting(acting: Acting, holder: bytes | None, *, since: datetime) -> tuple[int, int]:
    mine = File.uploaded_by == acting.actor.id if acting.actor.signed_in else File.holder == holder
    wanted = select(func.count(), func.coalesce(func.sum(File.size), 0)).where(
        File.record_id.is_(None), File.created_at > since, mine
    )
    row = db.session.execute(wanted).one()
    return int(row[0]), int(row[1])
