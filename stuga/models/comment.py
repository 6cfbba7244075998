"""What people say about a record, and whom they mention."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class Comment(TenantOwned, Identified, Base):
    """One comment; it goes with its record and with its author."""

    __tablename__ = "comment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "record_id"], ["record.tenant_id", "record.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        Index("comment_record_idx", "tenant_id", "record_id", "id"),
        Index("comment_person_idx", "tenant_id", "person_id"),
    )

    record_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    token_id: Mapped[UUID | None]
    """The service token that wrote it, where no person did."""
    text: Mapped[str]
    """As typed, but that whoever is mentioned stands as `@[id]`: names are told when it is read."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    edited_at: Mapped[datetime | None]


class CommentMention(TenantOwned, Base):
    """A person whom a comment mentions."""

    __tablename__ = "comment_mention"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "comment_id"], ["comment.tenant_id", "comment.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        Index("comment_mention_person_idx", "tenant_id", "person_id"),
    )

    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
