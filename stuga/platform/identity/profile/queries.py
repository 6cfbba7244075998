"""What is asked about the person who is signed in."""

from uuid import UUID

from sqlalchemy import select

from stuga.models import Session
from stuga.platform.db import db


def session(session_id: UUID | None, person_id: UUID | None) -> Session | None:
    """Return a session of the person's own that has not ended."""
    return db.session.scalar(
        select(Session).where(
            Session.id == session_id,
            Session.person_id == person_id,
            Session.ended_at.is_(None),
        )
    )
