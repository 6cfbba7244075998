"""Forgets the detail of entries whose last day has come; the envelopes stay, and still verify."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, delete, select

from stuga.models import AuditDetail
from stuga.platform.db import trimming_trail

ENTRIES_PER_BATCH: Final = 500


def is_any_due(today: date) -> bool:
    """Tell whether the detail of an entry has had its time."""
    with trimming_trail() as session:
        return session.scalar(_due(today).limit(1)) is not None


def forget(today: date) -> bool:
    """Delete the detail of some entries, the longest overdue first; tell whether there is more.

    In a transaction of its own, as the one role that may. Doing it twice does no harm.
    """
    with trimming_trail() as session:
        longest = _due(today).order_by(AuditDetail.gone_day).limit(ENTRIES_PER_BATCH)
        entries = session.scalars(longest).all()
        gone = delete(AuditDetail).where(
            AuditDetail.entry_id.in_(entries), AuditDetail.gone_day <= today
        )
        session.execute(gone.execution_options(synchronize_session=False))
    return len(entries) == ENTRIES_PER_BATCH


def _due(today: date) -> Select[UUID]:
    """Select entries by who acted, a part that each has: the index of last days holds that one."""
    return select(AuditDetail.entry_id).where(
        AuditDetail.part == "who", AuditDetail.gone_day <= today
    )
