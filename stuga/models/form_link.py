"""Unfinished forms of people without an account: who has the secret link may go on with one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class FormLink(TenantOwned, Identified, Base):
    """What a stranger has typed into a public form so far, for whoever has its link."""

    __tablename__ = "form_link"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "secret_hash"),
        Index("form_link_screen_idx", "tenant_id", "app_id", "screen"),
        Index("form_link_ends_idx", "tenant_id", "ends_at"),
    )

    app_id: Mapped[UUID]
    screen: Mapped[str]
    secret_hash: Mapped[bytes]
    """SHA-256 of what the link holds; the link itself is kept nowhere."""
    typed: Mapped[list[list[str]]] = mapped_column(JSONB)
    """`[name, value]` pairs as posted, but for fields that are stored encrypted."""
    holder: Mapped[bytes | None]
    """A keyed hash of the browser that has the form's files now."""
    saved_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ends_at: Mapped[datetime]
