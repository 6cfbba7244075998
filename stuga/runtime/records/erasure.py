"""What retention does to records: values go from everywhere they stand, and nothing says them.

Called by `runtime.retention` alone, which decides; here it is carried out. Every record must have
been locked in the present transaction, by `due_records` or `lock_for_erasure`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import delete

from stuga.models import Record, RecordLink
from stuga.models.definition.methods import ABSENT, Left
from stuga.models.definition.paths import whole
from stuga.models.json import JsonObject
from stuga.platform.audit import Act
from stuga.platform.authz.actor import system
from stuga.platform.db import db
from stuga.platform.db.prepared import run_plain
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records import (
    attaching,
    computing,
    linking,
    trash,
    uniqueness,
)
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.aftermath import Aftermath, Because
from stuga.runtime.records.definitions import LiveApp, LiveModel
from stuga.runtime.records.dependants import Dependant, OnDelete, dependants_of
from stuga.runtime.records.derived import all_columns
from stuga.runtime.records.queries import Locked, lock_records, locked_of, locking
from stuga.runtime.records.rights import rights_or_none
from stuga.runtime.records.stored import Stored

WHOLE_RECORD: Final = ""


@dataclass(slots=True)
class Purged:
    """What is gone, and what waits because something that depends on it must stay."""

    ids: list[UUID] = field(default_factory=list)
    waiting: list[UUID] = field(default_factory=list)


def due_records(now: datetime, rows: int) -> Sequence[Locked]:
    """Lock at most `rows` records that a rule wants by `now`, most overdue first.

    What others hold is passed over. It reads an index on what is due, not what is stored.
    """
    # Most overdue first: a sweep that is cut short has then done what mattered most.
    due = (
        locking()
        .where(Record.due_at <= now, Record.held.is_(False))
        .order_by(Record.due_at, Record.id)
        .limit(rows)
        .with_for_update(of=Record, skip_locked=True)
    )
    return [locked_of(row) for row in db.session.execute(due)]


def lock_for_erasure(record_ids: Collection[UUID]) -> Sequence[Locked]:
    """Lock records by id, of whatever model; those that are gone or that others hold are left."""
    wanted = (
        locking()
        .where(Record.id.in_(record_ids))
        .order_by(Record.id)
        .with_for_update(of=Record, skip_locked=True)
    )
    return [locked_of(row) for row in db.session.execute(wanted)]


def anonymise(
    model: LiveModel,
    locked: Locked,
    changes: Mapping[str, Left],
    because: Because,
    aftermath: Aftermath,
    *,
    methods: Mapping[str, str] | None = None,
) -> Locked:
    """Put what a rule leaves in place of values, and take those out of all that repeats them.

    Slots, search text, unique values and links follow at once; every revision of the history
    and the mark that the fields are erased once the caller writes the aftermath; the audit
    trail's detail in a job of its own.

    :param changes: field -> its new value, or `ABSENT`
    :param methods: field, or path into a list -> name of its method, for the mark
    """
    given = changes
    changes = computing.with_following(model, locked.record.data, given, now=because.now)
    marks = _marks(changes.keys(), methods or {})
    new = _put(model, locked, changes, marks)
    if new is None:  # what went before it in this transaction has changed or taken it
        found = lock_records(locked.record.model_id, [locked.record.id]).get(locked.record.id)
        data = found.record.data if found else {}
        changes = computing.with_following(model, data, given, now=because.now)
        new = _put(model, found, changes, marks) if found else None
        if found is None or new is None:
            return locked
        locked = found
    _rewrite_beside(model, locked, new.data)
    aftermath.mark(new.id, marks, because, methods or {})
    aftermath.scrub(model, new.id, changes.keys())
    if model.view.history:
        aftermath.tell(new.id, new.revision, because)
    aftermath.note(model, Act.RECORD_ANONYMISE, new.id, changes.keys())
    return Locked(new, locked.erased | marks)


def _marks(fields: Collection[str], methods: Collection[str]) -> frozenset[str]:
    """Return what is marked as erased: of a list the paths that were, else the field."""
    inside = {whole(path) for path in methods if whole(path) != path}
    return frozenset(methods) | (frozenset(fields) - inside)


def _put(
    model: LiveModel, locked: Locked, changes: Mapping[str, Left], marks: frozenset[str]
) -> Stored | None:
    """Write the record as the rule leaves it; None if it is no more what was locked."""
    old = locked.record
    data: JsonObject = {key: value for key, value in old.data.items() if key not in changes}
    data.update({key: value for key, value in changes.items() if value is not ABSENT})
    new = replace(old, data=data, revision=old.revision + 1)
    # Nobody changed the record, so its clocks that start from a change do not start again.
    derived = all_columns(model, new, locked.erased | marks)
    row = run_plain(
        db.session(),
        _update_of(tuple(derived)),
        {
            **derived,
            "data": Jsonb(data),
            "revision": new.revision,
            "tenant_id": current_tenant_id(),
            "id": new.id,
            "before": old.revision,
        },
    ).fetchone()
    return None if row is None else replace(new, due_at=row[0])


@cache
def _update_of(names: tuple[str, ...]) -> str:
    """Return the statement that writes a record with these columns, whose names are ours."""
    values = ", ".join(f"{name} = %({name})s" for name in ("data", "revision", *names))
    mine = "tenant_id = %(tenant_id)s AND id = %(id)s AND revision = %(before)s"
    return f"UPDATE record SET {values} WHERE {mine} RETURNING due_at"  # noqa: S608


def _rewrite_beside(model: LiveModel, locked: Locked, data: JsonObject) -> None:
    """Bring unique values, links and files in step."""
    old = locked.record
    if old.deleted_at is None:  # in the trash it holds no unique value
        before, after = uniqueness.hashes_of(model, old.data), uniqueness.hashes_of(model, data)
        # What a method leaves may repeat; the rule is then no longer this record's to keep.
        uniqueness.reclaim(model, old.id, before, after)
    linking.relink(old.id, linking.links_of(model, old.data), linking.links_of(model, data))
    attaching.let_go(model, old.id, old.data, data)


def purge(
    app: LiveApp, several: Sequence[Locked], because: Because, aftermath: Aftermath
) -> Purged:
    """Delete records for good, with what their references take along.

    What is told of it, and the job that scrubs the trail, come once the caller writes the
    aftermath. A record waits if a live one must keep its reference to it, or one that would go
    is held.
    """
    done = Purged()
    for locked in several:
        model = app.model_with(locked.record.model_id)
        if model is None or locked.record.id in done.ids:
            continue
        along = _along(app, locked)
        if along is None:
            done.waiting.append(locked.record.id)
            continue
        if along.unlinked:
            aftermath.write()  # what loses its reference is weighed by what was erased of it
            trash.empty_references(_acting(app, model, because), along.unlinked)
        attaching.delete_all_of([one.record.id for one in along.going])
        for gone in along.going:
            if _purge_one(app, gone, because, aftermath):
                done.ids.append(gone.record.id)
    return done


@dataclass(slots=True)
class _Along:
    """What goes, children first, and what loses a reference."""

    going: list[Locked] = field(default_factory=list)
    unlinked: list[Dependant] = field(default_factory=list)


def _along(app: LiveApp, locked: Locked) -> _Along | None:
    """Follow references to a record; None if one of them forbids its going."""
    found = _Along(going=[locked])
    seen = {locked.record.id}
    waiting = [locked.record.id]
    while waiting:
        for one in dependants_of(app, waiting.pop()):
            other = one.locked.record
            if other.id in seen:
                continue
            if one.on_delete is OnDelete.CASCADE:
                if other.held:
                    return None
                seen.add(other.id)
                found.going.insert(0, one.locked)
                waiting.append(other.id)
            elif one.on_delete is OnDelete.RESTRICT and other.deleted_at is None:
                return None
            else:
                found.unlinked.append(one)
    found.unlinked = [one for one in found.unlinked if one.locked.record.id not in seen]
    return found


def _purge_one(app: LiveApp, locked: Locked, because: Because, aftermath: Aftermath) -> bool:
    """Delete one row; links from it, unique values and history go with it.

    False if it has gone already, with another.
    """
    record_id = locked.record.id
    links = delete(RecordLink).where(RecordLink.to_id == record_id)
    db.session.execute(links.execution_options(synchronize_session=False))
    row = delete(Record).where(Record.id == record_id).returning(Record.id)
    if db.session.scalar(row.execution_options(synchronize_session=False)) is None:
        return False
    aftermath.mark(record_id, [WHOLE_RECORD], because, {WHOLE_RECORD: "delete"})
    aftermath.purged(record_id)
    model = app.model_with(locked.record.model_id)
    if model is not None:
        aftermath.note(model, Act.RECORD_PURGE, record_id, ())
    return True


def _acting(app: LiveApp, model: LiveModel, because: Because) -> Acting:
    actor = system()
    rights = rights_or_none(actor, app, model.key, now=because.now)
    return Acting(actor=actor, app=app, rights=rights, now=because.now)
