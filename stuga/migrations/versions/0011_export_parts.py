"""Parts of exports: which records each tells of."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0011"
down_revision: Final = "0010"


def upgrade() -> None:
    tenant_table(
        "export_part",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("records", sa.ARRAY(sa.UUID()), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"],
            ["export_job.tenant_id", "export_job.id"],
            name=op.f("export_part_tenant_id_job_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "job_id", "number", name=op.f("export_part_pkey")),
    )
