"""People and their roles: the rows, without permissions or audit of their own."""

import unicodedata
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from stuga.models import Person, RoleGrant
from stuga.platform.authz import TenantRole
from stuga.platform.db import db


def normal_email(email: str) -> str:
    """Return an e-mail address as it is stored and looked up: NFC, lower case, no edges."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def find(person_id: UUID | None, *, locked: bool = False) -> Person | None:
    """Return a person of the tenant; locked, so that nobody else changes them meanwhile."""
    wanted = select(Person).where(Person.id == person_id)
    return db.session.scalar(wanted.with_for_update() if locked else wanted)


def add(
    name: str,
    email: str | None,
    tenant_roles: Collection[TenantRole] = (),
    *,
    language: str | None = None,
) -> Person:
    """Add a person; every person is a member, whatever else they are."""
    person = Person(name=name, email=normal_email(email) if email else None, language=language)
    db.session.add(person)
    db.session.flush()  # the roles need the person's id, which PostgreSQL makes
    for role in {TenantRole.MEMBER, *tenant_roles}:
        db.session.add(RoleGrant(person_id=person.id, role=role.value))
    return person


def ids_with(roles: Collection[TenantRole]) -> Sequence[UUID]:
    """Return the active people who hold any of these roles."""
    held = select(RoleGrant.person_id).where(
        RoleGrant.app_key == "", RoleGrant.role.in_([one.value for one in roles])
    )
    wanted = select(Person.id).where(Person.id.in_(held), Person.state == "active")
    return db.session.scalars(wanted.order_by(Person.id)).all()


def grant_app_role(person: Person, app_key: str, role: str) -> None:
    """Give a person a role of an app."""
    db.session.add(RoleGrant(person_id=person.id, app_key=app_key, role=role))


def find_by_email(email: str) -> Person | None:
    """Return the person of an e-mail address, if there is one."""
    return db.session.scalar(select(Person).where(Person.email == normal_email(email)))
