"""What people are told of, how they want to be told, and addresses that take no mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class Notice(TenantOwned, Identified, Base):
    """One thing that a person is told of: what happened and where, never what a record says."""

    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "comment_id"], ["comment.tenant_id", "comment.id"], ondelete="CASCADE"
        ),
        Index("notice_person_idx", "tenant_id", "person_id", "id"),
        Index(
            "notice_unread_idx",
            "tenant_id",
            "person_id",
            postgresql_where=text("shown AND read_at IS NULL"),
        ),
        Index("notice_mail_idx", "tenant_id", "mail", postgresql_where=text("mail <> 'off'")),
        Index("notice_comment_idx", "tenant_id", "comment_id"),
    )

    person_id: Mapped[UUID]
    kind: Mapped[str]
    app_key: Mapped[str]
    path: Mapped[str]
    """Where it leads, from the tenant's root; '' if nowhere."""
    who_id: Mapped[UUID | None]
    """Who did it; their name is looked up when it is read."""
    comment_id: Mapped[UUID | None]
    shown: Mapped[bool]
    """Whether it is told in the app; else by mail only."""
    mail: Mapped[str]
    """`off`, `now`, `daily` until its day's mail is left, `left` until that is sent, `sent`."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]


class NoticeChoice(TenantOwned, Base):
    """How a person wants to be told of one kind of thing, where it is not as it begins."""

    __tablename__ = "notice_choice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    shown: Mapped[bool]
    mail: Mapped[str]
    """`now`, `daily` or `off`."""


class MailRefusal(TenantOwned, Base):
    """An address that a mail server has refused for good; nothing more is sent there."""

    __tablename__ = "mail_refusal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    at: Mapped[datetime]
