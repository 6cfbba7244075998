"""Sessions and one-time links: made, spent, ended. Only hashes are stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select, update

from stuga.models import OneTimeToken, Session
from stuga.platform.crypto import hashed, new_token
from stuga.platform.db import db

LINK_LIFE: Final = timedelta(days=7)
SIGN_IN_LINK: Final = "sign-in"
PASSWORD: Final = "password"  # noqa: S105  # a method's name
LINK: Final = "link"
MOST_LIVE: Final = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just begun; only the browser keeps the token."""

    id: UUID
    token: str


def start(
    person_id: UUID,
    *,
    now: datetime,
    life: timedelta,
    device: str = "",
    method: str = PASSWORD,
) -> str:
    """Start a session and return its token, which only the browser keeps."""
    return begin(person_id, now=now, life=life, device=device, method=method).token


def begin(person_id: UUID, *, now: datetime, life: timedelta, device: str, method: str) -> Opened:
    """Start a session; the oldest of too many ends."""
    for row in live_of(person_id, now=now)[MOST_LIVE - 1 :]:
        row.ended_at = now
    token = new_token()
    row = Session(
        token_hash=hashed(token),
        person_id=person_id,
        created_at=now,
        seen_at=now,
        ends_at=now + life,
        device=device,
        method=method,
    )
    db.session.add(row)
    db.session.flush()  # the entry of the sign-in needs the id, which PostgreSQL makes
    return Opened(row.id, token)


def live_of(person_id: UUID, *, now: datetime, idle: timedelta | None = None) -> Sequence[Session]:
    """Return a person's sessions that have not ended, the one used last first."""
    wanted = (
        select(Session)
        .where(Session.person_id == person_id, Session.ended_at.is_(None), Session.ends_at > now)
        .order_by(Session.seen_at.desc(), Session.id.desc())
    )
    if idle is not None:
        wanted = wanted.where(Session.seen_at > now - idle)
    return db.session.scalars(wanted).all()


def end_all(person_id: UUID, *, now: datetime, but: UUID | None = None) -> int:
    """End a person's sessions, apart from one; return how many ended."""
    wanted = update(Session).where(Session.person_id == person_id, Session.ended_at.is_(None))
    if but is not None:
        wanted = wanted.where(Session.id != but)
    ended = db.session.scalars(
        wanted.values(ended_at=now)
        .returning(Session.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


def end_token(token: str, *, now: datetime) -> None:
    """End the session a browser still carries when a new one takes its place."""
    db.session.execute(
        update(Session)
        .where(Session.token_hash == hashed(token), Session.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def end(session_id: UUID, *, now: datetime) -> None:
    """End a session; its token is dead at once."""
    db.session.execute(
        update(Session)
        .where(Session.id == session_id, Session.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def make_link(person_id: UUID, *, now: datetime, life: timedelta = LINK_LIFE) -> str:
    """Make a token that signs a person in once."""
    token = new_token()
    db.session.add(
        OneTimeToken(
            token_hash=hashed(token), person_id=person_id, purpose=SIGN_IN_LINK, ends_at=now + life
        )
    )
    return token


def link_is_good(token: str, *, now: datetime) -> UUID | None:
    """Return whose a link is while it can be spent; looking at it spends nothing."""
    return db.session.scalar(_good_link(token, now).with_only_columns(OneTimeToken.person_id))


def spend_link(token: str, *, now: datetime) -> UUID | None:
    """Use up a link and return whose it is; None if it is unknown, used or too old."""
    row = db.session.scalar(_good_link(token, now).with_for_update())
    if row is None:
        return None
    row.used_at = now
    return row.person_id


def void_links(person_id: UUID, *, now: datetime) -> None:
    """Make every link of a person useless."""
    db.session.execute(
        update(OneTimeToken)
        .where(OneTimeToken.person_id == person_id, OneTimeToken.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def _good_link(token: str, now: datetime) -> Select[OneTimeToken]:
    return select(OneTimeToken).where(
        OneTimeToken.token_hash == hashed(token),
        OneTimeToken.purpose == SIGN_IN_LINK,
        OneTimeToken.used_at.is_(None),
        OneTimeToken.ends_at > now,
    )
