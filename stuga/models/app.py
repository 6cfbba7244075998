"""Apps: their draft, their published versions, and what the runtime knows of their models."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned
from stuga.models.json import JsonObject


class App(TenantOwned, Identified, Base):
    """An app with its draft. `live_number` is the version that serves; none before the first.

    Definitions are JSON, not JSONB: people read them, and JSONB forgets the order of members.
    """

    __tablename__ = "app"
    __table_args__ = (
        Index(
            "app_key_key",
            "tenant_id",
            "key",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    key: Mapped[str]
    title: Mapped[str]
    icon: Mapped[str] = mapped_column(server_default="app")
    live_number: Mapped[int | None]
    draft: Mapped[JsonObject] = mapped_column(JSON)
    draft_revision: Mapped[int] = mapped_column(server_default="1")
    draft_at: Mapped[datetime] = mapped_column(server_default=func.now())
    draft_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_by: Mapped[UUID | None]
    deleted_at: Mapped[datetime | None]
    stamp: Mapped[UUID] = mapped_column(server_default=func.uuidv7())
    """A new one with whatever changes how the app serves: version, slots, retention rules."""


class Version(TenantOwned, Base):
    """A published definition: written once, never changed."""

    __tablename__ = "version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
    )

    app_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[JsonObject] = mapped_column(JSON)
    digest: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_by: Mapped[UUID | None]
    restored_from: Mapped[int | None]


class Model(TenantOwned, Identified, Base):
    """A model of an app as the runtime knows it: which indexed field lies in which slot.

    `slots`: field key -> `{"slot": "t1", "filled": true}`; a slot serves queries once filled.
    """

    __tablename__ = "model"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        Index("model_key_key", "tenant_id", "app_id", "key", unique=True),
    )

    app_id: Mapped[UUID]
    key: Mapped[str]
    slots: Mapped[JsonObject]
    last_version: Mapped[int | None]
    """The last version that had this model; none while the live one has it."""


class ModelField(TenantOwned, Base):
    """A field some version had. It stays until its values are gone."""

    __tablename__ = "field"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "model_id"], ["model.tenant_id", "model.id"], ondelete="CASCADE"
        ),
    )

    model_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    first_version: Mapped[int]
    last_version: Mapped[int | None]
    state: Mapped[str] = mapped_column(server_default="live")
    renamed_to: Mapped[str | None]
    """The key it goes by since, if a version has renamed it: the trail's detail has the old one."""
