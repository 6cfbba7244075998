"""Pictures of an app or of the tenant; the bytes lie in the storage, under the picture's id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class Picture(TenantOwned, Identified, Base):
    """One picture that was drawn anew. Without an app it is the tenant's own."""

    __tablename__ = "picture"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "app_id"], ["app.tenant_id", "app.id"]),
        UniqueConstraint("tenant_id", "app_id", "name", postgresql_nulls_not_distinct=True),
    )

    app_id: Mapped[UUID | None]
    name: Mapped[str]
    """The digest of its bytes with its size and type, as definitions and addresses say it."""
    title: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
