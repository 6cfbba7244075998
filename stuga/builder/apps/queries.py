"""Finds apps, their drafts and the people who saved them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, select, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import defer

from stuga.builder.apps import rules
from stuga.builder.apps.commands import AppSummary, DraftState, Who
from stuga.models import App, Person, RoleGrant, ServiceToken, Version
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError


def find_app(key: str) -> App | None:
    """Return the app with this key, or None."""
    if not rules.KEY.fullmatch(key):
        return None
    return db.session.scalar(select(App).where(App.key == key, App.deleted_at.is_(None)))


def get_app(key: str) -> App:
    """Return the app with this key.

    :raises NotFoundError: if the tenant has none
    """
    found = find_app(key)
    if found is None:
        raise NotFoundError
    return found


def locked_app(key: str) -> App:
    """Return the app as it stands, and let nobody else change it until the end.

    :raises NotFoundError: if the tenant has none
    """
    found = None
    if rules.KEY.fullmatch(key):
        wanted = (
            select(App)
            .where(App.key == key, App.deleted_at.is_(None))
            .with_for_update(key_share=True)
        )
        # What an earlier statement of this transaction has read may be older than the lock.
        found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    return found


def _is_unpublished() -> ColumnElement[bool]:
    """Compare draft and live version as they are written, the order of members too."""
    return func.coalesce(cast(App.draft, Text) != cast(Version.document, Text), True)


def page_of_apps(*, after_key: str, limit: int) -> Sequence[AppSummary]:
    """Return at most `limit` apps by key, with their drafts' state."""
    wanted = (
        select(App, _is_unpublished())
        .outerjoin(Version, _live())
        .where(App.key > after_key, App.deleted_at.is_(None))
        .options(defer(App.draft))
        .order_by(App.key)
        .limit(limit)
    )
    rows = db.session.execute(wanted).all()
    names = who_are(app.draft_by for app, _ in rows)
    return [_summary(app, names, unpublished=unpublished) for app, unpublished in rows]


def summary_of(app: App) -> AppSummary:
    """Return one app as a list shows it."""
    unpublished = db.session.scalar(
        select(_is_unpublished())
        .select_from(App)
        .outerjoin(Version, _live())
        .where(App.id == app.id)
    )
    return _summary(app, who_are([app.draft_by]), unpublished=bool(unpublished))


def _live() -> ColumnElement[bool]:
    return and_(
        Version.tenant_id == App.tenant_id,
        Version.app_id == App.id,
        Version.number == App.live_number,
    )


def _summary(app: App, names: Mapping[UUID, Who], *, unpublished: bool) -> AppSummary:
    return AppSummary(
        id=app.id,
        key=app.key,
        title=app.title,
        icon=app.icon,
        live_number=app.live_number,
        draft=DraftState(
            revision=app.draft_revision,
            saved_at=app.draft_at,
            saved_by=names.get(app.draft_by) if app.draft_by else None,
            unpublished=unpublished,
        ),
    )


def live_apps(keys: Iterable[str], language: str) -> Sequence[AppSummary]:
    """Return the published apps among these, titled in a language where they are translated."""
    document = Version.document
    title = func.coalesce(
        func.nullif(document["texts"][language]["app.title"].astext, ""),
        document["title"].astext,
    )
    wanted = (
        select(App.id, App.key, App.live_number, title, document["icon"].astext)
        .join(Version, _live())
        .where(App.key.in_(list(keys)), App.deleted_at.is_(None))
        .order_by(App.key)
    )
    return [
        AppSummary(id=app_id, key=key, title=words, icon=icon or "folder", live_number=number)
        for app_id, key, number, words, icon in db.session.execute(wanted)
    ]


def who_are(ids: Iterable[UUID | None]) -> Mapping[UUID, Who]:
    """Name people and service tokens by their ids; who is gone keeps an empty name."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    people = select(Person.id, Person.name).where(Person.id.in_(wanted))
    tokens = select(ServiceToken.id, ServiceToken.title).where(ServiceToken.id.in_(wanted))
    found = dict(db.session.execute(union_all(people, tokens)).all())
    return {one: Who(one, found.get(one, "")) for one in wanted}


def added(key: str, title: str, icon: str, draft: JsonObject, by: UUID | None) -> App | None:
    """Add an app, or return None if the key is taken, even by someone at this very moment."""
    values = {"key": key, "title": title, "icon": icon, "draft": draft}
    statement = insert(App).values(**values, draft_by=by, created_by=by).on_conflict_do_nothing()
    app_id = db.session.scalar(statement.returning(App.id))
    return None if app_id is None else db.session.scalar(select(App).where(App.id == app_id))


def live_document(app: App) -> JsonObject | None:
    """Return the definition that serves, or None before the first version."""
    return db.session.scalar(
        select(Version.document).where(Version.app_id == app.id, Version.number == app.live_number)
    )


def holds_role(person_id: UUID, app_key: str, role: str) -> bool:
    """Tell whether a person has a role of an app."""
    found = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id, RoleGrant.app_key == app_key, RoleGrant.role == role
    )
    return db.session.scalar(found) is not None


def without_grants(app_key: str) -> int:
    """Take every role of an app away; return how many were held."""
    done = db.session.execute(delete(RoleGrant).where(RoleGrant.app_key == app_key))
    return done.rowcount if isinstance(done, CursorResult) else 0
