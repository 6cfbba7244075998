"""Imports that change records: what they count, and the keys their rows have had."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0008"
down_revision: Final = "0007"


def upgrade() -> None:
    for name in ("updated_count", "unchanged_count"):
        op.add_column(
            "import_job", sa.Column(name, sa.Integer(), server_default="0", nullable=False)
        )
    tenant_table(
        "import_key",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("value_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"],
            ["import_job.tenant_id", "import_job.id"],
            name=op.f("import_key_tenant_id_job_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "job_id", "value_hmac", name=op.f("import_key_pkey")),
    )
