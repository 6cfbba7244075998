"""Finds imports, their content and their failures."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text, cast, delete, func, insert, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import defer

from stuga.models import ImportFailure, ImportJob, ImportKey, Outbox
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.identity.asked_by import own
from stuga.runtime.exchange.commands import Failure
from stuga.runtime.exchange.kinds_of_job import IMPORT


def find_job(job_id: UUID, *, locked: bool = False) -> ImportJob | None:
    """Return an import without its content, which may be large."""
    wanted = select(ImportJob).where(ImportJob.id == job_id).options(defer(ImportJob.content))
    if locked:
        wanted = wanted.with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def own_job(actor: Actor, job_id: UUID, *, locked: bool = False) -> ImportJob:
    """Return an import that the actor began; others' files are nobody's business.

    :raises NotFoundError: if there is none
    """
    return own(find_job(job_id, locked=locked), actor)


def content_of(job_id: UUID) -> bytes | None:
    """Return the file itself; None once it has been emptied."""
    return db.session.scalar(select(ImportJob.content).where(ImportJob.id == job_id))


def same_file(digest: str, app_key: str, model: str, *, since: datetime) -> ImportJob | None:
    """Return the last import of the same file into the same model, if it was begun since.

    One that ended early counts if rows of it came in: they would come twice.
    """
    wanted = (
        select(ImportJob)
        .where(
            ImportJob.digest == digest,
            ImportJob.app_key == app_key,
            ImportJob.model == model,
            ImportJob.created_at >= since,
            ImportJob.state.not_in(("uploaded", "trying", "tried")),
            or_(ImportJob.state.in_(("running", "done")), ImportJob.created_count > 0),
        )
        .options(defer(ImportJob.content))
        .order_by(ImportJob.created_at.desc())
        .limit(1)
    )
    return db.session.scalar(wanted)


def add_failures(job_id: UUID, failures: Sequence[Failure]) -> None:
    """Keep rows that were refused."""
    rows = [
        {
            "job_id": job_id,
            "row": one.row,
            "cells": list(one.cells),
            "errors": dict(one.errors),
        }
        for one in failures
    ]
    if rows:
        db.session.execute(insert(ImportFailure), rows)


def claim_keys(job_id: UUID, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, int]:
    """Take keys for rows; return those that earlier rows of the same import have, with the row."""
    rows = [{"job_id": job_id, "value_hmac": value, "row": row} for value, row in sorted(wanted)]
    if not rows:
        return {}
    taking = upsert(ImportKey).on_conflict_do_nothing().returning(ImportKey.value_hmac)
    taken = set(db.session.scalars(taking, rows))
    held = [value for value, _ in wanted if value not in taken]
    if not held:
        return {}
    first = select(ImportKey.value_hmac, ImportKey.row).where(
        ImportKey.job_id == job_id, ImportKey.value_hmac.in_(held)
    )
    return {row[0]: row[1] for row in db.session.execute(first)}


def rows_of_keys(job_id: UUID, wanted: Collection[bytes]) -> Mapping[bytes, int]:
    """Return which rows of an import have taken keys, as far as any has."""
    found = select(ImportKey.value_hmac, ImportKey.row).where(
        ImportKey.job_id == job_id, ImportKey.value_hmac.in_(wanted)
    )
    return {row[0]: row[1] for row in db.session.execute(found)} if wanted else {}


def failures_in(
    job_id: UUID, fields: Sequence[str], after: int, limit: int | None, *, backwards: bool
) -> Sequence[tuple[int, Sequence[str]]]:
    """Return rows that were refused for some of these fields and nothing else, with their cells.

    :param after: the row from which it goes on, down or up; 0 for the first
    """
    rest = ImportFailure.errors.op("-", return_type=JSONB)(cast([*fields], ARRAY(Text)))
    nothing = cast({}, JSONB)
    wanted = select(ImportFailure.row, ImportFailure.cells).where(
        ImportFailure.job_id == job_id, ImportFailure.errors != nothing, rest == nothing
    )
    if after:
        wanted = wanted.where(ImportFailure.row < after if backwards else ImportFailure.row > after)
    order = ImportFailure.row.desc() if backwards else ImportFailure.row
    return [(row[0], row[1]) for row in db.session.execute(wanted.order_by(order).limit(limit))]


def drop_failures_of(job_id: UUID, rows: Collection[int]) -> None:
    """Forget that rows were refused: they have been tried again."""
    gone = delete(ImportFailure).where(ImportFailure.job_id == job_id, ImportFailure.row.in_(rows))
    db.session.execute(gone.execution_options(synchronize_session=False))


def trim_failures(job_id: UUID, most: int) -> None:
    """Keep so many of the rows that were refused, the first of the file."""
    kept = select(ImportFailure.row).where(ImportFailure.job_id == job_id)
    last = kept.order_by(ImportFailure.row).offset(most).limit(1).scalar_subquery()
    gone = delete(ImportFailure).where(ImportFailure.job_id == job_id, ImportFailure.row >= last)
    db.session.execute(gone.execution_options(synchronize_session=False))


def drop_failures(job_id: UUID) -> None:
    """Forget the rows that were refused, before they are looked at again."""
    gone = delete(ImportFailure).where(ImportFailure.job_id == job_id)
    db.session.execute(gone.execution_options(synchronize_session=False))


def is_on_its_way(job_id: UUID) -> bool:
    """Tell whether a job that does the next batch of an import waits already."""
    waiting = select(Outbox.id).where(
        Outbox.kind == IMPORT,
        Outbox.dead_at.is_(None),
        Outbox.payload["import"].astext == str(job_id),
    )
    return db.session.scalar(waiting.limit(1)) is not None


def drop_keys(job_id: UUID) -> None:
    """Forget the keys of an import that is over."""
    gone = delete(ImportKey).where(ImportKey.job_id == job_id)
    db.session.execute(gone.execution_options(synchronize_session=False))


def failures_of(job_id: UUID, *, limit: int | None = None) -> Sequence[Failure]:
    """Return rows that were refused, in the order of the file."""
    wanted = (
        select(ImportFailure.row, ImportFailure.cells, ImportFailure.errors)
        .where(ImportFailure.job_id == job_id)
        .order_by(ImportFailure.row)
        .limit(limit)
    )
    return [
        Failure(row, cells, {key: str(words) for key, words in errors.items()})
        for row, cells, errors in db.session.execute(wanted)
    ]


def failures_by_field(job_id: UUID) -> Sequence[tuple[str, str, int]]:
    """Return what rows were refused for: field, words and how many, the commonest first."""
    each = func.jsonb_each_text(ImportFailure.errors).table_valued("key", "value")
    wanted = (
        select(each.c.key, each.c.value, func.count())
        .select_from(ImportFailure)
        .join(each, onclause=true())
        .where(ImportFailure.job_id == job_id)
        .group_by(each.c.key, each.c.value)
        .order_by(func.count().desc(), each.c.key, each.c.value)
        .limit(20)
    )
    return [(key, words, count) for key, words, count in db.session.execute(wanted)]


def has_content(job_id: UUID) -> bool:
    """Tell whether a file is still there."""
    wanted = select(ImportJob.id).where(ImportJob.id == job_id, ImportJob.content.is_not(None))
    return db.session.scalar(wanted) is not None


def drop_job(job_id: UUID) -> None:
    """Remove an import and its failures."""
    gone = delete(ImportJob).where(ImportJob.id == job_id)
    db.session.execute(gone.execution_options(synchronize_session=False))
