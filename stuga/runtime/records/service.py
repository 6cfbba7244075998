"""Use cases of records: every channel comes through here.

A record outside the actor's rows is not there (404); an act without a right on a record that the
actor sees is refused (403). Each use case leaves exactly one audit entry.
"""

from uuid import UUID

from stuga.models.definition.document import Fields
from stuga.platform.audit import Act
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError
from stuga.runtime.records import queries, trail, trash, writing
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.bulk import bulk
from stuga.runtime.records.changing import (
    check_references,
    check_revision,
    locked_live,
    written,
)
from stuga.runtime.records.commands import (
    CreateRecord,
    DeleteRecord,
    GetHistory,
    GetRecord,
    PatchRecord,
    ReplaceRecord,
    RestoreRecord,
)
from stuga.runtime.records.history import changes_shown
from stuga.runtime.records.listing import Also
from stuga.runtime.records.queries import Locked
from stuga.runtime.records.results import Change
from stuga.runtime.records.stored import Shown
from stuga.runtime.records.submit import Given, for_create, for_patch, for_replace, submit

__all__ = ["bulk", "create", "delete", "get", "history", "patch", "replace", "restore"]


def create(actor: Actor, command: CreateRecord) -> Shown:
    """Make a record; return what the actor may read of it.

    :raises NotPermittedError: if no right of the actor covers such a record
    :raises InvalidError: naming each field that cannot be taken
    """
    acting = acting_in(actor, command, screen=command.screen)
    acting.rights.require_some("create")
    accepted = submit(acting, for_create(acting, command.data))
    check_references(acting, accepted)
    records, taken = writing.insert_all(acting, [accepted])
    if taken[0]:
        raise InvalidError(taken[0])
    trail.note(acting, Act.RECORD_CREATE, records[0], fields=accepted.changes)
    return acting.rights.show(records[0])


def get(actor: Actor, command: GetRecord, *, also: Also | None = None) -> Shown:
    """Return what the actor may read of a record.

    :raises NotFoundError: if there is none that the actor may see, or it is in the trash
    """
    acting = acting_in(actor, command)
    record = queries.get_record(acting.model.id, command.id)
    acting.rights.require("read", record)
    shown = acting.rights.show(record)
    along = also(acting, [shown]) if also is not None else ()
    trail.note_read(acting, Act.RECORD_READ, record, along=along)
    return shown


def replace(actor: Actor, command: ReplaceRecord) -> Shown:
    """Set all fields that the actor may read and write; those not given are emptied.

    :raises RecordChangedError: if the revision is stale
    :raises InvalidError: naming each field that cannot be taken
    """
    acting = acting_in(actor, command)
    locked, writable = _locked_for_update(acting, command.id)
    check_revision(acting, locked.record, command.revision, command.data)
    readable = acting.rights.readable(locked.record)
    open_fields = frozenset(
        key
        for key in acting.model.view.fields
        if writable.allow(key) and readable is not None and readable.allow(key)
    )
    return _changed(acting, locked, for_replace(locked.record, command.data, open_fields))


def patch(actor: Actor, command: PatchRecord) -> Shown:
    """Set the fields that are given; `None` empties one.

    :raises RecordChangedError: if the revision is stale
    :raises InvalidError: naming each field that cannot be taken
    """
    acting = acting_in(actor, command, screen=command.screen)
    locked, _ = _locked_for_update(acting, command.id)
    check_revision(acting, locked.record, command.revision, command.patch)
    return _changed(acting, locked, for_patch(acting, locked.record, command.patch))


def delete(actor: Actor, command: DeleteRecord) -> Shown:
    """Put a record in the trash, and what goes along with it.

    :raises RecordChangedError: if a revision is given and stale
    :raises RecordInUseError: if another record must keep its reference to it
    """
    acting = acting_in(actor, command)
    locked = locked_live(acting, command.id)
    acting.rights.require("delete", locked.record)
    if command.revision is not None:
        check_revision(acting, locked.record, command.revision, {})
    record, along = trash.throw_away(acting, locked)
    trail.note(acting, Act.RECORD_DELETE, record, along=along)
    return acting.rights.show(record)


def restore(actor: Actor, command: RestoreRecord) -> Shown:
    """Take a record out of the trash, and what went there with it. One that is not there stays.

    :raises InvalidError: if a unique value has been taken, or a reference leads nowhere by now
    """
    acting = acting_in(actor, command)
    locked = queries.lock_record(acting.model.id, command.id)
    acting.rights.require("delete", locked.record)
    record = locked.record
    along: list[UUID] = []
    if record.deleted_at is not None:
        record, along = trash.take_out(acting, locked)
    trail.note(acting, Act.RECORD_RESTORE, record, along=along)
    return acting.rights.show(record)


def history(actor: Actor, command: GetHistory) -> list[Change]:
    """Return changes, newest first, with the fields the actor may read; the making is last.

    :raises NotFoundError: if the actor may not see the record
    """
    acting = acting_in(actor, command)
    record = queries.get_record(acting.model.id, command.id)
    readable = acting.rights.require("read", record)
    trail.note_read(acting, Act.RECORD_HISTORY, record)
    model = acting.model.view
    return changes_shown(model, record, readable, before=command.before, rows=command.rows)


def _locked_for_update(acting: Acting, record_id: UUID) -> tuple[Locked, Fields]:
    locked = locked_live(acting, record_id)
    return locked, acting.rights.require("update", locked.record)


def _changed(acting: Acting, locked: Locked, given: Given) -> Shown:
    record, accepted = written(acting, locked, given)
    trail.note(acting, Act.RECORD_UPDATE, record, changes=accepted.changes)
    return acting.rights.show(record)
