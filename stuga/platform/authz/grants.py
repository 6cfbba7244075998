"""Who may do what: one table. Rights to records come from published roles instead."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from stuga.platform.authz.actor import Actor, ActorKind, TenantRole
from stuga.platform.errors import NotPermittedError, NotSignedInError


class Permission(StrEnum):
    """Acts in Stuga that are not acts on records."""

    APP_READ = "app.read"
    APP_WRITE = "app.write"
    APP_PUBLISH = "app.publish"
    AUDIT_READ = "audit.read"
    PERSON_READ = "person.read"
    PERSON_WRITE = "person.write"
    RETENTION_READ = "retention.read"
    RETENTION_WRITE = "retention.write"
    RETENTION_RUN = "retention.run"
    TENANT_WRITE = "tenant.write"
    TOKEN_READ = "token.read"  # noqa: S105  # a permission's name
    TOKEN_WRITE = "token.write"  # noqa: S105  # a permission's name


_OWNER, _ADMIN = TenantRole.OWNER, TenantRole.ADMIN
_BUILDER, _AUDITOR = TenantRole.BUILDER, TenantRole.AUDITOR

GRANTS: Final[Mapping[Permission, frozenset[TenantRole]]] = {
    Permission.APP_READ: frozenset({_OWNER, _ADMIN, _BUILDER, _AUDITOR}),
    Permission.APP_WRITE: frozenset({_OWNER, _BUILDER}),
    Permission.APP_PUBLISH: frozenset({_OWNER, _BUILDER}),
    Permission.AUDIT_READ: frozenset({_OWNER, _ADMIN, _AUDITOR}),
    Permission.PERSON_READ: frozenset({_OWNER, _ADMIN, _AUDITOR}),
    Permission.PERSON_WRITE: frozenset({_OWNER, _ADMIN}),
    Permission.RETENTION_READ: frozenset({_OWNER, _ADMIN, _AUDITOR}),
    Permission.RETENTION_WRITE: frozenset({_OWNER, _ADMIN}),
    Permission.RETENTION_RUN: frozenset({_OWNER, _ADMIN}),
    Permission.TENANT_WRITE: frozenset({_OWNER, _ADMIN}),
    Permission.TOKEN_READ: frozenset({_OWNER, _ADMIN, _AUDITOR}),
    Permission.TOKEN_WRITE: frozenset({_OWNER, _ADMIN}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Tell whether the actor holds a permission."""
    if actor.kind in {ActorKind.SYSTEM, ActorKind.OPERATOR}:
        return True
    scoped = "*" in actor.scopes or permission.value in actor.scopes
    return scoped and bool(actor.tenant_roles & GRANTS[permission])


def require(actor: Actor, permission: Permission) -> None:
    """Go on only if the actor holds the permission.

    :raises NotSignedInError: if nobody is signed in
    :raises NotPermittedError: if the actor lacks it
    """
    if may(actor, permission):
        return
    if not actor.signed_in:
        raise NotSignedInError
    raise NotPermittedError(permission=permission.value)
