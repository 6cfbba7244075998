"""Migrations: how a new version carries stored records along, and the values it puts aside."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned
from stuga.models.json import JsonObject, JsonValue


class Migration(TenantOwned, Identified, Base):
    """One publication that changes stored records. The version before serves until it is done."""

    __tablename__ = "migration"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        Index(
            "migration_pending_key",
            "tenant_id",
            "app_id",
            unique=True,
            postgresql_where=text("state = 'preparing'"),
        ),
    )

    app_id: Mapped[UUID]
    number: Mapped[int]
    """The version that it leads to."""
    former_number: Mapped[int]
    document: Mapped[JsonObject] = mapped_column(JSON)
    """The definition that is to serve; empty once it is a version."""
    settings: Mapped[JsonObject]
    """`note, restored_from, confirmed, follows`: what the version is to be called."""
    steps: Mapped[list[JsonObject]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(server_default="preparing")
    """`preparing`, `done`, `failed` or `cancelled`."""
    reason: Mapped[str] = mapped_column(server_default="")
    total: Mapped[int] = mapped_column(server_default="0")
    done: Mapped[int] = mapped_column(server_default="0")
    changed: Mapped[int] = mapped_column(server_default="0")
    """How many records it has changed."""
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    """When someone let go of the values it had put aside."""


class MigrationChange(TenantOwned, Base):
    """What a record is to become when the version goes live; made for it at one revision."""

    __tablename__ = "migration_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "record_id"], ["record.tenant_id", "record.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "migration_id"],
            ["migration.tenant_id", "migration.id"],
            ondelete="CASCADE",
        ),
        Index("migration_change_record_idx", "tenant_id", "record_id"),
    )

    migration_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    model_id: Mapped[UUID]
    revision: Mapped[int]
    put: Mapped[JsonObject]
    """Field -> its new value."""
    gone: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Fields that go."""
    diff: Mapped[JsonObject]
    """What the history tells: field -> [old, new]."""
    former: Mapped[JsonObject]
    """Field -> `{"value", "became", "forget"}`: what is put aside."""
    taken: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Keys of fields, as they were, whose values are taken back from an earlier migration."""
    links: Mapped[JsonObject]
    """Field -> ids of the records it refers to from then on."""


class FormerValue(TenantOwned, Base):
    """A value that a migration took out of a record, until someone lets go of it or it ends."""

    __tablename__ = "former_value"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "record_id"], ["record.tenant_id", "record.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "migration_id"],
            ["migration.tenant_id", "migration.id"],
            ondelete="CASCADE",
        ),
        Index("former_value_record_idx", "tenant_id", "record_id"),
        Index("former_value_ends_idx", "tenant_id", "ends_at"),
    )

    migration_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    """The key the field has now, or last had."""
    value: Mapped[JsonValue]
    became: Mapped[JsonValue]
    """What stands in its place since; null if nothing."""
    revision: Mapped[int]
    """The record's revision that put it aside; what the history tells up to it goes with it."""
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    ends_at: Mapped[datetime]


class Trial(TenantOwned, Base):
    """How far a draft has been tried on all stored records, and how many it bears on."""

    __tablename__ = "trial"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
    )

    app_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    """Digest of what is compared: the live version's number and the document tried."""
    document: Mapped[JsonObject] = mapped_column(JSON)
    restored_from: Mapped[int | None]
    total: Mapped[int] = mapped_column(server_default="0")
    done: Mapped[int] = mapped_column(server_default="0")
    counts: Mapped[JsonObject]
    """Code of a change -> how many records it bears on."""
    begun_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
