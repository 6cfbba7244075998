"""What people report of an app's accessibility."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0018"
down_revision: Final = "0017"


def upgrade() -> None:
    tenant_table(
        "accessibility_report",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", f"{other}_id"],
                [f"{other}.tenant_id", f"{other}.id"],
                name=op.f(f"accessibility_report_tenant_id_{other}_id_fkey"),
                ondelete="CASCADE",
            )
            for other in ("app", "person")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("accessibility_report_pkey")),
    )
    for other, more in (("app", ["id"]), ("person", [])):
        op.create_index(
            f"accessibility_report_{other}_idx",
            "accessibility_report",
            ["tenant_id", f"{other}_id", *more],
        )
