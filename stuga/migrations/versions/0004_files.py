"""Files: what is known of each; the bytes lie in the storage."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    tenant_table(
        "file",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("app_key", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("picture", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), server_default="arriving", nullable=False),
        sa.Column("scan", sa.Text(), server_default="unscanned", nullable=False),
        sa.Column("uploaded_by", sa.UUID(), nullable=True),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "record_id"],
            ["record.tenant_id", "record.id"],
            name=op.f("file_tenant_id_record_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("file_pkey")),
    )
    op.create_index(
        "file_record_idx",
        "file",
        ["tenant_id", "record_id"],
        unique=False,
        postgresql_where=sa.text("record_id IS NOT NULL"),
    )
    op.create_index(
        "file_waiting_idx",
        "file",
        ["tenant_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("record_id IS NULL"),
    )
