"""Who may have a file: who may read its field in its record, or has just sent it."""

import hmac
from typing import Final
from uuid import UUID

from sqlalchemy import select

from stuga.models import File
from stuga.platform import audit
from stuga.platform.audit import Act
from stuga.platform.authz import Actor
from stuga.platform.crypto import Purpose, ring
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError, NotSignedInError
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.files.commands import OpenFile
from stuga.runtime.files.receiving import STORED, target_of
from stuga.runtime.records import attaching, queries
from stuga.runtime.records.definitions import live_as_found
from stuga.runtime.records.rights import rights_or_none

NO_BROWSER: Final = ""


def holder_of(secret: str) -> bytes | None:
    """Return what tells a stranger's browser from others; None where there is nothing to tell."""
    if secret == NO_BROWSER:
        return None
    return ring().mac(Purpose.FILE, secret.encode(), current_tenant_id())


def holder_signed_in(person: UUID) -> bytes:
    """Return what tells a person from every browser, of whose secrets none has such a name."""
    return ring().mac(Purpose.FILE, b"\0person " + person.bytes, current_tenant_id())


def open_file(actor: Actor, command: OpenFile) -> File:
    """Return the row of a file that the actor may have, and leave the entry of it.

    :raises NotFoundError: if there is none, or not for the actor
    :raises NotSignedInError: if a stranger asks for what is not their own
    """
    row = db.session.scalar(
        select(File).where(File.id == command.id, File.app_key == command.app, File.state == STORED)
    )
    if row is None or not may_have(actor, row, command):
        raise NotFoundError if actor.signed_in else NotSignedInError
    if command.thumb and not row.picture:
        raise NotFoundError
    audit.record(actor, Act.FILE_READ, target=target_of(row))
    return row


def may_have(actor: Actor, row: File, command: OpenFile) -> bool:
    """Tell whether a file is open to the actor."""
    if row.record_id is None:
        return is_own(actor, row, command.holder)
    return actor.signed_in and _may_read(actor, row.id, row.record_id, command)


def is_own(actor: Actor, row: File, holder: bytes | None) -> bool:
    """Tell whether the actor has sent a file that no record has taken yet."""
    if actor.signed_in:
        return row.uploaded_by == actor.id
    if row.uploaded_by is not None or row.holder is None or holder is None:
        return False
    return hmac.compare_digest(row.holder, holder)


def _may_read(actor: Actor, file_id: UUID, record_id: UUID, command: OpenFile) -> bool:
    """Tell whether the actor may read the field that names the file, whatever it is called now."""
    try:
        app = live_as_found(command.app)
        record = queries.get_live_record(record_id)
    except NotFoundError:
        return False
    model = app.model_with(record.model_id)
    if model is None:
        return False
    readable = rights_or_none(actor, app, model.key, now=command.now).readable(record)
    field = attaching.named_in(attaching.file_fields(model), record.data).get(file_id)
    return readable is not None and field is not None and readable.allow(field)
