"""The organisations of this installation, and the hosts they are reached at."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKey, func, text
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified
from stuga.models.json import JsonObject

AT_ONCE: Final = "in_transaction"
READS: Final = ("buffered", AT_ONCE)


class Tenant(Identified, Base):
    """One organisation. Shared: it must be found before there is a tenant to bind."""

    __tablename__ = "tenant"

    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="sv")
    zone: Mapped[str] = mapped_column(server_default="Europe/Stockholm")
    theme: Mapped[JsonObject] = mapped_column(JSON, server_default=text("'{}'"))
    """As `theme` of a definition, for the pages of all apps; an app's own stands over it."""
    reads: Mapped[str] = mapped_column(server_default="buffered")
    """When ordinary reads come into the audit trail: `buffered` within a second, or
    `in_transaction`, before the answer leaves."""
    state: Mapped[str] = mapped_column(server_default="active")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Host(Base):
    """A domain of a tenant's own. Shared, for the same reason."""

    __tablename__ = "host"

    name: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"))
