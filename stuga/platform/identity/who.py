"""Who is acting in a request or a job: one query, rights as they are at this moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute

from stuga.models import App, Person, RoleGrant, ServiceToken, Session, Tenant
from stuga.platform.authz import Actor, ActorKind, TenantRole
from stuga.platform.authz.actor import system
from stuga.platform.config import Settings
from stuga.platform.crypto import hashed
from stuga.platform.db import db
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.platform.db.session import FOUND, FRAMED
from stuga.platform.identity.framing import Framed, framing

SEEN_EVERY: Final = timedelta(minutes=1)
SEPARATOR: Final = "\x1f"


def _roles_of(holder: ColumnElement[bool]) -> Select[Any]:
    """Return `app ␟ role` texts of a person or token, as one array."""
    text = RoleGrant.app_key + SEPARATOR + RoleGrant.role
    return select(func.array_agg(aggregate_order_by(text, text))).where(
        RoleGrant.tenant_id == TENANT, holder
    )


def _split(
    texts: Iterable[str] | None,
) -> tuple[frozenset[TenantRole], dict[str, frozenset[str]]]:
    tenant_roles: set[TenantRole] = set()
    app_roles: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts or ():
        app_key, _, role = text.partition(SEPARATOR)
        if app_key:
            app_roles[app_key].add(role)
        else:
            tenant_roles.add(TenantRole(role))
    return frozenset(tenant_roles), {app: frozenset(held) for app, held in app_roles.items()}


_SERVING: Final = (App.id.label("app_id"), App.stamp, Tenant.zone)


def _asked_app(tenant: ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return which app the request is for; whether the actor may use it is not asked here."""
    return and_(
        App.tenant_id == tenant,
        App.key == bindparam("app"),
        App.deleted_at.is_(None),
        App.live_number.is_not(None),
    )


def _tell(app_key: str, serving: Sequence[Any]) -> None:
    """Keep what serves under the key for the rest of this transaction."""
    if serving[0] is not None:
        db.session.info[FOUND] = (app_key, *serving)


def _by_session() -> Select[Any]:
    roles = _roles_of(RoleGrant.person_id == Person.id).correlate(Person).scalar_subquery()
    same_person = and_(Person.tenant_id == Session.tenant_id, Person.id == Session.person_id)
    return (
        select(
            Session.id,
            Session.seen_at,
            Session.ends_at,
            Person.id.label("person_id"),
            Person.name,
            Person.email,
            Person.language,
            Person.single_keys,
            roles.label("roles"),
            *_SERVING,
        )
        .join(Person, same_person)
        .join(Tenant, Tenant.id == Session.tenant_id)
        .outerjoin(App, _asked_app(Session.tenant_id))
        .where(
            Session.tenant_id == TENANT,
            Session.token_hash == bindparam("token_hash"),
            Session.ended_at.is_(None),
            Session.ends_at > bindparam("now"),
            Person.state == "active",
        )
    )


_BY_SESSION: Final = Prepared(_by_session)
_FOR_PAGE: Final = Prepared(lambda: _by_session().add_columns(*framing()))


def person_of_session(  # each is of the request
    token: str,
    *,
    now: datetime,
    settings: Settings,
    app: str = "",
    wakes: bool = True,
    framed: bool = False,
) -> Actor | None:
    """Return the person of a live session, or None. Notes at most once a minute that it lives.

    :param app: the app the request is for, which the same query looks up
    :param wakes: whether someone does something; a page that asks by itself keeps nothing alive
    :param framed: whether a page is asked for, for whose frame the same query looks
    """
    row = (_FOR_PAGE if framed else _BY_SESSION).row(token_hash=hashed(token), now=now, app=app)
    if row is None:
        return None
    session_id, seen_at, ends_at, person_id, name, email, language, keys, roles, *more = row
    _tell(app, more[: len(_SERVING)])
    if framed:
        db.session.info[FRAMED] = Framed(person_id, *more[len(_SERVING) :])
    tenant_roles, app_roles = _split(roles)
    idle = idle_of(tenant_roles, settings)
    if seen_at + idle <= now:
        return None
    if wakes and seen_at + SEEN_EVERY <= now:
        db.session.execute(
            update(Session)
            .where(Session.id == session_id)
            .values(seen_at=now)
            .execution_options(synchronize_session=False)
        )
        seen_at = now
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person_id,
        session_id=session_id,
        name=name,
        email=email or "",
        language=language or "",
        tenant_roles=tenant_roles,
        app_roles=app_roles,
        single_keys=keys,
        session_ends=min(seen_at + idle, ends_at),
    )


def idle_of(tenant_roles: frozenset[TenantRole], settings: Settings) -> timedelta:
    """Return how long a session may rest: shorter for those who run the tenant."""
    runs = tenant_roles - {TenantRole.MEMBER}
    return settings.session_idle if runs else settings.member_idle


def _by_token() -> Select[Any]:
    roles = _roles_of(RoleGrant.token_id == ServiceToken.id).correlate(ServiceToken)
    return (
        select(
            ServiceToken.id,
            ServiceToken.title,
            ServiceToken.scopes,
            ServiceToken.used_at,
            roles.scalar_subquery().label("roles"),
            *_SERVING,
        )
        .join(Tenant, Tenant.id == ServiceToken.tenant_id)
        .outerjoin(App, _asked_app(ServiceToken.tenant_id))
        .where(
            ServiceToken.tenant_id == TENANT,
            ServiceToken.id == bindparam("token"),
            ServiceToken.secret_hash == bindparam("secret_hash"),
            ServiceToken.revoked_at.is_(None),
            ServiceToken.ends_at > bindparam("now"),
        )
    )


_BY_TOKEN: Final = Prepared(_by_token)


def service_of_token(token_id: UUID, secret: str, *, now: datetime, app: str = "") -> Actor | None:
    """Return the service a live token stands for, or None.

    :param app: the app the request is for, which the same query looks up
    """
    row = _BY_TOKEN.row(token=token_id, secret_hash=hashed(secret), now=now, app=app)
    if row is None:
        return None
    _, title, scopes, used_at, roles, *serving = row
    _tell(app, serving)
    if used_at is None or used_at + SEEN_EVERY <= now:
        db.session.execute(
            update(ServiceToken)
            .where(ServiceToken.id == token_id)
            .values(used_at=now)
            .execution_options(synchronize_session=False)
        )
    tenant_roles, app_roles = _split(roles)
    return Actor(
        kind=ActorKind.SERVICE,
        token_id=token_id,
        name=title,
        tenant_roles=tenant_roles,
        app_roles=app_roles,
        scopes=frozenset(scopes),
    )


def _by_person() -> Select[Any]:
    roles = _roles_of(RoleGrant.person_id == Person.id).correlate(Person).scalar_subquery()
    return select(
        Person.name, Person.email, Person.language, Person.state, roles.label("roles")
    ).where(Person.tenant_id == TENANT, Person.id == bindparam("person"))


_BY_PERSON: Final = Prepared(_by_person)


def person_for_job(person_id: UUID | None) -> Actor:
    """Return the one who asked for a job, with the rights of now; the system if nobody did.

    A person who has been disabled since has no rights left.
    """
    if person_id is None:
        return system()
    row = _BY_PERSON.row(person=person_id)
    if row is None or row[3] != "active":
        return Actor(kind=ActorKind.PERSON, person_id=person_id)
    name, email, language, _, roles = row
    tenant_roles, app_roles = _split(roles)
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person_id,
        name=name,
        email=email or "",
        language=language or "",
        tenant_roles=tenant_roles,
        app_roles=app_roles,
    )
