"""How publications that change stored records go: looked at, stopped, let go of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.apps import queries as apps
from stuga.builder.publishing import letting_go, preparing, queries
from stuga.builder.publishing.commands import MigrationState
from stuga.builder.publishing.kinds_of_job import PREPARE
from stuga.builder.publishing.rules import MigrationOverError
from stuga.models import App, Migration
from stuga.models.definition.reading import texts_at
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.runtime.records import migrating_former

MOST_SHOWN: Final = 50
GIVEN_UP: Final = "given-up"


def list_migrations(actor: Actor, app_key: str) -> Sequence[MigrationState]:
    """List an app's migrations, the newest first."""
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    rows = queries.page_of_migrations(app, limit=MOST_SHOWN)
    target = Target(kind="version", app=app.key, id=app.id, count=len(rows))
    audit.record(actor, Act.MIGRATION_LIST, target=target)
    return [migration_state(app, row) for row in rows]


def get_migration(actor: Actor, app_key: str, migration_id: UUID) -> MigrationState:
    """Return how a migration goes, or went.

    :raises NotFoundError: if the app has none of this id
    """
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    row = queries.get_migration(app, migration_id)
    audit.record(actor, Act.MIGRATION_READ, target=_target(app, row))
    return migration_state(app, row)


def cancel_migration(
    actor: Actor, app_key: str, migration_id: UUID, *, now: datetime
) -> MigrationState:
    """Stop a migration before its version serves: nothing has changed then.

    :raises MigrationOverError: if it is over
    """
    require(actor, Permission.APP_PUBLISH)
    app = apps.get_app(app_key)
    row = queries.get_migration(app, migration_id, locked=True)
    if row.state != preparing.PREPARING:
        raise MigrationOverError
    preparing.cancel(app, row, now=now)
    audit.record(actor, Act.MIGRATION_UPDATE, target=_target(app, row))
    return migration_state(app, row)


def confirm_migration(
    actor: Actor, app_key: str, migration_id: UUID, *, now: datetime
) -> MigrationState:
    """Let go of the values that a migration has put aside, before their time is over.

    :raises MigrationOverError: if there is nothing to let go of
    """
    require(actor, Permission.APP_PUBLISH)
    app = apps.get_app(app_key)
    row = queries.get_migration(app, migration_id, locked=True)
    if not migration_state(app, row).may_be_confirmed:
        raise MigrationOverError
    letting_go.confirm(row, now=now)
    audit.record(actor, Act.MIGRATION_UPDATE, target=_target(app, row))
    return migration_state(app, row)


def _target(app: App, row: Migration) -> Target:
    return Target(kind="version", app=app.key, version=row.number, id=row.id, count=row.changed)


def states_of(app: App, number: int) -> Sequence[MigrationState]:
    """Return the migrations that led to a version; part of another act's entry."""
    rows = queries.page_of_migrations(app, limit=MOST_SHOWN, number=number)
    return [migration_state(app, row) for row in rows]


def migration_state(app: App, row: Migration) -> MigrationState:
    """Return how a migration goes, or went."""
    reason, _, field = row.reason.partition(":")
    if row.state == preparing.PREPARING and queries.is_given_up(PREPARE, row.id):
        reason = GIVEN_UP
    who = queries.asked_by(row)
    removed = texts_at(row.settings, "removed")
    left = row.state == "done" and bool(removed) and queries.has_removed_records(app, removed)
    return MigrationState(
        id=row.id,
        number=row.number,
        former_number=row.former_number,
        state=row.state,
        reason=reason,
        field=field,
        total=row.total,
        done=row.done,
        changed=row.changed,
        aside=migrating_former.count(row.id) if row.state == "done" else 0,
        asked_at=row.asked_at,
        asked_by=who,
        ended_at=row.ended_at,
        confirmed_at=row.confirmed_at,
        ends_at=_ends_at(row, is_left=left),
        steps=row.steps,
        removed_models=removed if left else (),
    )


def _ends_at(row: Migration, *, is_left: bool) -> datetime | None:
    """Return when the last of what was put aside is gone."""
    last = migrating_former.last_end(row.id) if row.state == "done" else None
    if not is_left or row.ended_at is None:
        return last
    return row.confirmed_at or row.ended_at + migrating_former.KEPT
