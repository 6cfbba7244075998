"""What a service token may be: no more than the one who makes it, and not for ever."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from stuga.models.definition.refusals import Refused
from stuga.platform.authz import GRANTS, Actor, Permission, TenantRole, may
from stuga.platform.identity.roles import AppRoles, unknown_roles
from stuga.platform.identity.tokens.commands import CreateToken

LONGEST_LIFE: Final = timedelta(days=366)
LONGEST_TITLE: Final = 100
EVERYTHING: Final = "*"
ON_RECORDS: Final = ("records:read", "records:write")
# What a service never does, whatever its scopes: it makes no tokens and grants nothing.
NOT_FOR_SERVICES: Final = frozenset({Permission.PERSON_WRITE, Permission.TOKEN_WRITE})


def offered(actor: Actor) -> list[Permission]:
    """Return the permissions the actor may hand on to a service."""
    return [each for each in Permission if each not in NOT_FOR_SERVICES and may(actor, each)]


def problems(
    actor: Actor, command: CreateToken, apps: Mapping[str, AppRoles]
) -> dict[str, Refused]:
    """Return what is wrong with a new token."""
    found = _title_and_end(command)
    if not command.scopes:
        found["/scopes"] = Refused("scopes-missing")
    for scope in command.scopes - {EVERYTHING}:
        if _on_records(scope, apps):
            continue
        if scope not in set(Permission):
            found["/scopes"] = Refused("choice-unknown")
        elif scope not in offered(actor):
            found["/scopes"] = Refused("scope-lacking")
    return found | unknown_roles(command.app_roles, apps)


def _title_and_end(command: CreateToken) -> dict[str, Refused]:
    found: dict[str, Refused] = {}
    if not command.title:
        found["/title"] = Refused("required")
    elif len(command.title) > LONGEST_TITLE:
        found["/title"] = Refused("too-long", {"most": LONGEST_TITLE})
    if command.ends_at is None:
        found["/ends_on"] = Refused("date-invalid")
    elif command.ends_at <= command.now:
        found["/ends_on"] = Refused("date-past")
    elif command.ends_at > command.now + LONGEST_LIFE:
        found["/ends_on"] = Refused("date-far")
    return found


def _on_records(scope: str, apps: Mapping[str, AppRoles]) -> bool:
    act, _, app_key = scope.rpartition(":")
    return act in ON_RECORDS and app_key in apps


def tenant_roles_for(actor: Actor, scopes: frozenset[str]) -> frozenset[TenantRole]:
    """Return the actor's own roles that give the scopes: a scope alone gives no right."""
    asked = set(Permission) if EVERYTHING in scopes else set(Permission) & scopes
    needed: set[TenantRole] = set()
    for permission in asked - NOT_FOR_SERVICES:
        needed |= GRANTS[Permission(permission)] & actor.tenant_roles
    return frozenset(needed)
