"""What the administration's first page says of the tenant."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select

from stuga.models import Person, RetentionRule, ServiceToken, Tenant
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.models.tenant import READS
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, may, require
from stuga.platform.db import db
from stuga.platform.errors import InvalidError, NotPermittedError
from stuga.platform.tenancy import current_tenant_id

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


def read_theme(actor: Actor) -> JsonObject:
    """Return the tenant's theme.

    :raises NotPermittedError: to whom it is not for
    """
    require(actor, Permission.TENANT_WRITE)
    audit.record(actor, Act.TENANT_READ, target=Target(kind="tenant", fields=["theme"]))
    return _own().theme


def theme_to_change(actor: Actor) -> JsonObject:
    """Return the tenant's theme for an act that goes on to change it, and leaves the entry.

    :raises NotPermittedError: for whom it is not
    """
    require(actor, Permission.TENANT_WRITE)
    return _own().theme


def set_theme(actor: Actor, theme: JsonObject) -> None:
    """Keep the tenant's theme.

    :raises NotPermittedError: for whom it is not
    """
    require(actor, Permission.TENANT_WRITE)
    row = _own()
    before, row.theme = row.theme, theme
    _note_change(actor, "theme", before, theme)


def read_reads(actor: Actor) -> str:
    """Return when the tenant's ordinary reads come into the trail: one of `READS`.

    :raises NotPermittedError: to whom it is not for
    """
    require(actor, Permission.TENANT_WRITE)
    audit.record(actor, Act.TENANT_READ, target=Target(kind="tenant", fields=["reads"]))
    return _own().reads


def set_reads(actor: Actor, reads: str) -> None:
    """Decide when the tenant's ordinary reads come into the trail.

    :raises NotPermittedError: for whom it is not
    :raises InvalidError: naming `/reads`, if it is none of `READS`
    """
    require(actor, Permission.TENANT_WRITE)
    if reads not in READS:
        raise InvalidError({"/reads": Refused("choice-unknown")})
    row = _own()
    before, row.reads = row.reads, reads
    _note_change(actor, "reads", before, reads)


def _note_change(actor: Actor, name: str, before: JsonValue, after: JsonValue) -> None:
    detail = Detail(changes={name: [before, after]}, personal=())
    target = Target(kind="tenant", fields=[name])
    audit.record(actor, Act.TENANT_UPDATE, target=target, detail=detail)


def _own() -> Tenant:
    return db.session.get_one(Tenant, current_tenant_id())


def _count(rows: Select[UUID]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
