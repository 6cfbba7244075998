"""Files come in: looked over, stored, and kept for their sender until a record takes them.

Rows are written in transactions of their own, so that a form which is refused for another reason
loses no file. The row is there before the bytes: whatever is cut off is found and removed.
"""

from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast
from uuid import UUID

from sqlalchemy import select

from stuga.models import File, Outbox
from stuga.models.definition.document import Field
from stuga.models.definition.media import BY_EXTENSION, extension_of
from stuga.models.definition.refusals import Refused
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db, own_transaction
from stuga.platform.errors import NotFoundError
from stuga.platform.pictures.redraw import THUMB_TYPE
from stuga.platform.storage import MissingObjectError, Ticket
from stuga.runtime.files import blobs, limits
from stuga.runtime.files.commands import Announce, Receive
from stuga.runtime.files.limits import WAITS
from stuga.runtime.files.looking import Looked, looked_over, refusal
from stuga.runtime.files.naming import cleaned
from stuga.runtime.records.acting import Acting

SWEEP: Final = "file.sweep"
ARRIVING: Final = "arriving"
STORED: Final = "stored"
IN_MEMORY: Final = 1_000_000


def receive(acting: Acting, command: Receive) -> File:
    """Take a file for a field; return its row.

    :raises InvalidError: at the field, if it is too large or not what the field takes
    :raises StorageUnavailableError: if it cannot be stored, or not be scanned, right now
    :raises TooManyError: if too many files of the sender wait already
    """
    field = limits.file_field(acting, command.field)
    limits.check_waiting(acting, command.holder)
    name, most = cleaned(command.name), limits.most_through_the_web(field)
    with looked_over(field, name, command.content, most=most) as looked:
        row = _row(acting, field, name)
        row.size, row.holder = looked.size, command.holder
        _begin(row, acting.now)
        _store(row, looked)
    _arrived(acting.actor, row, Act.FILE_CREATE)
    return row


def announce(acting: Acting, command: Announce) -> tuple[File, Ticket]:
    """Let a client store a file itself; it is not looked at before it is claimed.

    :raises InvalidError: at the field, if a file of that name or size would not be taken
    """
    field = limits.file_field(acting, command.field)
    limits.check_waiting(acting, None)
    most = limits.most_stored_directly(field)
    if command.size > most:
        raise refusal(field, Refused("file-large", {"megabytes": f"{most / 1_000_000:g}"}))
    row = _row(acting, field, cleaned(command.name))
    row.size = command.size
    _begin(row, acting.now)
    target = target_of(row)
    audit.record(acting.actor, Act.FILE_CREATE, target=target)
    return row, blobs.ticket(row.id, size=command.size)


def claim(acting: Acting, file_id: UUID) -> File:
    """Look over what a client has stored itself, and take it if it is fine.

    :raises NotFoundError: if the actor has announced no such file, or has not stored it yet
    :raises InvalidError: at the field, if it is not taken; it is then gone
    """
    row = _announced(acting, file_id)
    field = limits.file_field(acting, row.field)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
        content = cast("BinaryIO", spooled)
        try:
            with blobs.reading_quarantine(file_id) as pieces:
                content.writelines(pieces)
        except MissingObjectError:
            raise NotFoundError("Nothing has been stored with the ticket yet.") from None
        try:
            with looked_over(field, row.name, content, most=row.size) as looked:
                _store(row, looked)
        finally:
            blobs.empty_quarantine(file_id)
    _arrived(acting.actor, row, Act.FILE_UPDATE)
    return row


def _announced(acting: Acting, file_id: UUID) -> File:
    wanted = select(File).where(
        File.id == file_id,
        File.state == ARRIVING,
        File.app_key == acting.app.key,
        File.model == acting.model.key,
        File.uploaded_by == acting.actor.id,
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFoundError
    db.session.expunge(found)  # it is changed in a transaction of its own
    return found


def _row(acting: Acting, field: Field, name: str) -> File:
    known = BY_EXTENSION.get(extension_of(name))
    return File(
        app_key=acting.app.key,
        model=acting.model.key,
        field=field.key,
        name=name,
        media_type=known.type if known else "application/octet-stream",
        state=ARRIVING,
        created_at=acting.now,
        uploaded_by=acting.actor.id,
    )


def _begin(row: File, now: datetime) -> None:
    """Write the row, and when to look whether a record has taken the file."""
    with own_transaction() as session:
        session.add(row)
        session.flush()  # what follows needs the id, which PostgreSQL makes
        payload: dict[str, str] = {"file": str(row.id)}
        session.add(Outbox(kind=SWEEP, payload={**payload}, next_at=now + WAITS))


def _store(row: File, looked: Looked) -> None:
    blobs.store(row.id, looked.content, media_type=looked.media.type)
    if looked.thumb is not None:
        with looked.thumb.open("rb") as thumb:
            blobs.store_thumb(row.id, thumb, media_type=THUMB_TYPE)
    row.media_type, row.size, row.digest = looked.media.type, looked.size, looked.digest
    row.scan, row.picture = looked.scan, looked.thumb is not None
    row.width, row.height = looked.width, looked.height


def _arrived(actor: Actor, row: File, act: Act) -> None:
    row.state = STORED
    with own_transaction() as session:
        session.add(row)
        audit.record_in(session, actor, act, target=target_of(row))


def target_of(row: File) -> Target:
    """Return a file as the target of an entry: by the record that holds it, never by its name."""
    return Target(
        kind="file",
        app=row.app_key,
        model=row.model,
        id=row.record_id,
        ids=[row.id],
        count=1,
        fields=(row.field,),
    )
