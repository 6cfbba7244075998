"""Making, listing and revoking service tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from stuga.models import RoleGrant, ServiceToken
from stuga.models.json import JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.crypto import hashed, new_token
from stuga.platform.db import db
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.platform.identity import bearer, roles
from stuga.platform.identity.roles import AppRoles
from stuga.platform.identity.tokens import queries, rules
from stuga.platform.identity.tokens.commands import CreateToken
from stuga.platform.identity.tokens.queries import Issued


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made. Its text is shown once and kept nowhere."""

    id: UUID
    title: str
    text: str = field(repr=False)


def list_tokens(actor: Actor) -> Sequence[Issued]:
    """Return every service token of the tenant, live or not."""
    require(actor, Permission.TOKEN_READ)
    found = queries.issued()
    audit.record(actor, Act.TOKEN_LIST, target=Target(kind="token", count=len(found)))
    return found


def read_form(actor: Actor) -> None:
    """Let in who may make tokens."""
    require(actor, Permission.TOKEN_WRITE)
    roles.require_person(actor)
    audit.record(actor, Act.TOKEN_LIST, target=Target(kind="form"))


def create_token(actor: Actor, command: CreateToken) -> NewToken:
    """Make a token that may do no more than the one who makes it.

    :raises InvalidError: at `/title`, `/scopes`, `/app_roles` or `/ends_on`
    """
    require(actor, Permission.TOKEN_WRITE)
    roles.require_person(actor)
    refused = rules.problems(actor, command, _apps())
    if refused or command.ends_at is None:
        raise InvalidError(refused)
    secret = new_token()
    token = ServiceToken(
        title=command.title,
        secret_hash=hashed(secret),
        scopes=sorted(command.scopes),
        created_by=actor.person_id,
        ends_at=command.ends_at,
    )
    db.session.add(token)
    db.session.flush()  # its roles and its text need the id, which PostgreSQL makes
    _grant(actor, token, command)
    scopes: list[JsonValue] = [*token.scopes]
    audit.record(
        actor,
        Act.TOKEN_CREATE,
        target=Target(kind="token", id=token.id),
        detail=Detail(label=token.title, changes={"scopes": [None, scopes]}, personal=()),
    )
    return NewToken(token.id, token.title, bearer.written(token.id, secret))


def _grant(actor: Actor, token: ServiceToken, command: CreateToken) -> None:
    for role in sorted(rules.tenant_roles_for(actor, command.scopes)):
        db.session.add(RoleGrant(token_id=token.id, role=role.value))
    for app_key, held in command.app_roles.items():
        for app_role in sorted(held):
            db.session.add(RoleGrant(token_id=token.id, app_key=app_key, role=app_role))


def revoke_token(actor: Actor, token_id: UUID, *, now: datetime) -> None:
    """Make a token useless from this moment.

    :raises NotFoundError: if the tenant has no such token, or it is revoked already
    """
    require(actor, Permission.TOKEN_WRITE)
    roles.require_person(actor)
    token = queries.token(token_id)
    if token is None or token.revoked_at is not None:
        raise NotFoundError
    token.revoked_at = now
    audit.record(
        actor,
        Act.TOKEN_REVOKE,
        target=Target(kind="token", id=token.id),
        detail=Detail(label=token.title),
    )


def _apps() -> Mapping[str, AppRoles]:
    return {app.key: app for app in roles.published("en")}
