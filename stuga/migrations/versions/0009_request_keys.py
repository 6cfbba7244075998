"""Keys of requests that may come twice."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from stuga.migrations.tables import tenant_table

revision: Final = "0009"
down_revision: Final = "0008"


def upgrade() -> None:
    tenant_table(
        "request_key",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("tenant_id", "actor_id", "key", name=op.f("request_key_pkey")),
    )
    op.create_index("request_key_created_idx", "request_key", ["tenant_id", "created_at"])
