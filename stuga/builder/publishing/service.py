"""Versions: looking at what a draft would do, publishing it, going back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.apps import queries as apps
from stuga.builder.apps.commands import Checked
from stuga.builder.apps.service import keep_draft, unchanged
from stuga.builder.checking import problems
from stuga.builder.publishing import going_live, migrations, preparing, queries, rules
from stuga.builder.publishing import trying as trying_all
from stuga.builder.publishing.commands import (
    Comparison,
    MigrationState,
    Preview,
    Publish,
    Published,
    RestoreVersion,
    VersionPage,
    VersionSummary,
    WholeVersion,
)
from stuga.builder.publishing.deciding import steps_of
from stuga.builder.publishing.impact import model_changes, tried_on_records, with_examples
from stuga.builder.publishing.parts import part_changes
from stuga.builder.publishing.planning import Plan
from stuga.builder.publishing.progress import migration_state, states_of
from stuga.builder.publishing.rules import NothingToPublishError, PublishingError
from stuga.models import App, Migration
from stuga.models.definition.reading import text_at
from stuga.models.definition.steps import Step
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import savepoint
from stuga.platform.ui import Locale

MOST_VERSIONS: Final = 50


def preview_publish(actor: Actor, app_key: str, *, now: datetime, locale: Locale) -> Preview:
    """Say what publishing the draft would do. Examples only where the actor may read them.

    Where more records are stored than are looked at at once, all of them are, in the background.
    """
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    return _preview(actor, Plan(app, apps.live_document(app), app.draft), now, locale)


def preview_restore(
    actor: Actor, app_key: str, number: int, *, now: datetime, locale: Locale
) -> Preview:
    """Say what publishing an earlier version again would do.

    :raises NotFoundError: if there is no such version
    """
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    former = queries.get_version(app, number)
    plan = Plan(app, apps.live_document(app), former.document, number)
    return _preview(actor, plan, now, locale)


def _preview(actor: Actor, plan: Plan, now: datetime, locale: Locale) -> Preview:
    app = plan.app
    trying, counted = trying_all.state_of(plan)
    tried = tried_on_records(plan, counted)
    if trying is None and any(one.effect.capped for one in tried):
        trying = trying_all.begin(actor, plan, now=now)
    effects = with_examples(actor, app, tried, now=now, locale=locale)
    shown = [example.id for effect in effects for example in effect.examples]
    target = Target(kind="app", app=app.key, id=app.id, ids=shown, count=len(shown))
    audit.record(actor, Act.DRAFT_PREVIEW, target=target)
    pending = queries.pending(app)
    return Preview(
        number=queries.next_number(app),
        revision=app.draft_revision,
        same=rules.same(plan.before, plan.after),
        checked=Checked(problems(plan.after)),
        effects=effects,
        parts=part_changes(plan.before or {}, plan.after),
        trying=trying,
        pending=pending.id if pending else None,
    )


def publish(actor: Actor, command: Publish) -> Published:
    """Make the draft the version that serves. Of two at once one wins, the other is told.

    If many stored records must be carried along, the version before serves until they are ready.

    :raises DraftChangedError: if someone saved the draft meanwhile
    :raises DraftHasErrorsError: if the checker finds errors
    :raises PublishNeedsDecisionError: if nobody has said what is to be done with stored records
    :raises InvalidError: naming each choice that is none
    :raises PublishStoppedError: if a value does not convert that should
    :raises PublishingError: if another version is on its way
    :raises NothingToPublishError: if the draft serves already
    """
    require(actor, Permission.APP_PUBLISH)
    app = unchanged(command.app_key, command.revision)
    plan = Plan(app, apps.live_document(app), app.draft)
    return _freeze(actor, plan, command, follows=True)


def restore_version(actor: Actor, command: RestoreVersion) -> Published:
    """Publish an earlier version again, through the same gate.

    The draft follows if it held nothing that was not published; else it stays as it is.

    :raises NotFoundError: if there is no such version
    """
    require(actor, Permission.APP_PUBLISH)
    app = unchanged(command.app_key, command.revision)
    former = queries.get_version(app, command.number)
    live = apps.live_document(app)
    follows = rules.same(live, app.draft)
    done = _freeze(actor, Plan(app, live, former.document, command.number), command, follows=False)
    if follows and done.version is not None:
        keep_draft(actor, app, former.document, now=command.now)
    elif follows and done.migration is not None:
        migrations.let_draft_follow(app, done.migration.id)
    return replace(
        done,
        draft_revision=app.draft_revision,
        draft_follows=follows or rules.same(former.document, app.draft),
    )


def _freeze(
    actor: Actor, plan: Plan, command: Publish | RestoreVersion, *, follows: bool
) -> Published:
    """Let a document through the gate, and make it the version that serves or is to."""
    app = plan.app
    if (pending := queries.pending(app)) is not None:
        raise PublishingError(pending.id)
    if rules.same(plan.before, plan.after):
        raise NothingToPublishError
    found = problems(plan.after)
    rules.check_publishable(found)
    _, counted = trying_all.state_of(plan)
    effects = [one.effect for one in tried_on_records(plan, counted)]
    steps = steps_of(plan, effects, command.choices, command.confirm)
    published = Published(
        version=None,
        checked=Checked(found),
        effects=effects,
        draft_revision=app.draft_revision,
        draft_follows=follows,
    )
    with savepoint():  # of what is stopped nothing is seen, on the page either
        return _carried(actor, plan, steps, command, published)


def _carried(
    actor: Actor,
    plan: Plan,
    steps: Sequence[Step],
    command: Publish | RestoreVersion,
    published: Published,
) -> Published:
    """Carry stored records along: few at once, many before the version serves."""
    app, row = plan.app, migrations.begun(actor, plan, steps, command)
    if row is None:
        return replace(published, version=_published_now(actor, plan, command))
    if row.total > migrations.AT_ONCE:
        return replace(published, migration=_published_later(actor, app, row))
    version = migrations.at_once(actor, app, row, now=command.now)
    return replace(
        published,
        version=queries.summary_of(app, version),
        migration=migration_state(app, row),
    )


def _published_now(actor: Actor, plan: Plan, command: Publish | RestoreVersion) -> VersionSummary:
    """Publish what does nothing to stored records."""
    app = plan.app
    version = going_live.new_version(
        app,
        queries.next_number(app),
        plan.after,
        note=command.note,
        at=command.now,
        by=actor.id,
    )
    version.restored_from = plan.restored_from or None
    former = going_live.put_live(app, version)
    going_live.note_published(actor, app, version, former=former)
    return queries.summary_of(app, version)


def _published_later(actor: Actor, app: App, row: Migration) -> MigrationState:
    """Publish once the many stored records are ready for it."""
    preparing.begin(actor, row)
    target = Target(kind="version", app=app.key, version=row.number, id=row.id, count=row.total)
    detail = Detail(reason=text_at(row.settings, "note"))
    audit.record(actor, Act.MIGRATION_CREATE, target=target, detail=detail)
    return migration_state(app, row)


def list_versions(
    actor: Actor, app_key: str, *, before: int = 0, limit: int = MOST_VERSIONS
) -> VersionPage:
    """List an app's versions, the newest first."""
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    found = queries.page_of_versions(app, before=before, limit=limit + 1)
    versions = found[:limit]
    target = Target(kind="version", app=app.key, id=app.id, count=len(versions))
    audit.record(actor, Act.VERSION_LIST, target=target)
    return VersionPage(
        versions=versions, next_number=versions[-1].number if len(found) > limit else 0
    )


def get_version(actor: Actor, app_key: str, number: int) -> WholeVersion:
    """Return one version with its document.

    :raises NotFoundError: if there is none
    """
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    found = queries.get_version(app, number)
    _note_read(actor, app.key, app.id, number)
    return found


def compare_versions(actor: Actor, app_key: str, before: int, after: int) -> Comparison:
    """Say how one version differs from another. Stored records are not looked at.

    :raises NotFoundError: if one of them is not there
    """
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    old, new = queries.get_version(app, before), queries.get_version(app, after)
    _note_read(actor, app.key, app.id, after)
    return Comparison(
        before=old.summary,
        after=new.summary,
        effects=model_changes(Plan(app, old.document, new.document)),
        parts=part_changes(old.document, new.document),
    )


def _note_read(actor: Actor, app_key: str, app_id: UUID, number: int) -> None:
    target = Target(kind="version", app=app_key, version=number, id=app_id)
    audit.record(actor, Act.VERSION_READ, target=target)


def document_read(actor: Actor, app_key: str, number: int) -> JsonObject:
    """Return a version's document where another function leaves the entry of the act."""
    require(actor, Permission.APP_READ)
    return queries.get_version(apps.get_app(app_key), number).document


def migrations_to(actor: Actor, app_key: str, number: int) -> Sequence[MigrationState]:
    """Return what led to a version, where another function leaves the entry of the act."""
    require(actor, Permission.APP_READ)
    return states_of(apps.get_app(app_key), number)
