"""Roles: what they are called, who may give them, and which ones apps have published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import and_, select

from stuga.models import App, Version
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor, ActorKind, TenantRole
from stuga.platform.db import db
from stuga.platform.errors import NotPermittedError
from stuga.platform.ui import msgid

TITLES: Final[Mapping[TenantRole, str]] = {
    TenantRole.OWNER: msgid("Owner"),
    TenantRole.ADMIN: msgid("Administrator"),
    TenantRole.BUILDER: msgid("App builder"),
    TenantRole.AUDITOR: msgid("Auditor"),
    TenantRole.MEMBER: msgid("Member"),
}
HINTS: Final[Mapping[TenantRole, str]] = {
    TenantRole.OWNER: msgid("Answers for everything, and alone makes other owners."),
    TenantRole.ADMIN: msgid("Looks after people, retention, service tokens and the audit trail."),
    TenantRole.BUILDER: msgid("Makes apps and publishes them."),
    TenantRole.AUDITOR: msgid("Reads retention rules, people and the audit trail."),
    TenantRole.MEMBER: msgid("Signs in and works with apps."),
}
GIVEN: Final = (TenantRole.OWNER, TenantRole.ADMIN, TenantRole.BUILDER, TenantRole.AUDITOR)
"""The roles that are given and taken; every person is a member."""


@dataclass(frozen=True, slots=True)
class AppRoles:
    """The roles and models of a published app: key -> title in the asked language."""

    key: str
    title: str
    roles: Mapping[str, str]
    models: Mapping[str, str]


def grantable(actor: Actor) -> frozenset[TenantRole]:
    """Return the tenant roles someone may give and take: nobody gives more than they hold."""
    if TenantRole.OWNER in actor.tenant_roles:
        return frozenset(GIVEN)
    if TenantRole.ADMIN in actor.tenant_roles:
        return frozenset(GIVEN) - {TenantRole.OWNER}
    return frozenset()


def require_person(actor: Actor) -> None:
    """Go on only for people: a service makes no people, grants nothing, makes no way in."""
    if actor.kind is ActorKind.SERVICE:
        raise NotPermittedError("A service token cannot do this.", permission="person.write")


def published(language: str) -> Sequence[AppRoles]:
    """Return every published app with its roles, by title."""
    rows = db.session.execute(
        select(App.key, App.title, Version.document)
        .join(
            Version,
            and_(
                Version.tenant_id == App.tenant_id,
                Version.app_id == App.id,
                Version.number == App.live_number,
            ),
        )
        .where(App.deleted_at.is_(None))
    ).all()
    found = [_roles_of(row.key, row.title, row.document, language) for row in rows]
    return sorted(found, key=lambda app: app.title.casefold())


def told_apart(apps: Sequence[AppRoles]) -> Sequence[AppRoles]:
    """Return the apps, with its key behind the title of each that is not alone with it."""
    counts = Counter(app.title.strip().casefold() for app in apps)
    return [
        replace(app, title=f"{app.title} ({app.key})")
        if counts[app.title.strip().casefold()] > 1
        else app
        for app in apps
    ]


def unknown_roles(
    wanted: Mapping[str, frozenset[str]], apps: Mapping[str, AppRoles]
) -> dict[str, Refused]:
    """Return the app roles that no published app has."""
    unknown = any(
        app_key not in apps or not roles <= apps[app_key].roles.keys()
        for app_key, roles in wanted.items()
    )
    return {"/app_roles": Refused("role-unknown")} if unknown else {}


def _roles_of(key: str, title: str, document: JsonObject, language: str) -> AppRoles:
    words = _object(_object(document.get("texts")).get(language))
    roles, models = (
        {
            one: str(words.get(f"{kind}.{one}.title") or _object(each).get("title") or one)
            for one, each in _object(document.get(f"{kind}s")).items()
        }
        for kind in ("role", "model")
    )
    return AppRoles(key, str(words.get("app.title") or title), roles, models)


def _object(value: object) -> JsonObject:
    return value if isinstance(value, dict) else {}
