"""Views of lists that people keep under a name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class SavedView(TenantOwned, Identified, Base):
    """How a person wants to see a list: its address without the place in it."""

    __tablename__ = "saved_view"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "app_id", "screen", "person_id", "title"),
        Index("saved_view_person_idx", "tenant_id", "person_id"),
    )

    app_id: Mapped[UUID]
    screen: Mapped[str]
    person_id: Mapped[UUID]
    title: Mapped[str]
    query: Mapped[str]
    roles: Mapped[list[str]]
    """Keys of the app's roles that see it too; none: it is for its maker alone."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
