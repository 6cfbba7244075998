"""Ways in: browser sessions, one-time links and service tokens. Secrets are stored hashed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class Session(TenantOwned, Identified, Base):
    """A signed-in browser. The cookie holds the token; the row holds its SHA-256."""

    __tablename__ = "session"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        Index("session_token_key", "tenant_id", "token_hash", unique=True),
        Index("session_person_idx", "tenant_id", "person_id"),
    )

    token_hash: Mapped[bytes]
    person_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ends_at: Mapped[datetime]
    """The absolute end; the idle end follows from `seen_at`."""
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(server_default="")
    method: Mapped[str] = mapped_column(server_default="password")
    """How the person proved who they are: `password` or `link`."""


class OneTimeToken(TenantOwned, Identified, Base):
    """A link that signs a person in once."""

    __tablename__ = "one_time_token"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        Index("one_time_token_key", "tenant_id", "token_hash", unique=True),
    )

    token_hash: Mapped[bytes]
    person_id: Mapped[UUID]
    purpose: Mapped[str]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ServiceToken(TenantOwned, Identified, Base):
    """A machine's way in: `stuga_<id>_<secret>`."""

    __tablename__ = "service_token"

    title: Mapped[str]
    secret_hash: Mapped[bytes]
    scopes: Mapped[list[str]]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
