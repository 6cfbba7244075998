"""Reads the trail, as the one database role that may."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, select, tuple_
from sqlalchemy.orm import Session, aliased

from stuga.models import AuditDetail, AuditEntry
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import reading_trail

Position = tuple[datetime, UUID]
COLUMNS: Final = ("action", "op", "outcome", "app", "model", "via", "target_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: each part narrows, none stands for all.

    :ivar since: from this moment on
    :ivar until: before this moment
    :ivar person_id: who acted, as far as that has not been forgotten
    """

    since: datetime | None = None
    until: datetime | None = None
    action: str | None = None
    op: str | None = None
    outcome: str | None = None
    app: str | None = None
    model: str | None = None
    via: str | None = None
    target_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry with what is left of its detail: part -> value."""

    id: UUID
    at: datetime
    stream: str
    action: str
    op: str
    outcome: str
    via: str
    app: str | None
    model: str | None
    target_id: UUID | None
    envelope: JsonObject
    parts: JsonObject = field(default_factory=dict)

    def part(self, name: str) -> JsonObject:
        """Return a part that is an object, or an empty one where it is gone."""
        value = self.parts.get(name)
        return value if isinstance(value, dict) else {}

    @property
    def position(self) -> Position:
        """Return where the entry stands, newest first."""
        return self.at, self.id


def page_of_entries(wanted: Wanted, after: Position | None, limit: int) -> Sequence[Entry]:
    """Return entries, the newest first, from just after a position."""
    with reading_trail() as session:
        statement = _narrowed(wanted).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        if after is not None:
            statement = statement.where(tuple_(AuditEntry.at, AuditEntry.id) < after)
        return _with_detail(session, session.scalars(statement.limit(limit)).all())


def find_entry(entry_id: UUID) -> Entry | None:
    """Return one entry of the tenant."""
    with reading_trail() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.id == entry_id)).all()
        found = _with_detail(session, rows)
    return found[0] if found else None


def _narrowed(wanted: Wanted) -> Select[AuditEntry]:
    statement = select(AuditEntry)
    for name in COLUMNS:
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(getattr(AuditEntry, name) == value)
    if wanted.since is not None:
        statement = statement.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(AuditEntry.at < wanted.until)
    if wanted.person_id is not None:
        who = aliased(AuditDetail)
        statement = statement.where(
            exists().where(
                who.tenant_id == AuditEntry.tenant_id,
                who.entry_id == AuditEntry.id,
                who.actor_id == wanted.person_id,
            )
        )
    return statement


def _with_detail(session: Session, rows: Sequence[AuditEntry]) -> list[Entry]:
    parts: dict[UUID, JsonObject] = {row.id: {} for row in rows}
    details = select(AuditDetail).where(AuditDetail.entry_id.in_(parts))
    for detail in session.scalars(details) if parts else ():
        parts[detail.entry_id][detail.part] = detail.val
    return [_entry(row, parts[row.id]) for row in rows]


def _entry(row: AuditEntry, parts: JsonObject) -> Entry:
    envelope: JsonValue = json.loads(row.body)
    return Entry(
        id=row.id,
        at=row.at,
        stream=row.stream,
        action=row.action,
        op=row.op,
        outcome=row.outcome,
        via=row.via,
        app=row.app,
        model=row.model,
        target_id=row.target_id,
        envelope=envelope if isinstance(envelope, dict) else {},
        parts=parts,
    )
