"""Secret addresses at which a program reads a list as a calendar."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class CalendarFeed(TenantOwned, Identified, Base):
    """What a person lets their calendar program read: one list, filtered as it was then.

    The address is shown once and kept as a hash; the rights are those of the person, each time.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "secret_hash"),
        Index("calendar_feed_person_idx", "tenant_id", "person_id"),
    )

    app_id: Mapped[UUID]
    screen: Mapped[str]
    person_id: Mapped[UUID]
    query: Mapped[str]
    secret_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
