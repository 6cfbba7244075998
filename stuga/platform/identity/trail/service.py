"""Reading the trail. Reading it is itself an entry."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from stuga.models import Person
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target, queries
from stuga.platform.audit.queries import Entry, Position, Wanted
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.platform.web import paging

MOST_PEOPLE: int = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first, and where the next page begins."""

    entries: Sequence[Entry]
    next_cursor: str


def read_trail(actor: Actor, wanted: Wanted, *, cursor: str, limit: int) -> Page:
    """Return one page of entries.

    :raises BadRequestError: if the cursor belongs to another list
    """
    require(actor, Permission.AUDIT_READ)
    query = _described(wanted)
    listing = f"audit:{query}"
    found = queries.page_of_entries(wanted, _position(cursor, listing), limit + 1)
    entries = found[:limit]
    audit.record(
        actor,
        Act.AUDIT_READ,
        target=Target(kind="trail", count=len(entries)),
        detail=Detail(query=query),
    )
    if len(found) <= limit:
        return Page(entries, "")
    at, entry_id = entries[-1].position
    return Page(entries, paging.sealed_cursor([at.isoformat(), str(entry_id)], listing))


def read_entry(actor: Actor, entry_id: UUID) -> Entry:
    """Return one entry with what is left of its detail.

    :raises NotFoundError: if the tenant's trail has no such entry
    """
    require(actor, Permission.AUDIT_READ)
    entry = queries.find_entry(entry_id)
    if entry is None:
        raise NotFoundError
    audit.record(actor, Act.AUDIT_READ, target=Target(kind="entry", id=entry_id))
    return entry


def people_to_choose() -> Sequence[tuple[str, str]]:
    """Return ids and names of people, for a filter."""
    rows = db.session.execute(
        select(Person.id, Person.name).order_by(Person.name).limit(MOST_PEOPLE)
    )
    return [(str(row.id), row.name) for row in rows]


def _position(cursor: str, listing: str) -> Position | None:
    if not cursor:
        return None
    at, entry_id = paging.opened_cursor(cursor, listing)
    return datetime.fromisoformat(str(at)), UUID(str(entry_id))


def _described(wanted: Wanted) -> JsonObject:
    """Return the filter as it stands in the entry of the reading, and in the cursor's seal."""
    return {name: str(value) for name, value in asdict(wanted).items() if value is not None}
