"""Views of lists that people keep under a name."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from stuga.migrations.tables import tenant_table

revision: Final = "0013"
down_revision: Final = "0012"


def upgrade() -> None:
    tenant_table(
        "saved_view",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", f"{other}_id"],
                [f"{other}.tenant_id", f"{other}.id"],
                name=op.f(f"saved_view_tenant_id_{other}_id_fkey"),
                ondelete="CASCADE",
            )
            for other in ("person", "app")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("saved_view_pkey")),
        sa.UniqueConstraint(
            "tenant_id",
            "app_id",
            "screen",
            "person_id",
            "title",
            name=op.f("saved_view_tenant_id_app_id_screen_person_id_title_key"),
        ),
    )
    op.create_index("saved_view_person_idx", "saved_view", ["tenant_id", "person_id"])
