"""What those who look after people may ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from stuga.platform.authz import TenantRole


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPeople:
    """One page of the people whose name or e-mail holds the words."""

    words: str = ""
    state: str = ""
    cursor: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Add a person with roles; they get in by a one-time link."""

    name: str
    email: str
    tenant_roles: frozenset[TenantRole] = frozenset()
    app_roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTenantRoles:
    """Give and take tenant roles, so that these are the ones held."""

    person_id: UUID
    roles: frozenset[TenantRole]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAppRoles:
    """Give and take roles of published apps, so that these are the ones held."""

    person_id: UUID
    roles: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetState:
    """Let a person in again, or keep them out."""

    person_id: UUID
    enabled: bool
    now: datetime
