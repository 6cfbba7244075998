"""What those who look after people do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from stuga.models import Person, RoleGrant
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, TenantRole, require
from stuga.platform.db import db
from stuga.platform.errors import ConflictError, InvalidError, NotFoundError, NotPermittedError
from stuga.platform.identity import people, roles, sessions
from stuga.platform.identity.persons import queries, rules
from stuga.platform.identity.persons.commands import (
    AddPerson,
    FindPeople,
    SetAppRoles,
    SetState,
    SetTenantRoles,
)
from stuga.platform.identity.persons.queries import Held
from stuga.platform.web import paging


@dataclass(frozen=True, slots=True)
class Page:
    """Some people, how many there are, and where the next page begins."""

    people: Sequence[Held]
    count: int
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Invited:
    """A person and the token of a link that signs them in once; it is not kept anywhere."""

    id: UUID
    name: str
    token: str = field(repr=False)


def find_people(actor: Actor, command: FindPeople) -> Page:
    """Return one page of people, by name."""
    require(actor, Permission.PERSON_READ)
    listing = f"people:{command.state}:{command.words}"
    found = queries.page_of_people(
        command.words, command.state, _position(command.cursor, listing), command.limit + 1
    )
    shown = found[: command.limit]
    last = shown[-1].person if len(found) > command.limit else None
    query: JsonObject = {"q": command.words} if command.words else {}
    audit.record(
        actor,
        Act.PERSON_LIST,
        target=Target(kind="person", count=len(shown)),
        detail=Detail(query=query),
    )
    return Page(
        shown,
        queries.count_people(command.words, command.state),
        paging.sealed_cursor([last.name, str(last.id)], listing) if last else "",
    )


def _position(cursor: str, listing: str) -> tuple[str, UUID] | None:
    if not cursor:
        return None
    name, person_id = paging.opened_cursor(cursor, listing)
    return str(name), UUID(str(person_id))


def read_person(actor: Actor, person_id: UUID) -> Held:
    """Return one person with their roles.

    :raises NotFoundError: if nobody of the tenant has that id
    """
    require(actor, Permission.PERSON_READ)
    person = _found(person_id)
    audit.record(
        actor, Act.PERSON_READ, target=Target(kind="person"), detail=Detail(label=person.name)
    )
    return queries.with_roles(person)


def read_form(actor: Actor) -> None:
    """Let in who may add people."""
    require(actor, Permission.PERSON_WRITE)
    audit.record(actor, Act.PERSON_READ, target=Target(kind="form"))


def add_person(actor: Actor, command: AddPerson) -> Invited:
    """Add a person, and make the link by which they come in the first time.

    :raises InvalidError: at `/name`, `/email` or `/app_roles`
    :raises NotPermittedError: if a role is more than the actor may give
    """
    require(actor, Permission.PERSON_WRITE)
    roles.require_person(actor)
    rules.require_above(actor, command.tenant_roles)
    name, email = " ".join(command.name.split()), people.normal_email(command.email)
    problems = rules.problems(name, email)
    if "/email" not in problems and queries.email_is_taken(email):
        problems["/email"] = Refused("e-mail-taken")
    problems |= roles.unknown_roles(command.app_roles, _apps())
    if problems:
        raise InvalidError(problems)
    person = people.add(name, email, command.tenant_roles)
    person.state = "invited"
    for app_key, held in command.app_roles.items():
        for role in sorted(held):
            people.grant_app_role(person, app_key, role)
    audit.record(
        actor,
        Act.PERSON_CREATE,
        target=Target(kind="person"),
        detail=Detail(
            label=name,
            changes={
                "name": [None, name],
                "email": [None, email],
                "roles": [None, _listed(command.tenant_roles, command.app_roles)],
            },
        ),
    )
    return Invited(person.id, name, sessions.make_link(person.id, now=command.now))


def make_link(actor: Actor, person_id: UUID, *, now: datetime) -> Invited:
    """Make a new one-time link for a person; earlier ones no longer work.

    :raises NotPermittedError: for someone above the actor: the link would be a way up
    :raises ConflictError: if the person may not sign in
    """
    require(actor, Permission.PERSON_WRITE)
    roles.require_person(actor)
    person = _found(person_id, locked=True)
    rules.require_above(actor, queries.with_roles(person).tenant_roles)
    if person.state == "disabled":
        raise ConflictError("Let the person in again first.")
    sessions.void_links(person_id, now=now)
    token = sessions.make_link(person_id, now=now)
    audit.record(
        actor, Act.LINK_CREATE, target=Target(kind="person"), detail=Detail(label=person.name)
    )
    return Invited(person_id, person.name, token)


def set_tenant_roles(actor: Actor, command: SetTenantRoles) -> None:
    """Give and take tenant roles.

    :raises NotPermittedError: for one's own roles, or those one may not give
    :raises LastOwnerError: if no owner would be left
    """
    require(actor, Permission.PERSON_WRITE)
    roles.require_person(actor)
    person = _found(command.person_id, locked=True)
    if person.id == actor.person_id:
        raise NotPermittedError("Nobody changes their own roles.", permission="role.write")
    before = queries.with_roles(person).tenant_roles - {TenantRole.MEMBER}
    after = command.roles - {TenantRole.MEMBER}
    rules.require_above(actor, before ^ after)
    if TenantRole.OWNER in before - after:
        _keep_an_owner(person)
    _delete_grants(person.id, "", before - after)
    for role in sorted(after - before):
        db.session.add(RoleGrant(person_id=person.id, role=role.value))
    _record_roles(actor, person, _listed(before, {}), _listed(after, {}))


def set_app_roles(actor: Actor, command: SetAppRoles) -> None:
    """Give and take roles of published apps. Roles of an app that is no longer published stay.

    :raises InvalidError: if no published app has one of the roles
    """
    require(actor, Permission.PERSON_WRITE)
    roles.require_person(actor)
    person = _found(command.person_id, locked=True)
    apps = _apps()
    problems = roles.unknown_roles(command.roles, apps)
    if problems:
        raise InvalidError(problems)
    held = queries.with_roles(person).app_roles
    before = {key: each for key, each in held.items() if key in apps}
    for key, app in apps.items():
        wanted = command.roles.get(key, frozenset())
        present = before.get(key, frozenset()) & app.roles.keys()
        _delete_grants(person.id, key, present - wanted)
        for role in sorted(wanted - present):
            people.grant_app_role(person, key, role)
    _record_roles(actor, person, _listed((), before), _listed((), command.roles))


def set_state(actor: Actor, command: SetState) -> None:
    """Keep a person out, which ends their sessions at once, or let them in again.

    :raises NotPermittedError: for oneself, or for someone above the actor
    :raises LastOwnerError: if no owner would be left
    """
    require(actor, Permission.PERSON_WRITE)
    roles.require_person(actor)
    person = _found(command.person_id, locked=True)
    if person.id == actor.person_id:
        raise NotPermittedError("Nobody shuts themselves out.", permission="person.write")
    held = queries.with_roles(person).tenant_roles
    rules.require_above(actor, held)
    before, person.state = person.state, _state_after(person, command)
    if person.state == "disabled":
        if TenantRole.OWNER in held:
            _keep_an_owner(person)
        sessions.end_all(person.id, now=command.now)
        sessions.void_links(person.id, now=command.now)
    audit.record(
        actor,
        Act.PERSON_UPDATE,
        target=Target(kind="person", fields=["state"]),
        detail=Detail(label=person.name, changes={"state": [before, person.state]}, personal=()),
    )


def end_sessions(actor: Actor, person_id: UUID, *, now: datetime) -> int:
    """Sign a person out everywhere; return how many sessions ended."""
    require(actor, Permission.PERSON_WRITE)
    roles.require_person(actor)
    person = _found(person_id)
    ended = sessions.end_all(person.id, now=now)
    audit.record(
        actor,
        Act.SIGN_OUT,
        target=Target(kind="session", count=ended),
        detail=Detail(label=person.name),
    )
    return ended


def _state_after(person: Person, command: SetState) -> str:
    if not command.enabled:
        return "disabled"
    return "active" if person.password_hash else "invited"


def _found(person_id: UUID, *, locked: bool = False) -> Person:
    person = people.find(person_id, locked=locked)
    if person is None:
        raise NotFoundError
    return person


def _keep_an_owner(person: Person) -> None:
    if queries.other_owners(person.id) == 0:
        raise rules.LastOwnerError("Make someone else an owner first.")


def _apps() -> Mapping[str, roles.AppRoles]:
    return {app.key: app for app in roles.published("en")}


def _delete_grants(person_id: UUID, app_key: str, gone: frozenset[str]) -> None:
    if gone:
        db.session.execute(
            delete(RoleGrant)
            .where(
                RoleGrant.person_id == person_id,
                RoleGrant.app_key == app_key,
                RoleGrant.role.in_([str(role) for role in gone]),
            )
            .execution_options(synchronize_session=False)
        )


def _listed(
    tenant_roles: Collection[TenantRole], app_roles: Mapping[str, frozenset[str]]
) -> list[JsonValue]:
    """Return roles as the trail writes them: `admin`, `cases:handler`."""
    of_apps = (f"{key}:{role}" for key, held in app_roles.items() for role in held)
    return [*sorted([*(role.value for role in tenant_roles), *of_apps])]


def _record_roles(
    actor: Actor, person: Person, before: list[JsonValue], after: list[JsonValue]
) -> None:
    gained = [role for role in after if role not in before]
    audit.record(
        actor,
        Act.ROLE_GRANT if gained or before == after else Act.ROLE_REVOKE,
        target=Target(kind="person", fields=["roles"]),
        detail=Detail(label=person.name, changes={"roles": [before, after]}, personal=()),
    )
