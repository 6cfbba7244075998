"""Pictures of apps and of tenants."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0021"
down_revision: Final = "0020"


def upgrade() -> None:
    tenant_table(
        "picture",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "app_id"],
            ["app.tenant_id", "app.id"],
            name=op.f("picture_tenant_id_app_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("picture_pkey")),
        sa.UniqueConstraint(
            "tenant_id",
            "app_id",
            "name",
            name=op.f("picture_tenant_id_app_id_name_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
