"""Reads rules, runs and candidates."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from stuga.models import App, Erased, Model, Outbox, Record, RetentionRule, RetentionRun
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.due import RECOMPUTE
from stuga.runtime.records.queries import Locked, locked_of, locking
from stuga.runtime.records.stored import COLUMNS

ROWS: Final = 500
Position = tuple[datetime, UUID]


def rules_in_force(app_id: UUID | None = None) -> Sequence[RetentionRule]:
    """Return the rules of an app, or of all, by model and title; at most a thousand."""
    wanted = select(RetentionRule).where(RetentionRule.ended_at.is_(None))
    if app_id is not None:
        wanted = wanted.where(RetentionRule.app_id == app_id)
    order = (RetentionRule.app_id, RetentionRule.model, RetentionRule.title)
    return db.session.scalars(wanted.order_by(*order).limit(1000)).all()


def find_rule(app_id: UUID, model: str, key: str) -> RetentionRule | None:
    """Return the rule of this key that is in force, locked, if there is one."""
    return db.session.scalar(
        select(RetentionRule)
        .where(
            RetentionRule.app_id == app_id,
            RetentionRule.model == model,
            RetentionRule.key == key,
            RetentionRule.ended_at.is_(None),
        )
        .with_for_update()
    )


def published_apps() -> Sequence[App]:
    """Return the apps that serve, by title."""
    wanted = select(App).where(App.live_number.is_not(None), App.deleted_at.is_(None))
    return db.session.scalars(wanted.order_by(App.title, App.id).limit(1000)).all()


def last_version(app_id: UUID, model: str, key: str) -> int:
    """Return the number of the last rule of this key, in force or not; 0 if there was none.

    Whoever asks keeps others from putting rules in force for the model meanwhile.
    """
    db.session.execute(
        select(Model.id).where(Model.app_id == app_id, Model.key == model).with_for_update()
    )
    return (
        db.session.scalar(select(func.max(RetentionRule.version)).where(*_of(app_id, model, key)))
        or 0
    )


def versions_of(app_id: UUID, model: str, key: str) -> Sequence[RetentionRule]:
    """Return every rule of this key there has been, the newest first; at most a hundred."""
    wanted = select(RetentionRule).where(*_of(app_id, model, key))
    return db.session.scalars(wanted.order_by(RetentionRule.version.desc()).limit(100)).all()


def _of(app_id: UUID, model: str, key: str) -> tuple[ColumnElement[bool], ...]:
    rule = RetentionRule
    return (rule.app_id == app_id, rule.model == model, rule.key == key)


def rules_with(ids: Collection[UUID]) -> Mapping[UUID, RetentionRule]:
    """Return rules by id, in force or not."""
    found = db.session.scalars(select(RetentionRule).where(RetentionRule.id.in_(ids)))
    return {one.id: one for one in found}


def _reading() -> Select[*tuple[Any, ...]]:
    """Return the query of records with what rules have erased of them, none of them locked."""
    erased = (
        select(func.array_agg(Erased.field))
        .where(Erased.record_id == Record.id)
        .correlate(Record)
        .scalar_subquery()
    )
    return select(*COLUMNS, erased)


def records_of(model_id: UUID, most: int) -> Iterator[Locked]:
    """Return a model's records, oldest first, in batches; at most so many."""
    after: UUID | None = None
    left = most
    while left > 0:
        wanted = _reading().where(Record.model_id == model_id)
        if after is not None:
            wanted = wanted.where(Record.id > after)
        rows = db.session.execute(wanted.order_by(Record.id).limit(min(ROWS, left))).all()
        yield from (locked_of(row) for row in rows)
        if len(rows) < ROWS:
            return
        after, left = rows[-1][0], left - len(rows)


def due_after(position: Position | None, *, now: datetime) -> Sequence[Locked]:
    """Return the next batch of what is due, without locking it: for a dry run."""
    wanted = _reading().where(Record.due_at <= now, Record.held.is_(False))
    if position is not None:
        wanted = wanted.where(tuple_(Record.due_at, Record.id) > position)
    rows = db.session.execute(wanted.order_by(Record.due_at, Record.id).limit(ROWS))
    return [locked_of(row) for row in rows]


def due_counts(now: datetime, until: datetime) -> Mapping[UUID, tuple[int, int]]:
    """Return for each model how many records are due now, and how many more until a moment.

    It reads an index on what is due, not what is stored.
    """
    is_now = Record.due_at <= now
    wanted = (
        select(
            Record.model_id, func.count().filter(is_now), func.count().filter(is_now.is_not(True))
        )
        .where(Record.due_at <= until, Record.held.is_(False))
        .group_by(Record.model_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(wanted)}


def next_due(now: datetime) -> datetime | None:
    """Return when the next record falls due after a moment: one look at an index."""
    wanted = select(Record.due_at).where(Record.due_at > now, Record.held.is_(False))
    return db.session.scalar(wanted.order_by(Record.due_at).limit(1))


def is_reckoning() -> bool:
    """Tell whether due times are still being reckoned anew after a rule has changed."""
    wanted = select(Outbox.id).where(Outbox.kind == RECOMPUTE, Outbox.dead_at.is_(None))
    return db.session.scalar(wanted.limit(1)) is not None


def is_anything_due(now: datetime) -> bool:
    """Tell whether some record is due: one look at an index."""
    wanted = select(Record.id).where(Record.due_at <= now, Record.held.is_(False)).limit(1)
    return db.session.scalar(wanted) is not None


def get_run(run_id: UUID) -> RetentionRun:
    """Return a run, locked.

    :raises NotFoundError: if there is none
    """
    run = db.session.scalar(select(RetentionRun).where(RetentionRun.id == run_id).with_for_update())
    if run is None:
        raise NotFoundError
    return run


def find_run(run_id: UUID) -> RetentionRun | None:
    """Return a run for reading, if there is one."""
    return db.session.scalar(select(RetentionRun).where(RetentionRun.id == run_id))


def last_runs(rows: int = 20) -> Sequence[RetentionRun]:
    """Return runs, newest first."""
    order = (RetentionRun.started_at.desc(), RetentionRun.id.desc())
    return db.session.scalars(select(RetentionRun).order_by(*order).limit(rows)).all()


def has_run_since(moment: datetime) -> bool:
    """Tell whether a run that erased has begun since a moment."""
    wanted = (
        select(func.count())
        .select_from(RetentionRun)
        .where(RetentionRun.started_at >= moment, RetentionRun.dry.is_(False))
    )
    return bool(db.session.scalar(wanted))


def trash_before(moment: datetime, rows: int, after: Position | None) -> Sequence[Locked]:
    """Lock what has lain in the trash since before a moment, longest first."""
    wanted = locking().where(Record.deleted_at <= moment, Record.held.is_(False))
    if after is not None:
        wanted = wanted.where(tuple_(Record.deleted_at, Record.id) > after)
    ordered = wanted.order_by(Record.deleted_at, Record.id).limit(rows)
    return [
        locked_of(row)
        for row in db.session.execute(ordered.with_for_update(of=Record, skip_locked=True))
    ]


def find_models(ids: Collection[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Return the keys of models and of their apps, whether they serve or not."""
    wanted = (
        select(Model.id, App.key, Model.key)
        .join(App, (App.tenant_id == Model.tenant_id) & (App.id == Model.app_id))
        .where(Model.id.in_(ids))
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(wanted)}
