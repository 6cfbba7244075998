"""Versions: looking at what a draft would do, publishing it, going back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.apps import queries as apps
from stuga.builder.apps.commands import Checked
from stuga.builder.apps.service import keep_draft, unchanged
from stuga.builder.checking import problems
from stuga.builder.publishing import queries, rules
from stuga.builder.publishing.commands import (
    Comparison,
    Preview,
    Publish,
    Published,
    RestoreVersion,
    VersionPage,
    WholeVersion,
)
from stuga.builder.publishing.impact import model_changes, tried_on_records, with_examples
from stuga.builder.publishing.parts import part_changes
from stuga.builder.publishing.rules import NothingToPublishError
from stuga.models import App, Version
from stuga.models.definition import document
from stuga.models.definition.digest import digest
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import db
from stuga.platform.ui import Locale
from stuga.runtime.records.slots import adopt_version

MOST_VERSIONS: Final = 50
NOTHING_PERSONAL: Final[frozenset[str]] = frozenset()


def preview_publish(actor: Actor, app_key: str, *, now: datetime, locale: Locale) -> Preview:
    """Say what publishing the draft would do. Examples only where the actor may read them."""
    require(actor, Permission.APP_READ)
    app = apps.get_app(app_key)
    live = apps.live_document(app)
    tried = tried_on_records(app, live, app.draft)
    effects = with_examples(actor, app, tried, now=now, locale=locale)
    shown = [example.id for effect in effects for example in effect.examples]
    target = Target(kind="app", app=app.key, id=app.id, ids=shown, count=len(shown))
    audit.record(actor, Act.DRAFT_PREVIEW, target=target)
    return Preview(
        number=queries.next_number(app),
        revision=app.draft_revision,
        same=rules.same(live, app.draft),
        checked=Checked(problems(app.draft)),
        effects=effects,
        parts=part_changes(live or {}, app.draft),
    )


def publish(actor: Actor, command: Publish) -> Published:
    """Make the draft the version that serves. Of two at once one wins, the other is told.

    :raises DraftChangedError: if someone saved the draft meanwhile
    :raises DraftHasErrorsError: if the checker finds errors
    :raises PublishNeedsDecisionError: if stored records are affected and that is not confirmed
    :raises NothingToPublishError: if the draft serves already
    """
    require(actor, Permission.APP_PUBLISH)
    app = unchanged(command.app_key, command.revision)
    return _freeze(actor, app, app.draft, command)


def restore_version(actor: Actor, command: RestoreVersion) -> Published:
    """Publish an earlier version again, through the same gate.

    The draft follows if it held nothing that was not published; else it stays as it is.

    :raises NotFoundError: if there is no such version
    """
    require(actor, Permission.APP_PUBLISH)
    app = unchanged(command.app_key, command.revision)
    former = queries.get_version(app, command.number)
    follows = rules.same(apps.live_document(app), app.draft)
    done = _freeze(actor, app, former.document, command)
    if follows:
        keep_draft(actor, app, former.document, now=command.now)
    return Published(
        version=done.version,
        checked=done.checked,
        effects=done.effects,
        draft_revision=app.draft_revision,
        draft_follows=follows or rules.same(former.document, app.draft),
    )


def _freeze(
    actor: Actor, app: App, whole: JsonObject, command: Publish | RestoreVersion
) -> Published:
    """Let a document through the gate and make it the version that serves."""
    live = apps.live_document(app)
    if rules.same(live, whole):
        raise NothingToPublishError
    found = problems(whole)
    rules.check_publishable(found)
    tried = tried_on_records(app, live, whole)
    rules.check_decided([one.effect for one in tried], command.confirm)
    version = _version(actor, app, whole, command)
    adopt_version(app.id, document.App.read(whole), version.number)
    former, app.live_number = app.live_number, version.number
    db.session.flush()  # the next act of this transaction asks what serves
    accepted = [one.effect.code for one in tried if one.effect.code in command.confirm]
    _note_published(actor, app, version, former=former, accepted=accepted)
    return Published(
        version=queries.summary_of(app, version),
        checked=Checked(found),
        effects=[one.effect for one in tried],
        draft_revision=app.draft_revision,
        draft_follows=True,
    )


def _version(
    actor: Actor, app: App, whole: JsonObject, command: Publish | RestoreVersion
) -> Version:
    version = Version(
        app_id=app.id,
        number=queries.next_number(app),
        document=whole,
        digest=digest(whole),
        note=command.note.strip(),
        published_at=command.now,
        published_by=actor.id,
        restored_from=command.number if isinstance(command, RestoreVersion) else None,
    )
    db.session.add(version)
    db.session.flush()  # fields are entered as of this version, which must be there
    return version


def _note_published(
    actor: Actor, app: App, version: Version, *, former: int | None, accepted: Sequence[str]
) -> None:
    changes: dict[str, Sequence[JsonValue]] = {"live_number": [former, version.number]}
    if version.restored_from:
        changes["restored_from"] = [None, version.restored_from]
    if accepted:
        changes["confirmed"] = [None, [*accepted]]
    audit.record(
        actor,
        Act.VERSION_PUBLISH,
        target=Target(kind="version", app=app.key, version=version.number, id=app.id),
        detail=Detail(changes=changes, personal=NOTHING_PERSONAL, reason=version.note),
    )


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
        effects=model_changes(old.document, new.document),
        parts=part_changes(old.document, new.document),
    )


def _note_read(actor: Actor, app_key: str, app_id: UUID, number: int) -> None:
    target = Target(kind="version", app=app_key, version=number, id=app_id)
    audit.record(actor, Act.VERSION_READ, target=target)
