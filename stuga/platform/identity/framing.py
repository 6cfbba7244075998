"""What the frame of a page asks the database: in the query that finds who is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, func, select
from sqlalchemy.orm import InstrumentedAttribute

from stuga.models import App, Notice, Person, RoleGrant
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.db.prepared import TENANT
from stuga.platform.db.session import FRAMED

PersonId: TypeAlias = ColumnElement[UUID] | InstrumentedAttribute[UUID]
MOST: Final = 99
"""More notices than these are not counted: the bell says `99+`."""


@dataclass(frozen=True, slots=True)
class Framed:
    """What was found for a person at the beginning of a request that changes nothing.

    :ivar apps: id, key and live number of the apps in which they hold a role
    :ivar unread: how many notices they have not read, to one above the most
    """

    person_id: UUID
    apps: Sequence[tuple[str, str, int]]
    unread: int


def framing() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the columns of a query for a person that make up `Framed`."""
    return (
        func.coalesce(_apps(), func.jsonb_build_array()).label("apps"),
        unread_of(Person.id).label("unread"),
    )


def unread_of(person: PersonId) -> ColumnElement[int]:
    """Return what counts the notices that a person has not read, to one above the most."""
    unread = (
        select(Notice.id)
        .where(
            Notice.tenant_id == TENANT,
            Notice.person_id == person,
            Notice.shown,
            Notice.read_at.is_(None),
        )
        .limit(MOST + 1)
        .correlate(Person)
    )
    return func.cardinality(func.array(unread.scalar_subquery()), type_=Integer)


def framed(actor: Actor) -> Framed | None:
    """Return what was found for them, if this is such a request."""
    found: Framed | None = db.session.info.get(FRAMED)
    return found if found is not None and found.person_id == actor.person_id else None


def _apps() -> ColumnElement[Any]:
    held = select(RoleGrant.app_key).where(
        RoleGrant.tenant_id == TENANT, RoleGrant.person_id == Person.id
    )
    return (
        select(func.jsonb_agg(func.jsonb_build_array(App.id, App.key, App.live_number)))
        .where(
            App.tenant_id == TENANT,
            App.key.in_(held.correlate(Person)),
            App.live_number.is_not(None),
            App.deleted_at.is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )
