"""Writes records with all that stands beside them: slots, links, unique values, history."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from psycopg.types.json import Json, Jsonb
from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql

from stuga.models import Erased, Record
from stuga.models.definition.paths import whole
from stuga.models.definition.refusals import Errors
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.platform.db.prepared import run_plain
from stuga.platform.telemetry import current_request
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records import attaching, linking, queries, sequences, uniqueness
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.derived import columns
from stuga.runtime.records.errors import AppChangedError
from stuga.runtime.records.queries import Locked
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.submit import Accepted, Changes

STATE: Final = "$state"
"""Stands in a history's diff for where the record lies; no field can be called so."""
LIVE: Final = "live"
TRASH: Final = "trash"
_NOTE: Final = (
    'INSERT INTO record_change (tenant_id, record_id, revision, at, "by", via, diff)'
    " VALUES (%(tenant_id)s, %(record_id)s, %(revision)s, %(at)s, %(by)s, %(via)s, %(diff)s)"
)


@dataclass(frozen=True, slots=True)
class New:
    """A record about to be: what its clocks and slots are reckoned from."""

    data: JsonObject
    created_at: datetime

    @property
    def values(self) -> JsonObject:
        return self.data

    @property
    def updated_at(self) -> datetime:
        return self.created_at


def insert_all(
    acting: Acting, accepted: Sequence[Accepted], ids: Sequence[UUID] = ()
) -> tuple[list[Stored], list[Errors]]:
    """Write new records; return them, and for each the values that others have already.

    A record with such values has been taken back. One statement for all rows of a table.

    :param ids: the ids that they get, where they name each other; it is all of them or none then,
        and the caller rolls back
    """
    model = acting.model
    numbered = sequences.numbered(acting, accepted)
    rows = [_row(acting, one) for one in numbered]
    written = _written(rows, ids)
    records = [_as_stored(row, given) for row, given in zip(rows, written, strict=True)]
    hashes = [(one.id, uniqueness.hashes_of(model, one.data)) for one in records]
    taken = uniqueness.claim(model, hashes)
    if taken and not ids and numbered is not accepted:
        records = _renumbered(acting, accepted, records, taken)
    elif not (taken and ids):
        _finish(acting, records, taken)
    return records, [taken.get(one.id, {}) for one in records]


def _finish(acting: Acting, records: Sequence[Stored], taken: Collection[UUID]) -> None:
    """Take back what others had before, and give the rest its links and files."""
    if taken:
        _take_back(taken)
    kept = [one for one in records if one.id not in taken]
    linking.link((one.id, linking.links_of(acting.model, one.data)) for one in kept)
    attaching.give(acting, kept)


def _renumbered(
    acting: Acting,
    accepted: Sequence[Accepted],
    records: Sequence[Stored],
    taken: Collection[UUID],
) -> list[Stored]:
    """Write those records anew that may stay, so that the others leave no gap in a sequence."""
    _take_back([one.id for one in records])
    sequences.give_back(acting, len(records))
    kept = [new for new, one in zip(accepted, records, strict=True) if one.id not in taken]
    again = iter(insert_all(acting, kept)[0] if kept else ())
    return [one if one.id in taken else next(again) for one in records]


def _row(acting: Acting, accepted: Accepted) -> dict[str, object]:
    model, now, by = acting.model, acting.now, acting.actor.id
    return {
        "model_id": model.id,
        "app_version": model.number,
        "data": accepted.data,
        "created_at": now,
        "created_by": by,
        "updated_at": now,
        "updated_by": by,
        "activity_at": now,
        **columns(model, New(accepted.data, now)),
    }


def _written(rows: list[dict[str, object]], ids: Sequence[UUID] = ()) -> Sequence[UUID]:
    """Insert the rows and return their ids, in order."""
    if len(rows) == 1 and not ids:
        return [_written_alone(rows[0])]
    ids = ids or queries.new_ids(len(rows))
    numbered = [{"id": one, **row} for one, row in zip(ids, rows, strict=True)]
    given = {"rows": Json(numbered, dumps=_dumps), "tenant_id": current_tenant_id()}
    run_plain(db.session(), _insert_many_of(tuple(numbered[0])), given)
    return ids


def _written_alone(row: Mapping[str, object]) -> UUID:
    """Insert one row, the way most records come: with a statement that is made once."""
    given = {**row, "data": Jsonb(row["data"]), "tenant_id": current_tenant_id()}
    made = run_plain(db.session(), _insert_of(tuple(given)), given).fetchone()
    if made is None:
        raise TypeError("RETURNING returns")
    record_id: UUID = made[0]
    return record_id


@cache
def _insert_of(names: tuple[str, ...]) -> str:
    """Return the statement for these columns, whose names are ours."""
    values = ", ".join(f"%({name})s" for name in names)
    return f"INSERT INTO record ({', '.join(names)}) VALUES ({values}) RETURNING id"  # noqa: S608


@cache
def _insert_many_of(names: tuple[str, ...]) -> str:
    """Return the statement that takes many rows as one JSON value: COPY knows no row security.

    As parameters, a thousand rows of twenty values would take longer to bind than to insert.
    """
    columns = Record.metadata.tables[Record.__tablename__].c
    types = ", ".join(f"{name} {columns[name].type.compile(_DIALECT)}" for name in names)
    listed = ", ".join(names)
    return (
        f"INSERT INTO record ({listed}, tenant_id) SELECT {listed}, %(tenant_id)s"  # noqa: S608
        f" FROM json_to_recordset(%(rows)s) AS given ({types})"
    )


def _dumps(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str)


_DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call]  # as SQLAlchemy has it


def _as_stored(row: Mapping[str, object], record_id: UUID) -> Stored:
    given = {key: row[key] for key in ("model_id", "data", "due_at", *_STAMPS)}
    return Stored(id=record_id, version=row["app_version"], revision=1, **given)  # type: ignore[arg-type]  # as `_row` made them


_STAMPS: Final = ("created_at", "created_by", "updated_at", "updated_by")


def _take_back(taken: Collection[UUID]) -> None:
    uniqueness.release(taken)
    gone = delete(Record).where(Record.id.in_(taken))
    db.session.execute(gone.execution_options(synchronize_session=False))


def change(acting: Acting, locked: Locked, accepted: Accepted) -> tuple[Stored, Errors]:
    """Write a changed record; return it, and the values that others have already.

    With such values nothing of this may be kept: the caller rolls back.
    """
    model, old = acting.model, locked.record
    check_version(model, old)
    new = replace(
        old,
        data=accepted.data,
        version=model.number,
        revision=old.revision + 1,
        updated_at=acting.now,
        updated_by=acting.actor.id,
    )
    new = rewrite(model, new, still_erased(locked, accepted.changes))
    void(locked, accepted.changes)
    linking.relink(old.id, linking.links_of(model, old.data), linking.links_of(model, new.data))
    attaching.exchange(acting, old, new)
    note(acting, new, diff_of(accepted.changes))
    old_hashes = uniqueness.hashes_of(model, old.data)
    return new, uniqueness.reclaim(model, old.id, old_hashes, uniqueness.hashes_of(model, new.data))


def check_version(model: LiveModel, record: Stored) -> None:
    """Go on only if no later version than the one that serves this request has changed a record.

    :raises AppChangedError: if one was published since the request began
    """
    if record.version > model.number:
        raise AppChangedError("Load it again, and do it once more.")


def rewrite(model: LiveModel, new: Stored, erased: Collection[str]) -> Stored:
    """Write a record that is locked, with its slots, search text and due time.

    :raises AppChangedError: if a version was published since the request began
    """
    check_version(model, new)
    derived = columns(model, new, erased)
    db.session.execute(
        update(Record)
        .where(Record.id == new.id)
        .values(
            data=new.data,
            app_version=new.version,
            revision=new.revision,
            updated_at=new.updated_at,
            updated_by=new.updated_by,
            activity_at=new.updated_at,
            deleted_at=new.deleted_at,
            **derived,
        )
        .execution_options(synchronize_session=False)
    )
    due_at = derived["due_at"]
    return replace(new, due_at=due_at if isinstance(due_at, datetime) else None)


def still_erased(locked: Locked, changes: Collection[str]) -> frozenset[str]:
    """Return the paths that rules have erased and that no change of a field has made anew."""
    return frozenset(path for path in locked.erased if whole(path) not in changes)


def void(locked: Locked, changes: Collection[str]) -> None:
    """Forget that rules have erased fields which now have new values."""
    fresh = locked.erased - still_erased(locked, changes)
    if fresh:
        gone = delete(Erased).where(Erased.record_id == locked.record.id, Erased.field.in_(fresh))
        db.session.execute(gone.execution_options(synchronize_session=False))


def note(acting: Acting, record: Stored, diff: JsonObject) -> None:
    """Add a revision to the record's history, if its model keeps one."""
    if acting.model.view.history:
        row = {
            "tenant_id": current_tenant_id(),
            "record_id": record.id,
            "revision": record.revision,
            "at": acting.now,
            "by": acting.actor.id,
            "via": current_request().via,
            "diff": Jsonb(diff),
        }
        run_plain(db.session(), _NOTE, row)


def diff_of(changes: Changes) -> JsonObject:
    """Return changes as history keeps them."""
    return {key: _pair(*pair) for key, pair in changes.items()}


def _pair(old: JsonValue, new: JsonValue) -> JsonValue:
    return [old, new]
