"""What is to leave the process once the change that asked for it is committed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned
from stuga.models.json import JsonObject


class Outbox(TenantOwned, Identified, Base):
    """One job to send. `payload` holds ids and cursors, never content."""

    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_next_idx", "tenant_id", "next_at"),)

    kind: Mapped[str]
    payload: Mapped[JsonObject]
    person_id: Mapped[UUID | None]
    """Who asked for it; the job acts with the rights they have when it runs."""
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(server_default="0")
    lease_token: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(server_default="")
    dead_at: Mapped[datetime | None]
