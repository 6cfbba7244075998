"""Use cases of records: every channel comes through here."""

from stuga.platform.authz import Actor
from stuga.runtime.records.commands import (
    Bulk,
    CreateRecord,
    DeleteRecord,
    GetHistory,
    GetRecord,
    PatchRecord,
    ReplaceRecord,
    RestoreRecord,
)
from stuga.runtime.records.results import BulkDone, Change
from stuga.runtime.records.stored import Shown


def create(actor: Actor, command: CreateRecord) -> Shown:
    """Make a record; return what the actor may read of it.

    :raises InvalidError: naming each field that cannot be taken
    """
    raise NotImplementedError


def get(actor: Actor, command: GetRecord) -> Shown:
    """Return what the actor may read of a record.

    :raises NotFoundError: if there is none that the actor may see, or it is in the trash
    """
    raise NotImplementedError


def replace(actor: Actor, command: ReplaceRecord) -> Shown:
    """Set all fields that the actor may read and write.

    :raises RecordChangedError: if the revision is stale
    """
    raise NotImplementedError


def patch(actor: Actor, command: PatchRecord) -> Shown:
    """Set some fields.

    :raises RecordChangedError: if the revision is stale
    """
    raise NotImplementedError


def delete(actor: Actor, command: DeleteRecord) -> Shown:
    """Put a record in the trash.

    :raises RecordInUseError: if another record must keep its reference to it
    """
    raise NotImplementedError


def restore(actor: Actor, command: RestoreRecord) -> Shown:
    """Take a record out of the trash.

    :raises InvalidError: if a unique value of it is taken by now
    """
    raise NotImplementedError


def history(actor: Actor, command: GetHistory) -> list[Change]:
    """Return changes, newest first, with the fields the actor may read."""
    raise NotImplementedError


def bulk(actor: Actor, command: Bulk) -> BulkDone:
    """Carry out up to 1,000 operations with one audit entry."""
    raise NotImplementedError
