"""People of a tenant, and the roles they hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class Person(TenantOwned, Identified, Base):
    """An account in one tenant."""

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "person_email_key",
            "tenant_id",
            "email",
            unique=True,
            postgresql_where=text("email IS NOT NULL"),
        ),
    )

    name: Mapped[str]
    email: Mapped[str | None]
    """Lower case, NFC; how the person signs in."""
    language: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="active")
    """`invited`, `active` or `disabled`."""
    password_hash: Mapped[str | None]
    password_scheme: Mapped[int] = mapped_column(server_default="1")
    single_keys: Mapped[bool] = mapped_column(server_default=text("true"))
    """Whether letters pressed alone do something on pages."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RoleGrant(TenantOwned, Identified, Base):
    """A tenant role (`app_key` empty) or an app role of a person or a service token."""

    __tablename__ = "role_grant"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "token_id"],
            ["service_token.tenant_id", "service_token.id"],
            ondelete="CASCADE",
        ),
        Index("role_grant_person_key", "tenant_id", "person_id", "app_key", "role", unique=True),
        Index("role_grant_token_key", "tenant_id", "token_id", "app_key", "role", unique=True),
    )

    person_id: Mapped[UUID | None]
    token_id: Mapped[UUID | None]
    app_key: Mapped[str] = mapped_column(server_default="")
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
