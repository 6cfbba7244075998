"""What the administration's first page says of the tenant."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select

from stuga.models import Person, RetentionRule, ServiceToken
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.db import db
from stuga.platform.errors import NotPermittedError

DOORS: Final = (
    Permission.RETENTION_READ,
    Permission.AUDIT_READ,
    Permission.PERSON_READ,
    Permission.TOKEN_READ,
)


def overview(actor: Actor) -> Mapping[str, int]:
    """Return counts for what the actor may see: `people`, `tokens`, `rules`.

    :raises NotPermittedError: if there is nothing for them here
    """
    if not any(may(actor, door) for door in DOORS):
        raise NotPermittedError(permission=Permission.PERSON_READ.value)
    audit.record(actor, Act.TENANT_READ, target=Target(kind="tenant"))
    return {
        "people": _count(select(Person.id).where(Person.state != "disabled")),
        "tokens": _count(select(ServiceToken.id).where(ServiceToken.revoked_at.is_(None))),
        "rules": _count(select(RetentionRule.id).where(RetentionRule.ended_at.is_(None))),
    }


def _count(rows: Select[UUID]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
