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
from stuga.runtime.records import queries
from stuga.runtime.records.acting import acting_in
from stuga.runtime.records.commands import InModel

NO_BROWSER: Final = ""


def holder_of(secret: str) -> bytes | None:
    """Return what tells a stranger's browser from others; None where there is nothing to tell."""
    if secret == NO_BROWSER:
        return None
    return ring().mac(Purpose.FILE, secret.encode(), current_tenant_id())


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
    return actor.signed_in and _may_read(actor, row, row.record_id, command)


def is_own(actor: Actor, row: File, holder: bytes | None) -> bool:
    """Tell whether the actor has sent a file that no record has taken yet."""
    if actor.signed_in:
        return row.uploaded_by == actor.id
    if row.uploaded_by is not None or row.holder is None or holder is None:
        return False
    return hmac.compare_digest(row.holder, holder)


def _may_read(actor: Actor, row: File, record_id: UUID, command: OpenFile) -> bool:
    """Tell whether the actor may read the field of the record that holds the file."""
    try:
        acting = acting_in(actor, InModel(app=row.app_key, model=row.model, now=command.now))
        record = queries.get_record(acting.model.id, record_id)
    except NotFoundError:
        return False
    readable = acting.rights.readable(record)
    is_known = row.field in acting.model.view.fields
    return readable is not None and is_known and readable.allow(row.field)
