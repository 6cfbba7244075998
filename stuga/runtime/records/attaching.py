"""Files of records: a value takes the files that it names, and lets go of those it no longer does.

A file goes with its row and the job that removes its bytes in one transaction.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from stuga.models import File, FormerValue, Record
from stuga.models.definition.kinds.attached import FILE_KINDS, UNKNOWN, file_ids
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db, outbox
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.submit import Changes

BLOB_DELETE: Final = "blob.delete"
STORED: Final = "stored"
Named = Mapping[UUID, str]
"""File -> the field that names it."""


def file_fields(model: LiveModel) -> Collection[str]:
    """Name the fields of a model that hold files."""
    return [key for key, kind in model.kinds.items() if kind in FILE_KINDS]


def named_in(fields: Collection[str], data: JsonObject) -> Named:
    """Return the files that a record's data names."""
    return {UUID(one): key for key in fields for one in file_ids(data.get(key))}


def refused(acting: Acting, several: Sequence[Changes]) -> list[Errors]:
    """Return, for each set of changes, the fields that name files they cannot have.

    A file is its sender's to give, once, to the field for which it was sent. Those that are fine
    are locked, so that they still are when the records are written.
    """
    fields = file_fields(acting.model)
    asked = [_new_in(fields, changes) for changes in several] if fields else []
    wanted = {one for named in asked for one in named}
    if not wanted:
        return [{} for _ in several]
    free = _free(acting, wanted)
    found: list[Errors] = []
    for named in asked:
        found.append({pointer(key): UNKNOWN for one, key in named.items() if free.get(one) != key})
        for one in named:
            free.pop(one, None)  # it goes to the first that names it
    return found


def _new_in(fields: Collection[str], changes: Changes) -> Named:
    """Return the files that changes bring in."""
    found: dict[UUID, str] = {}
    for key in changes.keys() & fields:
        old, new = changes[key]
        found.update({UUID(one): key for one in file_ids(new) if one not in file_ids(old)})
    return found


def _free(acting: Acting, wanted: Collection[UUID]) -> dict[UUID, str]:
    """Lock those files that the actor may give away, each with the field it was sent for."""
    found = (
        select(File.id, File.field)
        .where(
            File.id.in_(wanted),
            File.record_id.is_(None),
            File.state == STORED,
            File.app_key == acting.app.key,
            File.model == acting.model.key,
            File.uploaded_by.is_not_distinct_from(acting.actor.id),
        )
        .order_by(File.id)
        .with_for_update()
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def give(acting: Acting, records: Iterable[Stored]) -> None:
    """Give new records the files that their data names, which `refused` has found to be free."""
    fields = file_fields(acting.model)
    if fields:
        for one in records:
            _give(named_in(fields, one.data).keys(), one.id, acting.now)


def exchange(acting: Acting, old: Stored, new: Stored) -> None:
    """Give a changed record its new files, and delete those that it no longer names."""
    fields = file_fields(acting.model)
    if fields:
        before, after = named_in(fields, old.data).keys(), named_in(fields, new.data).keys()
        _give(after - before, new.id, acting.now)
        _let_go(before - after, new.id)


def let_go(model: LiveModel, record_id: UUID, before: JsonObject, after: JsonObject) -> None:
    """Delete the files that a record's data named and names no more."""
    fields = file_fields(model)
    if fields:
        _let_go(named_in(fields, before).keys() - named_in(fields, after).keys(), record_id)


def _give(files: Collection[UUID], record_id: UUID, now: datetime) -> None:
    if files:
        given = (
            update(File)
            .where(File.id.in_(files), File.record_id.is_(None))
            .values(record_id=record_id, attached_at=now)
        )
        db.session.execute(given.execution_options(synchronize_session=False))


def _let_go(files: Collection[UUID], record_id: UUID) -> None:
    if files:
        _delete(File.id.in_(files), File.record_id == record_id)


def delete_all_of(record_ids: Collection[UUID]) -> None:
    """Delete every file of records that are about to go."""
    _delete(File.record_id.in_(record_ids))


def delete_unnamed(record_ids: Collection[UUID]) -> int:
    """Delete the files of records that neither their data nor what lies aside names any more.

    Records that others hold are left for another time. Returns how many files have gone.
    """
    owners = _owners(record_ids)
    if not owners:
        return 0
    stored = (
        select(Record.id, Record.data)
        .where(Record.id.in_(set(owners.values())))
        .order_by(Record.id)
        .with_for_update(skip_locked=True)
    )
    data = {row[0]: row[1] for row in db.session.execute(stored)}
    aside = select(FormerValue.value).where(FormerValue.record_id.in_(data))
    told = [*data.values(), *db.session.scalars(aside)]
    named = {text for value in told for text in _texts_in(value)}
    gone = [one for one, owner in owners.items() if owner in data and str(one) not in named]
    return len(_delete(File.id.in_(gone))) if gone else 0


def _owners(record_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    held = select(File.id, File.record_id).where(File.record_id.in_(record_ids))
    return {row[0]: row[1] for row in db.session.execute(held) if row[1] is not None}


def _texts_in(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _texts_in(part)


def delete_waiting(file_id: UUID) -> bool:
    """Delete a file that no record has taken; tell whether there was one."""
    return bool(_delete(File.id == file_id, File.record_id.is_(None)))


def _delete(*which: ColumnElement[bool]) -> Sequence[UUID]:
    rows = delete(File).where(*which).returning(File.id)
    gone = db.session.scalars(rows.execution_options(synchronize_session=False)).all()
    if gone:
        ids: list[JsonValue] = [str(one) for one in gone]
        outbox.leave(BLOB_DELETE, {"files": ids})
    return gone
