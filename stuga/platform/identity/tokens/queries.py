"""Service tokens with their app roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from stuga.models import Person, RoleGrant, ServiceToken
from stuga.platform.db import db


@dataclass(frozen=True, slots=True)
class Issued:
    """A token, who made it, and the app roles it acts with."""

    token: ServiceToken
    maker: str
    app_roles: Sequence[tuple[str, str]]


def issued() -> Sequence[Issued]:
    """Return every token, the youngest first."""
    rows = db.session.execute(
        select(ServiceToken, Person.name)
        .outerjoin(
            Person,
            (Person.tenant_id == ServiceToken.tenant_id) & (Person.id == ServiceToken.created_by),
        )
        .order_by(ServiceToken.created_at.desc(), ServiceToken.id.desc())
    ).all()
    held: dict[UUID, list[tuple[str, str]]] = {}
    grants = select(RoleGrant).where(RoleGrant.token_id.is_not(None), RoleGrant.app_key != "")
    for grant in db.session.scalars(grants.order_by(RoleGrant.app_key, RoleGrant.role)):
        if grant.token_id is not None:
            held.setdefault(grant.token_id, []).append((grant.app_key, grant.role))
    return [Issued(token, maker or "", held.get(token.id, [])) for token, maker in rows]


def token(token_id: UUID) -> ServiceToken | None:
    """Return a token, locked so that it is revoked once."""
    return db.session.scalar(
        select(ServiceToken).where(ServiceToken.id == token_id).with_for_update()
    )
