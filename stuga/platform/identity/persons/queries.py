"""People with their roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, tuple_

from stuga.models import Person, RoleGrant, Session
from stuga.platform.authz import TenantRole
from stuga.platform.db import db


@dataclass(frozen=True, slots=True)
class Held:
    """A person and the roles they hold."""

    person: Person
    tenant_roles: frozenset[TenantRole]
    app_roles: dict[str, frozenset[str]]
    seen_at: datetime | None = None


def page_of_people(
    words: str, state: str, after: tuple[str, UUID] | None, limit: int
) -> Sequence[Held]:
    """Return people by name, from just after a position."""
    wanted = _found(words, state).order_by(Person.name, Person.id).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(Person.name, Person.id) > after)
    return _with_roles(db.session.scalars(wanted).all())


def count_people(words: str, state: str) -> int:
    """Return how many people match."""
    found = _found(words, state).with_only_columns(Person.id).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def with_roles(person: Person) -> Held:
    """Return one person with their roles."""
    return _with_roles([person])[0]


def email_is_taken(email: str) -> bool:
    """Tell whether someone of the tenant has the address."""
    return db.session.scalar(select(Person.id).where(Person.email == email)) is not None


def grants_of(person_id: UUID) -> Sequence[RoleGrant]:
    """Return the roles of a person, as rows."""
    return db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id)).all()


def other_owners(person_id: UUID) -> int:
    """Return how many owners could still sign in without this one.

    Their rows are locked, so that two owners cannot take the role from each other at once.
    """
    owners = (
        select(Person.id)
        .join(
            RoleGrant,
            and_(RoleGrant.tenant_id == Person.tenant_id, RoleGrant.person_id == Person.id),
        )
        .where(
            RoleGrant.app_key == "",
            RoleGrant.role == TenantRole.OWNER.value,
            Person.state != "disabled",
        )
        .order_by(Person.id)
        .with_for_update()
    )
    return sum(1 for owner in db.session.scalars(owners) if owner != person_id)


def names_of(roles: Sequence[TenantRole], *, most: int) -> Sequence[str]:
    """Return the names of some who hold one of the roles and can sign in."""
    return db.session.scalars(
        select(Person.name)
        .join(
            RoleGrant,
            and_(RoleGrant.tenant_id == Person.tenant_id, RoleGrant.person_id == Person.id),
        )
        .where(
            RoleGrant.app_key == "",
            RoleGrant.role.in_([role.value for role in roles]),
            Person.state == "active",
        )
        .distinct()
        .order_by(Person.name)
        .limit(most)
    ).all()


def _found(words: str, state: str) -> Select[Person]:
    wanted = select(Person)
    if state:
        wanted = wanted.where(Person.state == state)
    for word in words.split()[:5]:
        wanted = wanted.where(
            or_(
                Person.name.icontains(word, autoescape=True),
                Person.email.icontains(word, autoescape=True),
            )
        )
    return wanted


def _with_roles(people: Sequence[Person]) -> list[Held]:
    ids = [person.id for person in people]
    tenant_roles: dict[UUID, set[TenantRole]] = {each: set() for each in ids}
    app_roles: dict[UUID, dict[str, frozenset[str]]] = {each: {} for each in ids}
    for row in db.session.scalars(select(RoleGrant).where(RoleGrant.person_id.in_(ids))):
        holder = row.person_id
        if holder is None:
            continue
        if row.app_key:
            held = app_roles[holder].get(row.app_key, frozenset())
            app_roles[holder][row.app_key] = held | {row.role}
        else:
            tenant_roles[holder].add(TenantRole(row.role))
    seen = _last_seen(ids)
    return [
        Held(each, frozenset(tenant_roles[each.id]), app_roles[each.id], seen.get(each.id))
        for each in people
    ]


def _last_seen(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    rows = db.session.execute(
        select(Session.person_id, func.max(Session.seen_at))
        .where(Session.person_id.in_(ids))
        .group_by(Session.person_id)
    )
    return {row[0]: row[1] for row in rows}
