"""The audit trail: an envelope without personal data, and detail that can be forgotten."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Computed, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, TenantOwned
from stuga.models.json import JsonValue

# As PostgreSQL writes it. The person of the part `who`, in a column that an index can serve: JSON
# operators are not leakproof, so under row security they use none.
_WHO: Final = "CASE WHEN (part = 'who'::text) THEN ((val ->> 'id'::text))::uuid ELSE NULL::uuid END"


class AuditEntry(TenantOwned, Base):
    """One act. `body` is what is hashed; the other columns repeat parts of it for searching.

    Partitioned by the month in which it goes, so that one DROP is exact.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_at_idx", "tenant_id", "at", "id"),
        Index("audit_entry_target_idx", "tenant_id", "target_id", "at", "id"),
        Index("audit_entry_act_idx", "tenant_id", "action", "at", "id"),
        {"postgresql_partition_by": "RANGE (purge_month)"},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purge_month: Mapped[date] = mapped_column(primary_key=True)
    stream: Mapped[str]
    txid: Mapped[int] = mapped_column(
        BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint")
    )
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    body: Mapped[bytes]
    at: Mapped[datetime]
    action: Mapped[str]
    op: Mapped[str]
    outcome: Mapped[str]
    via: Mapped[str]
    app: Mapped[str | None]
    model: Mapped[str | None]
    target_id: Mapped[UUID | None]


class AuditDetail(TenantOwned, Base):
    """One part of an entry's detail; the salt goes with it, and with the salt every guess."""

    __tablename__ = "audit_detail"
    __table_args__ = (
        Index(
            "audit_detail_actor_idx",
            "tenant_id",
            "actor_id",
            "entry_id",
            postgresql_where=text("actor_id IS NOT NULL"),
        ),
        Index(
            "audit_detail_gone_idx",
            "tenant_id",
            "gone_day",
            postgresql_where=text("part = 'who'"),
        ),
        {"postgresql_partition_by": "RANGE (gone_day)"},
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    gone_day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[bytes]
    val: Mapped[JsonValue]
    actor_id: Mapped[UUID | None] = mapped_column(Computed(_WHO, persisted=True))
