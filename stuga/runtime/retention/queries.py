"""Reads rules, runs and candidates."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_

from stuga.models import App, Record, RetentionRule, RetentionRun
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.stored import COLUMNS, Stored, stored_of

ROWS = 500


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


def records_of(model_id: UUID, most: int) -> Iterator[Stored]:
    """Return a model's records, oldest first, in batches; at most so many."""
    after: UUID | None = None
    left = most
    while left > 0:
        wanted = select(*COLUMNS).where(Record.model_id == model_id)
        if after is not None:
            wanted = wanted.where(Record.id > after)
        rows = db.session.execute(wanted.order_by(Record.id).limit(min(ROWS, left))).all()
        yield from (stored_of(row) for row in rows)
        if len(rows) < ROWS:
            return
        after, left = rows[-1][0], left - len(rows)


def due_after(
    position: tuple[datetime, UUID] | None, *, now: datetime
) -> Sequence[tuple[Stored, datetime]]:
    """Return the next batch of what is due, without locking it: for a dry run."""
    wanted = select(*COLUMNS).where(Record.due_at <= now, Record.held.is_(False))
    if position is not None:
        wanted = wanted.where(tuple_(Record.due_at, Record.id) > position)
    rows = db.session.execute(wanted.order_by(Record.due_at, Record.id).limit(ROWS))
    found = [stored_of(row) for row in rows]
    return [(one, one.due_at) for one in found if one.due_at is not None]


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
