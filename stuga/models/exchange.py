"""Imports and exports: what came or is asked for, how far it is, and which rows failed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKeyConstraint, Index, func
from sqlalchemy import UUID as SQL_UUID
from sqlalchemy.orm import Mapped, mapped_column

from stuga.models.base import Base, Identified, TenantOwned
from stuga.models.json import JsonObject


class ImportJob(TenantOwned, Identified, Base):
    """One spreadsheet on its way into a model."""

    __tablename__ = "import_job"
    __table_args__ = (Index("import_job_created_idx", "tenant_id", "created_at"),)

    app_key: Mapped[str]
    model: Mapped[str | None]
    file_name: Mapped[str]
    content: Mapped[bytes | None]
    """The upload as it came; emptied when the job ends."""
    digest: Mapped[str]
    settings: Mapped[JsonObject]
    """Encoding, delimiter, header, columns, key: `[{"column": 0, "field": "title"}, …]`."""
    state: Mapped[str] = mapped_column(server_default="uploaded")
    """`uploaded`, `trying`, `tried`, `running`, `paused`, `done`, `failed` or `cancelled`."""
    total: Mapped[int] = mapped_column(server_default="0")
    done: Mapped[int] = mapped_column(server_default="0")
    created_count: Mapped[int] = mapped_column(server_default="0")
    updated_count: Mapped[int] = mapped_column(server_default="0")
    unchanged_count: Mapped[int] = mapped_column(server_default="0")
    failed_count: Mapped[int] = mapped_column(server_default="0")
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class ImportFailure(TenantOwned, Base):
    """A row that was refused, as it stood, and why."""

    __tablename__ = "import_failure"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["import_job.tenant_id", "import_job.id"], ondelete="CASCADE"
        ),
    )

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    """The row's number in the file, the header being 1."""
    cells: Mapped[list[str]]
    errors: Mapped[JsonObject]
    """Field -> sentence."""


class ImportKey(TenantOwned, Base):
    """What a row has been found by, or holds alone: no second row of its import may have it."""

    __tablename__ = "import_key"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["import_job.tenant_id", "import_job.id"], ondelete="CASCADE"
        ),
    )

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    value_hmac: Mapped[bytes] = mapped_column(primary_key=True)
    row: Mapped[int]
    """The row that had it first."""


class ExportJob(TenantOwned, Identified, Base):
    """One list on its way into a file, which lies in the storage under the job's id."""

    __tablename__ = "export_job"
    __table_args__ = (Index("export_job_created_idx", "tenant_id", "created_at"),)

    app_key: Mapped[str]
    model: Mapped[str]
    file_name: Mapped[str]
    format: Mapped[str]
    """`csv`, `xlsx`, `json`, `ndjson` or `pdf`."""
    settings: Mapped[JsonObject]
    """What is asked for: `where`, `search`, `sort`, `fields`, `language`; and how far it is."""
    state: Mapped[str] = mapped_column(server_default="running")
    """`running`, `done`, `failed`, `cancelled` or `withdrawn`."""
    total: Mapped[int] = mapped_column(server_default="0")
    """How many there were at the start, as far as lists count."""
    done: Mapped[int] = mapped_column(server_default="0")
    size: Mapped[int] = mapped_column(BigInteger, server_default="0")
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class ExportPart(TenantOwned, Base):
    """A part of an export: which records it tells of, so that it goes when one is forgotten."""

    __tablename__ = "export_part"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["export_job.tenant_id", "export_job.id"], ondelete="CASCADE"
        ),
    )

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    records: Mapped[list[UUID]] = mapped_column(ARRAY(SQL_UUID))
    """Its rows, and those whose names stand in them."""
