"""Finds versions, and the stored records a change is tried on."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from stuga.builder.apps.commands import Who
from stuga.builder.apps.queries import who_are
from stuga.builder.publishing.commands import VersionSummary, WholeVersion
from stuga.builder.publishing.trial import Row
from stuga.models import App, Model, Record, Version
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.stored import COLUMNS, Stored, stored_of

MOST_NUMBER: Final = 2**31 - 1


def page_of_versions(app: App, *, before: int, limit: int) -> Sequence[VersionSummary]:
    """Return at most `limit` versions, the newest first; `before` 0 begins at the newest."""
    wanted = select(Version).where(Version.app_id == app.id).options(defer(Version.document))
    if before:
        wanted = wanted.where(Version.number < before)
    rows = db.session.scalars(wanted.order_by(Version.number.desc()).limit(limit)).all()
    names = who_are(row.published_by for row in rows)
    return [_summary(app, row, names) for row in rows]


def get_version(app: App, number: int) -> WholeVersion:
    """Return a version with its document.

    :raises NotFoundError: if the app has no such version
    """
    row = None
    if 0 < number <= MOST_NUMBER:
        wanted = select(Version).where(Version.app_id == app.id, Version.number == number)
        row = db.session.scalar(wanted)
    if row is None:
        raise NotFoundError
    return WholeVersion(summary_of(app, row), row.document)


def summary_of(app: App, row: Version) -> VersionSummary:
    """Return a version as a list shows it."""
    return _summary(app, row, who_are([row.published_by]))


def _summary(app: App, row: Version, names: Mapping[UUID, Who]) -> VersionSummary:
    return VersionSummary(
        number=row.number,
        note=row.note,
        digest=row.digest,
        published_at=row.published_at,
        published_by=names.get(row.published_by) if row.published_by else None,
        restored_from=row.restored_from,
        live=row.number == app.live_number,
    )


def next_number(app: App) -> int:
    """Return what the next version of an app is called. Only good while the app is locked."""
    highest = db.session.scalar(select(func.max(Version.number)).where(Version.app_id == app.id))
    return (highest or 0) + 1


def model_ids(app: App) -> Mapping[str, UUID]:
    """Return the ids of all models an app has ever had, by key."""
    rows = db.session.execute(select(Model.key, Model.id).where(Model.app_id == app.id))
    return dict(rows.all())


def newest_rows(model_id: UUID, fields: Sequence[str], *, limit: int) -> Sequence[Row]:
    """Return some fields of at most `limit` records of a model that are not in the trash."""
    wanted = (
        select(Record.id, *(Record.data[key] for key in fields))
        .where(Record.model_id == model_id, Record.deleted_at.is_(None))
        .order_by(Record.created_at.desc(), Record.id.desc())
        .limit(limit)
    )
    return [
        Row(row[0], dict(zip(fields, row[1:], strict=True))) for row in db.session.execute(wanted)
    ]


def records_with(ids: Collection[UUID]) -> Sequence[Stored]:
    """Return a few whole records by their ids, the newest first."""
    wanted = select(*COLUMNS).where(Record.id.in_(ids)).order_by(Record.id.desc())
    return [stored_of(row) for row in db.session.execute(wanted)]
