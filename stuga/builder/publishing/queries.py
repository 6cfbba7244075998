"""Finds versions, migrations, and the stored records a change is tried on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import defer

from stuga.builder.apps.commands import Who
from stuga.builder.apps.queries import who_are
from stuga.builder.publishing.commands import VersionSummary, WholeVersion
from stuga.builder.publishing.trial import Row
from stuga.models import App, Migration, Model, ModelField, Outbox, Record, Tenant, Trial, Version
from stuga.models.definition.steps import Do, Step
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records import migrating_removed
from stuga.runtime.records.migrating_names import REMOVED
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


def rows_after(
    model_id: UUID, fields: Sequence[str], *, after: UUID | None, limit: int
) -> Sequence[Row]:
    """Return some fields of the next records of a model by id that are not in the trash."""
    wanted = select(Record.id, *(Record.data[key] for key in fields)).where(
        Record.model_id == model_id, Record.deleted_at.is_(None)
    )
    if after is not None:
        wanted = wanted.where(Record.id > after)
    rows = db.session.execute(wanted.order_by(Record.id).limit(limit))
    return [Row(row[0], dict(zip(fields, row[1:], strict=True))) for row in rows]


def count_rows(model_ids: Collection[UUID]) -> int:
    """Count the records of some models that are not in the trash."""
    wanted = select(func.count()).select_from(Record)
    found = wanted.where(Record.model_id.in_(model_ids), Record.deleted_at.is_(None))
    return db.session.scalar(found) or 0


def count_sharing(model_id: UUID, fields: Sequence[str]) -> int:
    """Count the live records whose values together stand in another record too."""
    values = [Record.data[key] for key in fields]
    filled = [value.astext.not_in(("", "[]")) for value in values]
    groups = (
        select(func.count().label("times"))
        .where(Record.model_id == model_id, Record.deleted_at.is_(None), *filled)
        .group_by(*values)
        .having(func.count() > 1)
        .subquery()
    )
    return db.session.scalar(select(func.coalesce(func.sum(groups.c.times), 0))) or 0


def pending(app: App) -> Migration | None:
    """Return the publication of an app that is under way."""
    return db.session.scalar(_migrations(app).where(Migration.state == "preparing"))


def get_migration(app: App, migration_id: UUID, *, locked: bool = False) -> Migration:
    """Return one migration of an app.

    :raises NotFoundError: if the app has no such migration
    """
    wanted = _migrations(app).where(Migration.id == migration_id)
    found = db.session.scalar(_locking(wanted) if locked else wanted)
    if found is None:
        raise NotFoundError
    return found


def find_migration(migration_id: UUID) -> Migration | None:
    """Return a migration, locked, or None if it is gone with its app."""
    return db.session.scalar(_locking(select(Migration).where(Migration.id == migration_id)))


def _locking(wanted: Select[Migration]) -> Select[Migration]:
    # Its document and counts may have been read before the lock.
    return wanted.with_for_update().execution_options(populate_existing=True)


def _migrations(app: App) -> Select[Migration]:
    return select(Migration).where(Migration.app_id == app.id)


def page_of_migrations(app: App, *, limit: int, number: int | None = None) -> Sequence[Migration]:
    """Return migrations of an app, the newest first: all, or those that led to one version."""
    wanted = _migrations(app).options(defer(Migration.document))
    if number is not None:
        wanted = wanted.where(Migration.number == number)
    return db.session.scalars(wanted.order_by(Migration.id.desc()).limit(limit)).all()


def renames_back(app: App, number: int) -> JsonObject:
    """Return what undoes every rename since a version: model key -> `{key now: key then}`."""
    wanted = (
        select(Migration.steps)
        .where(Migration.app_id == app.id, Migration.number > number, Migration.state == "done")
        .order_by(Migration.number)
    )
    then: dict[tuple[str, str], str] = {}  # (model, key now) -> key then
    for steps in db.session.scalars(wanted):
        renames = [one for one in map(Step.read, steps) if one.do is Do.RENAME]
        for one in renames:
            then[one.model, one.field] = then.pop((one.model, one.was), one.was)
    found: dict[str, JsonObject] = {}
    for (model, now), was in then.items():
        found.setdefault(model, {})[now] = was
    return dict(found)


def is_given_up(kind: str, migration_id: UUID) -> bool:
    """Tell whether the job that goes on with a migration has failed for the last time."""
    wanted = select(Outbox.id).where(
        Outbox.kind == kind,
        Outbox.dead_at.is_not(None),
        Outbox.payload["migration"].astext == str(migration_id),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def find_trial(app_id: UUID, *, locked: bool = False) -> Trial | None:
    """Return how far the newest draft of an app has been tried on all records."""
    wanted = select(Trial).where(Trial.app_id == app_id)
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(wanted)


def app_with(app_id: UUID, *, locked: bool = False) -> App | None:
    """Return an app that has not been deleted, for jobs that hold its id."""
    wanted = select(App).where(App.id == app_id, App.deleted_at.is_(None))
    if locked:
        wanted = wanted.with_for_update(key_share=True)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def zone() -> ZoneInfo:
    """Return the tenant's time zone."""
    wanted = select(Tenant.zone).where(Tenant.id == current_tenant_id())
    return ZoneInfo(db.session.scalar(wanted) or "UTC")


def ended_since(app: App, moment: datetime) -> Sequence[Migration]:
    """Return migrations that have put records in place since a moment, the first first."""
    wanted = _migrations(app).where(Migration.state == "done", Migration.ended_at >= moment)
    return db.session.scalars(wanted.order_by(Migration.number)).all()


def asked_by(row: Migration) -> Who | None:
    """Return who asked for a migration."""
    return who_are([row.asked_by]).get(row.asked_by) if row.asked_by else None


def has_removed_records(app: App, keys: Collection[str]) -> bool:
    """Tell whether records are left of models that a version has removed."""
    return migrating_removed.has_records(migrating_removed.gone_models(app.id, keys))


def model_without(app_id: UUID, key: str, field: str) -> UUID | None:
    """Return the id of a model that does not have a field any more; None if it has it again."""
    wanted = (
        select(Model.id)
        .join(
            ModelField,
            and_(ModelField.tenant_id == Model.tenant_id, ModelField.model_id == Model.id),
        )
        .where(
            Model.app_id == app_id,
            Model.key == key,
            ModelField.key == field,
            ModelField.state == REMOVED,
        )
    )
    return db.session.scalar(wanted)
