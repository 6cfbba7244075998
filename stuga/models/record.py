"""Records of all tenants: JSONB is the truth, slots are for finding."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import DateTime, Double, ForeignKeyConstraint, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned
from stuga.models.json import JsonObject

TEXT_SLOTS: Final = tuple(f"t{number}" for number in range(1, 11))
NUMBER_SLOTS: Final = tuple(f"n{number}" for number in range(1, 9))
DATE_SLOTS: Final = tuple(f"d{number}" for number in range(1, 7))
SLOTS: Final = TEXT_SLOTS + NUMBER_SLOTS + DATE_SLOTS


def _slot_indexes() -> list[Index]:
    """Return one partial index a slot, shared by every tenant and model."""
    return [
        Index(
            f"record_{slot}_idx",
            "tenant_id",
            "model_id",
            slot,
            "id",
            postgresql_where=text(f"{slot} IS NOT NULL AND deleted_at IS NULL"),
        )
        for slot in SLOTS
    ]


class Record(TenantOwned, Identified, Base):
    """One record of one model. Only `runtime.records` writes it."""

    __tablename__ = "record"

    model_id: Mapped[UUID]
    app_version: Mapped[int]
    revision: Mapped[int] = mapped_column(server_default="1")
    data: Mapped[JsonObject]

    t1: Mapped[str | None] = mapped_column(Text(collation="C"))
    t2: Mapped[str | None] = mapped_column(Text(collation="C"))
    t3: Mapped[str | None] = mapped_column(Text(collation="C"))
    t4: Mapped[str | None] = mapped_column(Text(collation="C"))
    t5: Mapped[str | None] = mapped_column(Text(collation="C"))
    t6: Mapped[str | None] = mapped_column(Text(collation="C"))
    t7: Mapped[str | None] = mapped_column(Text(collation="C"))
    t8: Mapped[str | None] = mapped_column(Text(collation="C"))
    t9: Mapped[str | None] = mapped_column(Text(collation="C"))
    t10: Mapped[str | None] = mapped_column(Text(collation="C"))
    n1: Mapped[float | None] = mapped_column(Double)
    n2: Mapped[float | None] = mapped_column(Double)
    n3: Mapped[float | None] = mapped_column(Double)
    n4: Mapped[float | None] = mapped_column(Double)
    n5: Mapped[float | None] = mapped_column(Double)
    n6: Mapped[float | None] = mapped_column(Double)
    n7: Mapped[float | None] = mapped_column(Double)
    n8: Mapped[float | None] = mapped_column(Double)
    d1: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    d2: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    d3: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    d4: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    d5: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    d6: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    search: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_by: Mapped[UUID | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_by: Mapped[UUID | None]
    activity_at: Mapped[datetime] = mapped_column(server_default=func.now())
    due_at: Mapped[datetime | None]
    """The earliest moment any retention rule wants something of this record."""
    held: Mapped[bool] = mapped_column(server_default=text("false"))
    restricted: Mapped[bool] = mapped_column(server_default=text("false"))
    deleted_at: Mapped[datetime | None]
    """Set while the record lies in the trash."""

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "model_id"], ["model.tenant_id", "model.id"]),
        Index(
            "record_created_idx",
            "tenant_id",
            "model_id",
            "created_at",
            "id",
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(
            "record_updated_idx",
            "tenant_id",
            "model_id",
            "updated_at",
            "id",
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(
            "record_due_idx",
            "tenant_id",
            "due_at",
            "id",
            postgresql_where=text("due_at IS NOT NULL AND NOT held"),
        ),
        Index(
            "record_trash_idx",
            "tenant_id",
            "model_id",
            "deleted_at",
            "id",
            postgresql_where=text("deleted_at IS NOT NULL"),
        ),
        Index(
            "record_search_idx",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
            postgresql_where=text("deleted_at IS NULL"),
        ),
        *_slot_indexes(),
    )


class RecordLink(TenantOwned, Base):
    """A reference from one record's field to another record."""

    __tablename__ = "record_link"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "from_id"], ["record.tenant_id", "record.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["tenant_id", "to_id"], ["record.tenant_id", "record.id"]),
        Index("record_link_to_idx", "tenant_id", "to_id", "field", "from_id"),
    )

    from_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    to_id: Mapped[UUID] = mapped_column(primary_key=True)


class RecordUnique(TenantOwned, Base):
    """A value that may stand once in a model: its keyed hash, never the value."""

    __tablename__ = "record_unique"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "record_id"], ["record.tenant_id", "record.id"], ondelete="CASCADE"
        ),
        Index("record_unique_record_idx", "tenant_id", "record_id"),
    )

    model_id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    value_hmac: Mapped[bytes] = mapped_column(primary_key=True)
    record_id: Mapped[UUID]


class RecordSequence(TenantOwned, Base):
    """The last number that a sequence has given, in a year or for ever; it only ever rises.

    A number that is taken back was never seen: the row stays locked until its taker has ended.
    """

    __tablename__ = "record_sequence"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "model_id"], ["model.tenant_id", "model.id"]),
    )

    model_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    """0 for a format without a year."""
    last: Mapped[int]


class RecordChange(TenantOwned, Base):
    """What one revision changed: `diff` is field -> [old, new]. Scrubbed with the record."""

    __tablename__ = "record_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "record_id"], ["record.tenant_id", "record.id"], ondelete="CASCADE"
        ),
    )

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    by: Mapped[UUID | None]
    via: Mapped[str] = mapped_column(server_default="page")
    diff: Mapped[JsonObject]
