"""Keys of requests that may come twice, and what was answered to the first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, TenantOwned
from stuga.models.json import JsonObject


class RequestKey(TenantOwned, Base):
    """One `Idempotency-Key` of someone's, or one form that was sent, for a day.

    Keyed hashes: nothing tells what was sent.
    """

    __tablename__ = "request_key"
    __table_args__ = (Index("request_key_created_idx", "tenant_id", "created_at"),)

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    """Of method, path and body: another request with the same key is refused."""
    answer: Mapped[JsonObject | None]
    """Ids, revisions and codes; no values of records."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
