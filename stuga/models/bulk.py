"""Changes of many records at once: what is asked for, how far it is, and what was refused."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned
from stuga.models.json import JsonObject


class BulkJob(TenantOwned, Identified, Base):
    """One change, deletion or restoring of many records of a model."""

    __tablename__ = "bulk_job"

    app_key: Mapped[str]
    model: Mapped[str]
    do: Mapped[str]
    """`update`, `delete` or `restore`."""
    settings: Mapped[JsonObject]
    """Which records: `ids`, or `where` and `search`; `patch`; how far it is. Emptied at the end."""
    state: Mapped[str] = mapped_column(server_default="running")
    """`running`, `done`, `failed` or `cancelled`."""
    total: Mapped[int] = mapped_column(server_default="0")
    """How many there were at the start, as far as lists count."""
    done: Mapped[int] = mapped_column(server_default="0")
    """How many have had their turn, those that were refused included."""
    failed_count: Mapped[int] = mapped_column(server_default="0")
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class BulkFailure(TenantOwned, Base):
    """A record that was refused, and why: never its values."""

    __tablename__ = "bulk_failure"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["bulk_job.tenant_id", "bulk_job.id"], ondelete="CASCADE"
        ),
    )

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """The how manieth it was, the first being 1."""
    record_id: Mapped[UUID]
    code: Mapped[str]
    errors: Mapped[JsonObject]
    """Pointer -> code and arguments of the refusal."""
