"""What belongs to the operator: the system log of sign-in attempts, and throttles."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified


class SystemEvent(Identified, Base):
    """One attempt or activity. The application may only add; tenants never see it."""

    __tablename__ = "system_event"
    __table_args__ = (Index("system_event_at_idx", "at"), {"schema": "system_log"})

    at: Mapped[datetime] = mapped_column(server_default=func.now())
    kind: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    tenant: Mapped[UUID | None]
    person: Mapped[UUID | None]
    request_id: Mapped[str] = mapped_column(server_default="")
    address_hmac: Mapped[bytes | None]


class Throttle(Base):
    """Attempts at one thing. The key is a keyed hash, so unknown accounts throttle alike."""

    __tablename__ = "throttle"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(server_default="0")
    since: Mapped[datetime] = mapped_column(server_default=func.now())
    until: Mapped[datetime | None]
