"""Files: what is known of each; the bytes lie in the storage, under the file's id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned


class File(TenantOwned, Identified, Base):
    """One file that was sent for a field. Until a record names it, only its sender sees it."""

    __tablename__ = "file"
    __table_args__ = (
        # No cascade: files go before rows, so that no bytes are left behind.
        ForeignKeyConstraint(["tenant_id", "record_id"], ["record.tenant_id", "record.id"]),
        Index(
            "file_record_idx",
            "tenant_id",
            "record_id",
            postgresql_where=text("record_id IS NOT NULL"),
        ),
        Index(
            "file_waiting_idx",
            "tenant_id",
            "created_at",
            postgresql_where=text("record_id IS NULL"),
        ),
    )

    app_key: Mapped[str]
    model: Mapped[str]
    field: Mapped[str]
    record_id: Mapped[UUID | None]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(server_default="")
    """SHA-256 of the stored bytes, in hexadecimal digits."""
    picture: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether it was drawn anew, so that it may be shown, and has a thumbnail."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    state: Mapped[str] = mapped_column(server_default="arriving")
    """`arriving` or `stored`."""
    scan: Mapped[str] = mapped_column(server_default="unscanned")
    """`unscanned` or `clean`; what is neither is never stored."""
    uploaded_by: Mapped[UUID | None]
    holder: Mapped[bytes | None]
    """Of a stranger's file: a keyed hash of the browser that sent it."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attached_at: Mapped[datetime | None]
