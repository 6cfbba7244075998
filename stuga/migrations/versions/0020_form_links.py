"""Unfinished forms of people without an account, behind secret links."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from stuga.migrations.tables import tenant_table

revision: Final = "0020"
down_revision: Final = "0019"


def upgrade() -> None:
    tenant_table(
        "form_link",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("typed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column(
            "saved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "app_id"],
            ["app.tenant_id", "app.id"],
            name=op.f("form_link_tenant_id_app_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("form_link_pkey")),
        sa.UniqueConstraint(
            "tenant_id", "secret_hash", name=op.f("form_link_tenant_id_secret_hash_key")
        ),
    )
    op.create_index("form_link_screen_idx", "form_link", ["tenant_id", "app_id", "screen"])
    op.create_index("form_link_ends_idx", "form_link", ["tenant_id", "ends_at"])
