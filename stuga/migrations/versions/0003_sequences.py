"""Sequences: the last number that each has given."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    tenant_table(
        "record_sequence",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("model_id", sa.UUID(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "model_id"],
            ["model.tenant_id", "model.id"],
            name=op.f("record_sequence_tenant_id_model_id_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "model_id", "field", "format", "year", name=op.f("record_sequence_pkey")
        ),
    )
