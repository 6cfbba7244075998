"""Making tenants."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from stuga.models import Tenant
from stuga.models.definition.refusals import Refused
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, TenantRole
from stuga.platform.db import own_transaction, unit_of_work
from stuga.platform.errors import InvalidError
from stuga.platform.identity import people
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.commands import CreateTenant

SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,62}")
LANGUAGES: Final = ("sv", "nb", "en")


@dataclass(frozen=True, slots=True)
class NewTenant:
    """A tenant that was made, and its first owner."""

    id: UUID
    owner_id: UUID


def create_tenant(actor: Actor, command: CreateTenant) -> NewTenant:
    """Make a tenant with its first owner. It is its own transaction: there was no tenant before.

    :raises InvalidError: if the slug is taken or no slug, or the time zone is unknown
    """
    _check(command)
    with own_transaction() as session:
        if session.scalar(select(Tenant.id).where(Tenant.slug == command.slug)):
            raise InvalidError({"/slug": Refused("taken")})
        tenant = Tenant(
            slug=command.slug,
            title=command.title,
            language=command.language,
            zone=command.zone,
        )
        session.add(tenant)
        session.flush()  # the owner's rows need the tenant's id, which PostgreSQL makes
        tenant_id = tenant.id
    with bound(tenant_id), unit_of_work():
        owner = people.add(command.owner_name, command.owner_email, {TenantRole.OWNER})
        audit.record(actor, Act.TENANT_CREATE, target=Target(kind="tenant", id=tenant_id))
        owner_id = owner.id
    return NewTenant(tenant_id, owner_id)


def _check(command: CreateTenant) -> None:
    refused: dict[str, Refused] = {}
    if not SLUG.fullmatch(command.slug):
        refused["/slug"] = Refused("slug-invalid")
    if command.language not in LANGUAGES:
        refused["/language"] = Refused("choice-unknown")
    try:
        ZoneInfo(command.zone)
    except (ZoneInfoNotFoundError, ValueError):
        refused["/zone"] = Refused("zone-unknown")
    if refused:
        raise InvalidError(refused)


def tenant_by_slug(slug: str) -> Tenant | None:
    """Return a tenant by the word in its address, for the command line."""
    with own_transaction() as session:  # the request's must begin inside the tenant
        return session.scalar(select(Tenant).where(Tenant.slug == slug))
