"""Forms that someone has begun and not sent yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, TenantOwned


class SavedForm(TenantOwned, Base):
    """What a person has typed into a form so far, for that person alone."""

    __tablename__ = "saved_form"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "app_id"], ["app.tenant_id", "app.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "record_id"], ["record.tenant_id", "record.id"], ondelete="CASCADE"
        ),
        Index("saved_form_person_idx", "tenant_id", "person_id", "app_id", "screen", "saved_at"),
        Index("saved_form_record_idx", "tenant_id", "record_id"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting: Mapped[str] = mapped_column(primary_key=True)
    """What tells this filling in of the form from every other; made when the form is opened."""
    app_id: Mapped[UUID]
    screen: Mapped[str]
    record_id: Mapped[UUID | None]
    """The record that the form changes; none for a new one."""
    typed: Mapped[list[list[str]]] = mapped_column(JSONB)
    """`[name, value]` pairs as posted, but for fields that are stored encrypted."""
    saved_at: Mapped[datetime] = mapped_column(server_default=func.now())
