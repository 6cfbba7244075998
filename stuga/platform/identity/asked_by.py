"""Who asked for a job: a person, or a service with the rights that it has now."""

from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select

from stuga.models import RoleGrant, ServiceToken
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError


class Asked(Protocol):
    """A job that someone asked for."""

    @property
    def created_by(self) -> UUID | None:
        """Who did: a person, or a service token."""


JobT = TypeVar("JobT", bound=Asked)


def own(job: JobT | None, actor: Actor) -> JobT:
    """Return a job that the actor asked for; others' are nobody's business.

    :raises NotFoundError: if it is none
    """
    if job is None or actor.id is None or job.created_by != actor.id:
        raise NotFoundError
    return job


def asked_by(created_by: UUID | None, leased: Actor, *, now: datetime) -> Actor | None:
    """Return who asked for a job, with the rights of now; None if they have none left.

    A service has no account to be found by: without this, its jobs would be the system's own.
    """
    if leased.person_id is not None:
        return leased
    return None if created_by is None else _service(created_by, now=now)


def _service(token_id: UUID, *, now: datetime) -> Actor | None:
    live = select(ServiceToken).where(
        ServiceToken.id == token_id,
        ServiceToken.revoked_at.is_(None),
        ServiceToken.ends_at > now,
    )
    token = db.session.scalar(live)
    if token is None:
        return None
    held = select(RoleGrant.app_key, RoleGrant.role).where(
        RoleGrant.token_id == token_id, RoleGrant.app_key != ""
    )
    roles: dict[str, frozenset[str]] = {}
    for app_key, role in db.session.execute(held):
        roles[app_key] = roles.get(app_key, frozenset()) | {role}
    return Actor(
        kind=ActorKind.SERVICE,
        token_id=token_id,
        name=token.title,
        app_roles=roles,
        scopes=frozenset(token.scopes),
    )
