"""Who of the tenant's people can read a record: those whom a comment on it may mention."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from stuga.models import Person, RoleGrant
from stuga.platform.authz import Actor, ActorKind, Permission, may
from stuga.platform.db import db
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.rights import rights_or_none
from stuga.runtime.records.stored import Stored

MOST_WEIGHED: Final = 500
"""People whose rights are looked at in one search."""
FOUND: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person, and whether they can read the record."""

    id: UUID
    name: str
    email: str
    can_read: bool


def search(acting: Acting, record: Stored, words: str) -> Sequence[Reader]:
    """Return the first people by name who can read a record and whose name holds the words."""
    wanted = Person.name.icontains(words, autoescape=True)
    if may(acting.actor, Permission.PERSON_READ):
        wanted = or_(wanted, Person.email.icontains(words, autoescape=True))
    found: list[Reader] = []
    for one in _people(acting, record, wanted):
        if one.can_read:
            found.append(one)
            if len(found) == FOUND:
                break
    return found


def named(acting: Acting, record: Stored, names: Collection[str]) -> Sequence[Reader]:
    """Return people whose name holds one of the words, or whose e-mail address is one of them."""
    if not names:
        return ()
    lower = [one.lower() for one in names]
    wanted = or_(
        Person.email.in_(lower), *(Person.name.icontains(one, autoescape=True) for one in names)
    )
    return list(_people(acting, record, wanted))


def known(acting: Acting, record: Stored, ids: Collection[UUID]) -> Sequence[Reader]:
    """Return people by id."""
    return list(_people(acting, record, Person.id.in_(ids))) if ids else ()


def _people(acting: Acting, record: Stored, wanted: ColumnElement[bool]) -> Iterator[Reader]:
    """Yield people with what they can read: from one query, by name."""
    app = acting.app
    roles = func.array_remove(func.array_agg(RoleGrant.role), None)
    held = (RoleGrant.tenant_id == Person.tenant_id) & (RoleGrant.person_id == Person.id)
    found = (
        select(Person.id, Person.name, Person.email, roles)
        .outerjoin(RoleGrant, held & (RoleGrant.app_key == app.key))
        .where(Person.state != "disabled", wanted)
        .group_by(Person.tenant_id, Person.id)
        .order_by(Person.name, Person.id)
        .limit(MOST_WEIGHED)
    )
    for id_, name, email, held_roles in db.session.execute(found):
        actor = Actor(
            kind=ActorKind.PERSON,
            person_id=id_,
            name=name,
            email=email or "",
            app_roles={app.key: frozenset(held_roles)},
        )
        rights = rights_or_none(actor, app, acting.model.key, now=acting.now)
        can_read = rights.fields("read", record.values) is not None
        yield Reader(id=id_, name=name, email=email or "", can_read=can_read)
