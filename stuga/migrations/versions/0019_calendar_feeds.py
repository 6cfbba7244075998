"""Secret addresses at which a program reads a list as a calendar."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0019"
down_revision: Final = "0018"


def upgrade() -> None:
    tenant_table(
        "calendar_feed",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
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
                name=op.f(f"calendar_feed_tenant_id_{other}_id_fkey"),
                ondelete="CASCADE",
            )
            for other in ("person", "app")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("calendar_feed_pkey")),
        sa.UniqueConstraint(
            "tenant_id", "secret_hash", name=op.f("calendar_feed_tenant_id_secret_hash_key")
        ),
    )
    op.create_index("calendar_feed_person_idx", "calendar_feed", ["tenant_id", "person_id"])
