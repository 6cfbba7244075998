"""Leases on outbox rows: one holder at a time, and a late one cannot write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from stuga.models import Outbox
from stuga.platform.db import db

LEASE: Final = timedelta(seconds=60)
ROWS_PER_TURN: Final = 50
LEASES_PER_TENANT: Final = 20
MAX_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class Leased:
    """A row that is to be sent now."""

    id: UUID
    kind: str
    token: UUID


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt at a row, the first being 1, and the token only it knows."""

    id: UUID
    attempt: int
    token: UUID

    @property
    def is_last(self) -> bool:
        return self.attempt >= MAX_ATTEMPTS

    @property
    def is_beyond(self) -> bool:
        """Whether every attempt has been made, the last without saying how it ended."""
        return self.attempt > MAX_ATTEMPTS


def lease_due(*, now: datetime) -> Sequence[Leased]:
    """Lease what is due and free, oldest first; at most `LEASES_PER_TENANT` are out at once."""
    held = select(func.count()).select_from(Outbox).where(Outbox.lease_until > now)
    room = LEASES_PER_TENANT - (db.session.scalar(held) or 0)
    if room <= 0:
        return []
    due = (
        select(Outbox.id)
        .where(*_due(now))
        .order_by(Outbox.next_at)
        .limit(min(room, ROWS_PER_TURN))
        .with_for_update(skip_locked=True)
    )
    leased = db.session.execute(
        update(Outbox)
        .where(Outbox.id.in_(due.scalar_subquery()))
        .values(lease_token=func.uuidv7(), lease_until=now + LEASE)
        .returning(Outbox.id, Outbox.kind, Outbox.lease_token)
        .execution_options(synchronize_session=False)
    )
    return [Leased(row.id, row.kind, row.lease_token) for row in leased if row.lease_token]


def is_any_due(*, now: datetime) -> bool:
    """Tell whether something is due and free."""
    return db.session.scalar(select(Outbox.id).where(*_due(now)).limit(1)) is not None


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    is_free = or_(Outbox.lease_until.is_(None), Outbox.lease_until <= now)
    return (Outbox.next_at <= now, Outbox.dead_at.is_(None), is_free)


def begin(outbox_id: UUID, token: UUID, *, now: datetime) -> Begun | None:
    """Count an attempt before it is made: one that ends its worker counts too.

    The lease gets a token of the attempt's own, so that the same message, should it come again,
    finds nothing to do. None if another has it, or it is done.
    """
    counted = db.session.execute(
        update(Outbox)
        .where(Outbox.id == outbox_id, Outbox.lease_token == token, Outbox.dead_at.is_(None))
        .values(attempts=Outbox.attempts + 1, lease_token=func.uuidv7(), lease_until=now + LEASE)
        .returning(Outbox.attempts, Outbox.lease_token)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if counted is None or counted.lease_token is None:
        return None
    return Begun(outbox_id, counted.attempts, counted.lease_token)


def take(begun: Begun) -> Outbox | None:
    """Lock the row for this attempt, or return None if another has it by now."""
    return db.session.scalar(
        select(Outbox)
        .where(Outbox.id == begun.id, Outbox.lease_token == begun.token)
        .with_for_update(skip_locked=True)
    )


def done(outbox_id: UUID) -> None:
    """Remove a row whose task has done its work in the same transaction."""
    db.session.execute(
        delete(Outbox).where(Outbox.id == outbox_id).execution_options(synchronize_session=False)
    )


def put_back(row: Outbox, *, now: datetime, error: str) -> None:
    """Let a row be tried again later: in 2 s, doubling with each attempt."""
    row.error = error
    row.lease_token = row.lease_until = None
    row.next_at = now + timedelta(seconds=2 ** min(row.attempts, MAX_ATTEMPTS))


def give_up(row: Outbox, *, now: datetime, error: str) -> None:
    """Try a row no more; it stays, for whoever looks into it."""
    put_back(row, now=now, error=error)
    row.dead_at = now
