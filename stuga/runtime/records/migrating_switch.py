"""Puts what was prepared in place: every record of a model at once, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    String,
    and_,
    case,
    cast,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased

from stuga.models import (
    FormerValue,
    MigrationChange,
    Record,
    RecordChange,
    RecordLink,
    RecordUnique,
)
from stuga.platform.db import db
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records import migrating_beside, migrating_former, uniqueness
from stuga.runtime.records.migrating import PENDING, ROWS, Work, stage, unprepared
from stuga.runtime.records.queries import locked_of, locking

VIA: Final = "version"
"""How the history says that a record was changed by publishing."""
FIRST: Final = UUID(int=0)


def switch(work: Work, *, since: datetime, now: datetime, by: UUID | None) -> int:
    """Put everything in place; return how many records have changed.

    What people have changed meanwhile is prepared anew first, locked; what they change while this
    waits for them is prepared and put in place after that. Nobody sees a part of it before the
    commit.

    :param since: the moment from which on changes have not been looked at
    """
    _prepare_late(work, since)
    changed = put_in_place(work, now=now, by=by)
    while stale := _stale(work):
        stage(work, stale)
        changed += put_in_place(work, now=now, by=by)
    _serve_claims(work)
    return changed


def _prepare_late(work: Work, since: datetime) -> None:
    """Prepare what was written since a moment, and keep it from being written again."""
    after = FIRST
    while True:
        wanted = locking().where(
            Record.model_id == work.model_id,
            Record.updated_at >= since,
            Record.id > after,
            Record.app_version < work.number,
        )
        rows = db.session.execute(wanted.order_by(Record.id).limit(ROWS)).all()
        stage(work, unprepared(work, [locked_of(row).record for row in rows]))
        if len(rows) < ROWS:
            return
        after = rows[-1][0]


def _stale(work: Work) -> Sequence[Any]:
    """Lock records that have moved on since they were prepared."""
    wanted = (
        locking()
        .join(
            MigrationChange,
            and_(
                MigrationChange.tenant_id == Record.tenant_id,
                MigrationChange.record_id == Record.id,
            ),
        )
        .where(
            MigrationChange.migration_id == work.migration_id,
            MigrationChange.model_id == work.model_id,
        )
        .order_by(Record.id)
        .limit(ROWS)
    )
    return [locked_of(row).record for row in db.session.execute(wanted)]


def put_in_place(work: Work, *, now: datetime, by: UUID | None) -> int:
    """Write what was prepared for records that are still at the revision it was made for."""
    changed = _write(work)
    if work.before.view.history:
        _tell_history(work, now, by)
    _put_aside(work, now)
    _forget_taken(work)
    _relink(work)
    done = delete(MigrationChange).where(
        *_of(work),
        exists().where(*_placed(work)),
    )
    db.session.execute(done.execution_options(synchronize_session=False))
    return changed


def _of(work: Work) -> tuple[ColumnElement[bool], ...]:
    return (
        MigrationChange.tenant_id == current_tenant_id(),
        MigrationChange.migration_id == work.migration_id,
        MigrationChange.model_id == work.model_id,
    )


def _placed(work: Work) -> tuple[ColumnElement[bool], ...]:
    """Join what was prepared with the record that has become it."""
    return (
        Record.tenant_id == MigrationChange.tenant_id,
        Record.id == MigrationChange.record_id,
        Record.app_version == work.number,
        Record.revision == MigrationChange.revision + 1,
    )


def _write(work: Work) -> int:
    # Nobody changed the record, so its clocks that start from a change do not start again.
    statement = (
        update(Record)
        .where(
            *_of(work),
            Record.tenant_id == MigrationChange.tenant_id,
            Record.id == MigrationChange.record_id,
            Record.revision == MigrationChange.revision,
            Record.app_version < work.number,
        )
        .values(
            data=Record.data.op("-")(MigrationChange.gone).op("||")(MigrationChange.put),
            revision=Record.revision + 1,
            app_version=work.number,
        )
        .execution_options(synchronize_session=False)
    )
    done: Any = db.session.execute(statement)
    found: int = done.rowcount
    return found


def _tell_history(work: Work, now: datetime, by: UUID | None) -> None:
    told = select(
        MigrationChange.tenant_id,
        MigrationChange.record_id,
        Record.revision,
        literal(now, DateTime(timezone=True)),
        literal(by, PG_UUID()),
        literal(VIA, String()),
        MigrationChange.diff,
    ).where(*_of(work), *_placed(work))
    names = ["tenant_id", "record_id", "revision", "at", "by", "via", "diff"]
    db.session.execute(insert(RecordChange).from_select(names, told))


def _put_aside(work: Work, now: datetime) -> None:
    each = (
        func.jsonb_each(MigrationChange.former)
        .table_valued(column("key", String), column("value", JSONB))
        .lateral("each")
    )
    value: ColumnElement[Any] = each.c.value
    moment = literal(now, DateTime(timezone=True))
    # Never past what retention wants of the record, but for a day to take it back.
    kept = func.least(now + migrating_former.KEPT, Record.due_at)
    ends = case(
        (value.op("->>")("forget") == "true", moment),
        else_=func.greatest(now + migrating_former.AT_LEAST, kept),
    )
    aside = (
        select(
            MigrationChange.tenant_id,
            MigrationChange.migration_id,
            MigrationChange.record_id,
            each.c.key,
            value.op("->")("value"),
            value.op("->")("became"),
            Record.revision,
            moment,
            ends,
        )
        .select_from(MigrationChange)
        .join(Record, and_(*_placed(work)))
        .join(each, true())
        .where(*_of(work))
    )
    names = [
        "tenant_id",
        "migration_id",
        "record_id",
        "field",
        "value",
        "became",
        "revision",
        "at",
        "ends_at",
    ]
    statement = upsert(FormerValue).from_select(names, aside)
    db.session.execute(statement.on_conflict_do_nothing())


def _forget_taken(work: Work) -> None:
    """Drop what lay aside and stands in its record again."""
    taken = delete(FormerValue).where(
        FormerValue.tenant_id == MigrationChange.tenant_id,
        FormerValue.record_id == MigrationChange.record_id,
        FormerValue.field == func.any(MigrationChange.taken),
        FormerValue.migration_id != work.migration_id,
        *_of(work),
        *_placed(work),
    )
    db.session.execute(taken.execution_options(synchronize_session=False))


def _relink(work: Work) -> None:
    gone, new = (_links(name) for name in ("gone", "new"))
    old = delete(RecordLink).where(
        RecordLink.tenant_id == MigrationChange.tenant_id,
        RecordLink.from_id == MigrationChange.record_id,
        RecordLink.field == gone.c.value.op("->>")(cast(0, Integer)),
        RecordLink.to_id == cast(gone.c.value.op("->>")(cast(1, Integer)), PG_UUID()),
        *_of(work),
        *_placed(work),
    )
    db.session.execute(old.execution_options(synchronize_session=False))
    to_id = cast(new.c.value.op("->>")(cast(1, Integer)), PG_UUID())
    there = (
        select(
            MigrationChange.tenant_id,
            MigrationChange.record_id,
            new.c.value.op("->>")(cast(0, Integer)),
            to_id,
        )
        .select_from(MigrationChange)
        .join(Record, and_(*_placed(work)))
        .join(new, true())
        .where(*_of(work), _is_there(to_id))
    )
    names = ["tenant_id", "from_id", "field", "to_id"]
    statement = upsert(RecordLink).from_select(names, there)
    db.session.execute(statement.on_conflict_do_nothing())


def _links(name: str) -> Any:  # noqa: ANN401  # a lateral table, which has no type of its own
    found = MigrationChange.links.op("->")(name)
    rows = func.jsonb_array_elements(found)
    return rows.table_valued(column("value", JSONB)).lateral(f"links_{name}")


def _is_there(record_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Tell whether a record that is to be referred to has not been purged meanwhile."""
    other = aliased(Record)
    return exists().where(other.tenant_id == current_tenant_id(), other.id == record_id)


def _serve_claims(work: Work) -> None:
    """Let the unique values that were claimed count, in place of those by former rules."""
    kept = {uniqueness.SEPARATOR.join(rule) for rule in work.after.view.unique}
    former = delete(RecordUnique).where(
        RecordUnique.model_id == work.model_id,
        RecordUnique.rule.not_in(kept - work.claimed),
        ~RecordUnique.rule.startswith(PENDING),
    )
    claimed = (
        update(RecordUnique)
        .where(RecordUnique.model_id == work.model_id, RecordUnique.rule.startswith(PENDING))
        .values(rule=func.substr(RecordUnique.rule, len(PENDING) + 1))
    )
    for statement in (former, claimed):
        db.session.execute(statement.execution_options(synchronize_session=False))


def settle(work: Work, *, since: datetime, now: datetime, by: UUID | None) -> int:
    """Carry along what requests of the version before have still written; return how many.

    For some minutes after the switch: no request lasts longer.
    """
    work = replace(work, claims_all=True)
    after, changed = FIRST, 0
    while True:
        wanted = locking().where(
            Record.model_id == work.model_id,
            Record.updated_at >= since,
            Record.id > after,
            Record.app_version < work.number,
        )
        rows = db.session.execute(wanted.order_by(Record.id).limit(ROWS)).all()
        records = [locked_of(row).record for row in rows]
        ids = [one.id for one in records]
        uniqueness.release(ids)
        stage(work, records)
        changed += put_in_place(work, now=now, by=by)
        _serve_late_claims(work, ids)
        migrating_beside.rename_history(work, ids)
        if len(rows) < ROWS:
            return changed
        after = rows[-1][0]


def _serve_late_claims(work: Work, record_ids: Sequence[UUID]) -> None:
    """Let late claims count where nobody has the value by now."""
    pending = (
        RecordUnique.tenant_id == current_tenant_id(),
        RecordUnique.model_id == work.model_id,
        RecordUnique.record_id.in_(record_ids),
        RecordUnique.rule.startswith(PENDING),
    )
    claimed = select(
        RecordUnique.tenant_id,
        RecordUnique.model_id,
        func.substr(RecordUnique.rule, len(PENDING) + 1),
        RecordUnique.value_hmac,
        RecordUnique.record_id,
    ).where(*pending)
    names = ["tenant_id", "model_id", "rule", "value_hmac", "record_id"]
    statement = upsert(RecordUnique).from_select(names, claimed)
    db.session.execute(statement.on_conflict_do_nothing())
    done = delete(RecordUnique).where(*pending)
    db.session.execute(done.execution_options(synchronize_session=False))
