"""Sessions and one-time links: made, spent, ended. Only hashes are stored."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from stuga.models import OneTimeToken, Session
from stuga.platform.crypto import hashed, new_token
from stuga.platform.db import db

LINK_LIFE: Final = timedelta(days=7)
SIGN_IN_LINK: Final = "sign-in"


def start(person_id: UUID, *, now: datetime, life: timedelta, device: str = "") -> str:
    """Start a session and return its token, which only the browser keeps."""
    token = new_token()
    db.session.add(
        Session(
            token_hash=hashed(token),
            person_id=person_id,
            created_at=now,
            seen_at=now,
            ends_at=now + life,
            device=device,
        )
    )
    return token


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


def spend_link(token: str, *, now: datetime) -> UUID | None:
    """Use up a link and return whose it is; None if it is unknown, used or too old."""
    row = db.session.scalar(
        select(OneTimeToken)
        .where(
            OneTimeToken.token_hash == hashed(token),
            OneTimeToken.purpose == SIGN_IN_LINK,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.ends_at > now,
        )
        .with_for_update()
    )
    if row is None:
        return None
    row.used_at = now
    return row.person_id
