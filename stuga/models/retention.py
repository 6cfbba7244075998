"""Retention: rules in force, what they have erased, and the report of each run."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned
from stuga.models.json import JsonObject


class RetentionRule(TenantOwned, Identified, Base):
    """A rule in force for a model, or for some of its fields. A proposal is no row here."""

    __tablename__ = "retention_rule"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        Index(
            "retention_rule_key_key",
            "tenant_id",
            "app_id",
            "model",
            "key",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    app_id: Mapped[UUID]
    model: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    rule: Mapped[JsonObject]
    """`start, when, align, keep_min, keep_max, action, fields: {field: method settings}, law`."""
    version: Mapped[int] = mapped_column(server_default="1")
    source: Mapped[str] = mapped_column(server_default="admin")
    """`admin`, or `proposal` when accepted from the definition as it stood."""
    author_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    accepted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class Erased(TenantOwned, Base):
    """A rule has acted on a value. The same key never acts twice; a new value voids it."""

    __tablename__ = "erased"
    __table_args__ = (Index("erased_run_idx", "tenant_id", "run_id"),)

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    """A field's key, or empty for the record."""
    rule_id: Mapped[UUID]
    rule_title: Mapped[str] = mapped_column(server_default="")
    method: Mapped[str] = mapped_column(server_default="")
    run_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class RetentionRun(TenantOwned, Identified, Base):
    """One sweep and its report: counts only, no personal data."""

    __tablename__ = "retention_run"
    __table_args__ = (Index("retention_run_started_idx", "tenant_id", "started_at"),)

    now: Mapped[datetime]
    """The moment the run works at; a drill may move it."""
    state: Mapped[str] = mapped_column(server_default="running")
    """`running`, `done` or `failed`."""
    dry: Mapped[bool] = mapped_column(server_default=text("false"))
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    report: Mapped[JsonObject]
