"""What people report of an app's accessibility."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class AccessibilityReport(TenantOwned, Identified, Base):
    """What keeps someone from using an app, in their words."""

    __tablename__ = "accessibility_report"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        Index("accessibility_report_app_idx", "tenant_id", "app_id", "id"),
        Index("accessibility_report_person_idx", "tenant_id", "person_id"),
    )

    app_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    """Who wrote it, if they were signed in."""
    text: Mapped[str]
    reply_to: Mapped[str]
    """Where an answer may go, as typed; '' if none is wanted."""
    at: Mapped[datetime] = mapped_column(server_default=func.now())
