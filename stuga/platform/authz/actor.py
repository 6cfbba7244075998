"""Who is acting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of someone acts."""

    PERSON = "person"
    SERVICE = "service"
    SYSTEM = "system"
    OPERATOR = "operator"
    ANONYMOUS = "anonymous"


class TenantRole(StrEnum):
    """Roles that run the tenant. They give no right to records."""

    OWNER = "owner"
    ADMIN = "admin"
    BUILDER = "builder"
    AUDITOR = "auditor"
    MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone acting in the bound tenant, with the rights they have at this moment.

    :ivar app_roles: app key -> keys of the roles held in that app
    :ivar session_ends: when their session ends if nothing more happens in it
    :ivar single_keys: whether letters pressed alone do something on their pages
    :ivar scopes: what a service token is limited to, as `records:read:cases`; `*` for all
    """

    kind: ActorKind
    person_id: UUID | None = None
    token_id: UUID | None = None
    session_id: UUID | None = None
    name: str = ""
    email: str = ""
    language: str = ""
    tenant_roles: frozenset[TenantRole] = frozenset()
    app_roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset({"*"})
    single_keys: bool = True
    session_ends: datetime | None = None

    @property
    def id(self) -> UUID | None:
        """The person, or the service token, for `created_by` and its like."""
        return self.person_id or self.token_id

    @property
    def signed_in(self) -> bool:
        """Tell whether this is a known person or token."""
        return self.kind in {ActorKind.PERSON, ActorKind.SERVICE}

    def roles_in(self, app_key: str) -> frozenset[str]:
        """Return the app roles held in one app."""
        return self.app_roles.get(app_key, frozenset())

    def me(self) -> dict[str, object]:
        """Return what conditions may ask about the actor."""
        return {"id": str(self.id) if self.id else None, "email": self.email or None}


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)


def system(name: str = "Stuga") -> Actor:
    """Return the actor of jobs that nobody asked for."""
    return Actor(kind=ActorKind.SYSTEM, name=name)
