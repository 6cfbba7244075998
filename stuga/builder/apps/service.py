"""Apps and drafts: each function is one thing a builder does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm.attributes import flag_modified

from stuga.builder.apps import queries, rules
from stuga.builder.apps.commands import (
    AppPage,
    AppSummary,
    Checked,
    CreateApp,
    DeleteApp,
    Draft,
    GrantToSelf,
    RenameApp,
    SaveDraft,
)
from stuga.builder.apps.rules import DraftChangedError
from stuga.builder.checking import problems
from stuga.builder.templates import templates
from stuga.models import App, Person
from stuga.models.definition import starters
from stuga.models.definition.reading import object_at, text_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform import audit, clock
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, may, require
from stuga.platform.db import db, savepoint
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.platform.identity import people
from stuga.platform.pictures import service as pictures
from stuga.platform.pictures.commands import Owner
from stuga.platform.storage import StorageUnavailableError
from stuga.platform.telemetry import log
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.ui import Link

MOST_APPS: Final = 200
NOTHING_PERSONAL: Final[frozenset[str]] = frozenset()


def list_apps(actor: Actor, *, after_key: str = "", limit: int = MOST_APPS) -> AppPage:
    """List the tenant's apps with their drafts, by key.

    Who may not read apps gets those they hold a role in, once they are published.
    """
    if may(actor, Permission.APP_READ):
        found = queries.page_of_apps(after_key=after_key, limit=limit + 1)
    else:
        found = [one for one in _live_of(actor) if one.key > after_key][: limit + 1]
    apps = found[:limit]
    target = Target(kind="app", ids=[one.id for one in apps], count=len(apps))
    audit.record(actor, Act.APP_LIST, target=target)
    return AppPage(apps=apps, next_key=apps[-1].key if len(found) > limit else "")


def live_apps_of(actor: Actor, language: str = "") -> Sequence[Link]:
    """Return the published apps an actor holds a role in, for navigation. Leaves no entry."""
    live = _live_of(actor, language) if actor.signed_in else ()
    return [Link(title=one.title, href=f"/apps/{one.key}/", icon=one.icon) for one in live]


def _live_of(actor: Actor, language: str = "") -> Sequence[AppSummary]:
    keys = [key for key, held in actor.app_roles.items() if held]
    return queries.live_apps(keys, language or actor.language) if keys else ()


def get_app(actor: Actor, app_key: str) -> AppSummary:
    """Return one app; who may not read apps, but holds a role in it, gets no draft.

    :raises NotFoundError: if there is none
    """
    found = _readable(actor, app_key)
    audit.record(actor, Act.APP_READ, target=_target(found.key, found))
    return found


def _readable(actor: Actor, app_key: str) -> AppSummary:
    if not may(actor, Permission.APP_READ):
        for one in _live_of(actor):
            if one.key == app_key:
                return one
    require(actor, Permission.APP_READ)
    return queries.summary_of(queries.get_app(app_key))


def _target(app_key: str, app: App | AppSummary) -> Target:
    return Target(kind="app", app=app_key, id=app.id)


def create_app(actor: Actor, command: CreateApp) -> AppSummary:
    """Begin an app. Its maker gets no right to its records by that.

    :raises InvalidError: if a word is missing or wrong, or the key is taken
    """
    require(actor, Permission.APP_WRITE)
    document = _first_document(command)
    key, title = text_at(document, "key"), text_at(document, "title")
    refused = rules.naming_errors(key=key, title=title, language=text_at(document, "language"))
    if refused:
        raise InvalidError(refused)
    rules.check_storable(document, key)
    icon = document.get("icon")
    shown = icon if isinstance(icon, str) and rules.is_icon(icon) else "folder"
    app = queries.added(key, title, shown, document, actor.id)
    if app is None:
        raise InvalidError({"/key": Refused("taken")}, f"There is an app called {key} already.")
    if command.template:
        _bring_pictures(actor, app, command)
    begun = command.template or ("document" if command.document is not None else "blank")
    detail = Detail(changes={"begun": [None, begun]}, personal=NOTHING_PERSONAL)
    audit.record(actor, Act.APP_CREATE, target=_target(key, app), detail=detail)
    return queries.summary_of(app)


def _bring_pictures(actor: Actor, app: App, command: CreateApp) -> None:
    """Give an app its template's pictures. Where none can be stored, their texts stand instead."""
    owner = Owner(app.id, app.key)
    for one in templates()[command.template].pictures():
        try:
            with savepoint():
                pictures.keep(actor.id, owner, one, now=clock.now())
        except StorageUnavailableError:
            log.warning("template.without-picture", app=app.key)
            return


def _first_document(command: CreateApp) -> JsonObject:
    if command.template and command.document is not None:
        raise InvalidError({"/template": Refused("not-both")})
    given = command.document
    if command.template:
        template = templates().get(command.template)
        if template is None:
            raise InvalidError({"/template": Refused("choice-unknown")})
        given = template.document()
    if given is None:
        return starters.blank(command.key, command.title, command.language)
    document = rules.turned_to(given, command.language) if command.language else given
    document = rules.retitled(document, command.title) if command.title else document
    return {**document, "key": command.key} if command.key else document


def rename(actor: Actor, command: RenameApp) -> AppSummary:
    """Give an app another title or icon: a change of its draft.

    :raises DraftChangedError: if someone saved the draft meanwhile
    """
    require(actor, Permission.APP_WRITE)
    app = unchanged(command.app_key, command.revision)
    document = app.draft
    if command.title:
        if not rules.is_title(command.title):
            raise InvalidError({"/title": rules.title_refused(command.title)})
        document = rules.retitled(document, command.title)
    if command.icon:
        document = {**document, "icon": command.icon}
    before = app.draft
    changes = {
        name: [before.get(name), document.get(name)]
        for name in ("title", "icon")
        if before.get(name) != document.get(name)
    }
    keep_draft(actor, app, document, now=command.now)
    detail = Detail(changes=changes, personal=NOTHING_PERSONAL)
    audit.record(actor, Act.APP_UPDATE, target=_target(app.key, app), detail=detail)
    return queries.summary_of(app)


def delete_app(actor: Actor, command: DeleteApp) -> None:
    """Take an app away: it serves no more, its roles are gone, its records wait for their rules.

    :raises InvalidError: if the typed key is not the app's
    """
    require(actor, Permission.APP_WRITE)
    app = queries.locked_app(command.app_key)
    if command.typed_key != app.key:
        words = f"Type {app.key} to delete the app."
        raise InvalidError({"/key": Refused("app-key-differs", {"key": app.key})}, words)
    app.deleted_at = command.now
    # Whoever begins another app under this key shall not find its roles given away.
    grants = queries.without_grants(app.key)
    detail = Detail(changes={"roles": [grants, 0]}, personal=NOTHING_PERSONAL)
    audit.record(actor, Act.APP_DELETE, target=_target(app.key, app), detail=detail)


def get_draft(actor: Actor, app_key: str) -> Draft:
    """Return a draft with its revision."""
    require(actor, Permission.APP_READ)
    app = queries.get_app(app_key)
    audit.record(actor, Act.DRAFT_READ, target=_target(app.key, app))
    return _draft(app)


def _draft(app: App) -> Draft:
    summary = queries.summary_of(app)
    if summary.draft is None:
        raise NotFoundError
    return Draft(app=summary, state=summary.draft, document=app.draft)


def save_draft(actor: Actor, command: SaveDraft) -> Draft:
    """Replace a draft, finished or not. The same document again makes no new revision.

    :raises DraftChangedError: if someone saved it meanwhile
    :raises InvalidError: if the document cannot be this app's draft
    """
    require(actor, Permission.APP_WRITE)
    app = unchanged(command.app_key, command.revision)
    rules.check_storable(command.document, app.key)
    keep_draft(actor, app, command.document, now=command.now)
    audit.record(actor, Act.DRAFT_UPDATE, target=_target(app.key, app))
    return _draft(app)


def unchanged(app_key: str, revision: int) -> App:
    """Return an app, locked, if its draft is still at a revision.

    :raises NotFoundError: if the tenant has no such app
    :raises DraftChangedError: if the draft has moved on
    """
    app = queries.locked_app(app_key)
    if app.draft_revision != revision:
        who = queries.who_are([app.draft_by])
        by = who.get(app.draft_by) if app.draft_by else None
        raise DraftChangedError(revision=app.draft_revision, at=app.draft_at, by=by)
    return app


def keep_draft(actor: Actor, app: App, document: JsonObject, *, now: datetime) -> None:
    """Make a document the draft of a locked app: the part of saving that others share."""
    if rules.written(document) == rules.written(app.draft):
        return
    app.draft = document
    flag_modified(app, "draft")  # equal but for the order of members counts as changed, too
    app.draft_revision += 1
    app.draft_at, app.draft_by = now, actor.id
    title, icon = document.get("title"), document.get("icon")
    if isinstance(title, str) and rules.is_title(title):
        app.title = title
    if isinstance(icon, str) and rules.is_icon(icon):
        app.icon = icon
    db.session.flush()  # the answer compares the draft with the live version, in PostgreSQL


def check_draft(actor: Actor, app_key: str, document: JsonObject | None = None) -> Checked:
    """List what is wrong with the draft, or with a document that is not saved yet."""
    require(actor, Permission.APP_READ)
    app = queries.get_app(app_key)
    found = problems(app.draft if document is None else document)
    target = Target(kind="app", app=app.key, id=app.id, count=len(found))
    audit.record(actor, Act.DRAFT_CHECK, target=target)
    return Checked(found)


def grant_role_to_self(actor: Actor, command: GrantToSelf) -> None:
    """Give oneself a role of a published app. Owners and admins may, and it is on record.

    :raises NotFoundError: if the live version has no such role
    """
    require(actor, Permission.PERSON_WRITE)
    app = queries.get_app(command.app_key)
    roles = object_at(queries.live_document(app) or {}, "roles")
    person_id = actor.person_id
    if person_id is None or command.role not in roles:
        raise NotFoundError
    if not queries.holds_role(person_id, app.key, command.role):
        person = db.session.get_one(Person, (current_tenant_id(), person_id))
        people.grant_app_role(person, app.key, command.role)
    detail = Detail(changes={"role": [None, command.role]}, label=actor.name)
    audit.record(actor, Act.ROLE_GRANT, target=_target(app.key, app), detail=detail)
