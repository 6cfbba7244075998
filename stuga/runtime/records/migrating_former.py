"""Values that migrations have put aside: found, taken back, let go of, gone everywhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Text, and_, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by

from stuga.models import FormerValue, Migration, MigrationChange, Record, RecordChange
from stuga.models.definition.carrying import Former
from stuga.platform.db import db
from stuga.runtime.records import attaching, trimming

KEPT: Final = timedelta(days=30)
AT_LEAST: Final = timedelta(days=1)
"""So long a value can be taken back even if retention wanted it gone before that."""
ROWS: Final = 500


def former_of(
    record_ids: Collection[UUID], wanted: Mapping[str, Collection[str]]
) -> Mapping[UUID, Mapping[str, Former]]:
    """Return what lies aside for some fields of records.

    Of values that followed one another, unchanged in between, it is the first.

    :param wanted: field -> ids of the migrations that may have put it aside
    """
    rows = db.session.execute(
        select(
            FormerValue.record_id,
            FormerValue.field,
            FormerValue.migration_id,
            FormerValue.value,
            FormerValue.became,
        )
        .where(FormerValue.record_id.in_(record_ids), FormerValue.field.in_(wanted))
        .order_by(FormerValue.at.desc())
    )
    found: defaultdict[UUID, dict[str, Former]] = defaultdict(dict)
    for record_id, field, migration_id, value, became in rows:
        if str(migration_id) not in wanted[field]:
            continue
        later = found[record_id].get(field)
        if later is None:
            found[record_id][field] = Former(value, became)
        elif later.value == became:
            found[record_id][field] = Former(value, later.became)
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many values of a field one migration has put aside."""

    field: str
    migration_id: UUID
    former_number: int
    count: int


def waiting(model_id: UUID, fields: Collection[str]) -> Sequence[Waiting]:
    """Count the values that lie aside for some fields of a model."""
    wanted = (
        select(
            FormerValue.field,
            FormerValue.migration_id,
            Migration.former_number,
            func.count(FormerValue.record_id),
        )
        .join(
            Record,
            and_(Record.tenant_id == FormerValue.tenant_id, Record.id == FormerValue.record_id),
        )
        .join(
            Migration,
            and_(
                Migration.tenant_id == FormerValue.tenant_id,
                Migration.id == FormerValue.migration_id,
            ),
        )
        .where(Record.model_id == model_id, FormerValue.field.in_(fields))
        .group_by(FormerValue.field, FormerValue.migration_id, Migration.former_number)
    )
    return [Waiting(*row) for row in db.session.execute(wanted)]


def erase(record_ids: Collection[UUID]) -> None:
    """Drop what lies aside for records that a rule has acted on, and what was prepared for them.

    What was prepared is made anew from what the rule has left, for no record has revision 0.
    """
    gone = delete(FormerValue).where(FormerValue.record_id.in_(record_ids))
    stale = (
        update(MigrationChange)
        .where(MigrationChange.record_id.in_(record_ids))
        .values(revision=0, put={}, gone=[], diff={}, former={}, taken=[], links={})
    )
    for statement in (gone, stale):
        db.session.execute(statement.execution_options(synchronize_session=False))
    attaching.delete_unnamed(record_ids)


def let_go(migration_id: UUID, *, now: datetime) -> None:
    """End the time of everything that one migration has put aside."""
    ended = (
        update(FormerValue)
        .where(FormerValue.migration_id == migration_id, FormerValue.ends_at > now)
        .values(ends_at=now)
    )
    db.session.execute(ended.execution_options(synchronize_session=False))


def next_end(migration_id: UUID) -> datetime | None:
    """Return when the next value of a migration ends; None if none is left."""
    wanted = select(func.min(FormerValue.ends_at)).where(FormerValue.migration_id == migration_id)
    return db.session.scalar(wanted)


def last_end(migration_id: UUID) -> datetime | None:
    """Return when the last value of a migration ends; None if none is left."""
    wanted = select(func.max(FormerValue.ends_at))
    return db.session.scalar(wanted.where(FormerValue.migration_id == migration_id))


def count(migration_id: UUID) -> int:
    """Count the values that a migration has put aside and that are still there."""
    wanted = select(func.count()).select_from(FormerValue)
    return db.session.scalar(wanted.where(FormerValue.migration_id == migration_id)) or 0


def end(migration_id: UUID, *, now: datetime) -> Sequence[UUID]:
    """Let some values whose time has come be gone everywhere; return the records they were of.

    They leave the histories up to the moment that put them aside, and the trail's detail up to
    then; files that they name go. What is held stays until it is released.
    """
    due = (
        select(
            FormerValue.record_id,
            func.max(FormerValue.revision),
            func.array_agg(aggregate_order_by(FormerValue.field, FormerValue.field)),
            func.max(FormerValue.at),
        )
        .join(
            Record,
            and_(Record.tenant_id == FormerValue.tenant_id, Record.id == FormerValue.record_id),
        )
        .where(
            FormerValue.migration_id == migration_id,
            FormerValue.ends_at <= now,
            Record.held.is_(False),
        )
        .group_by(FormerValue.record_id)
        .order_by(FormerValue.record_id)
        .limit(ROWS)
    )
    rows = db.session.execute(due).all()
    groups: defaultdict[tuple[tuple[str, ...], datetime], list[tuple[UUID, int]]]
    groups = defaultdict(list)
    for record_id, revision, fields, at in rows:
        groups[tuple(fields), at].append((record_id, revision))
    for (fields, at), several in groups.items():
        _scrub([record_id for record_id, _ in several], fields, at)
        trimming.leave([record_id for record_id, _ in several], fields, before=at)
    ids = [row[0] for row in rows]
    gone = delete(FormerValue).where(
        FormerValue.migration_id == migration_id,
        FormerValue.ends_at <= now,
        FormerValue.record_id.in_(ids),
    )
    db.session.execute(gone.execution_options(synchronize_session=False))
    attaching.delete_unnamed(ids)
    return ids


def _scrub(record_ids: Collection[UUID], fields: Sequence[str], until: datetime) -> None:
    """Take fields out of what histories tell of the time up to a moment."""
    statement = (
        update(RecordChange)
        .where(RecordChange.record_id.in_(record_ids), RecordChange.at <= until)
        .values(diff=RecordChange.diff.op("-")(cast([*fields], ARRAY(Text))))
    )
    db.session.execute(statement.execution_options(synchronize_session=False))


def scrub_removed(model_id: UUID, field: str, *, until: datetime) -> Sequence[UUID]:
    """Take a removed field out of some histories that still tell of it; return whose they are."""
    wanted = (
        select(RecordChange.record_id)
        .join(
            Record,
            and_(Record.tenant_id == RecordChange.tenant_id, Record.id == RecordChange.record_id),
        )
        .where(
            Record.model_id == model_id,
            Record.held.is_(False),
            RecordChange.at <= until,
            RecordChange.diff.has_key(field),
        )
        .distinct()
        .limit(ROWS)
    )
    ids = db.session.scalars(wanted).all()
    if ids:
        _scrub(ids, [field], until)
        trimming.leave(ids, [field], before=until)
    return ids
