"""Forms that someone has begun and not sent yet."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from stuga.migrations.tables import tenant_table

revision: Final = "0012"
down_revision: Final = "0011"


def upgrade() -> None:
    tenant_table(
        "saved_form",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("sitting", sa.Text(), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column("typed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "saved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", f"{other}_id"],
                [f"{other}.tenant_id", f"{other}.id"],
                name=op.f(f"saved_form_tenant_id_{other}_id_fkey"),
                ondelete="CASCADE",
            )
            for other in ("person", "app", "record")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "sitting", name=op.f("saved_form_pkey")),
    )
    columns = ["tenant_id", "person_id", "app_id", "screen", "saved_at"]
    op.create_index("saved_form_person_idx", "saved_form", columns)
    op.create_index("saved_form_record_idx", "saved_form", ["tenant_id", "record_id"])
