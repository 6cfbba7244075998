"""Comments on records, and whom they mention."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0014"
down_revision: Final = "0013"


def upgrade() -> None:
    tenant_table(
        "comment",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("token_id", sa.UUID(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        *_going_with("comment", "record", "person"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("comment_pkey")),
    )
    op.create_index("comment_record_idx", "comment", ["tenant_id", "record_id", "id"])
    op.create_index("comment_person_idx", "comment", ["tenant_id", "person_id"])
    tenant_table(
        "comment_mention",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("comment_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        *_going_with("comment_mention", "comment", "person"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "comment_id", "person_id", name=op.f("comment_mention_pkey")
        ),
    )
    op.create_index("comment_mention_person_idx", "comment_mention", ["tenant_id", "person_id"])


def _going_with(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["tenant_id", f"{other}_id"],
            [f"{other}.tenant_id", f"{other}.id"],
            name=op.f(f"{table}_tenant_id_{other}_id_fkey"),
            ondelete="CASCADE",
        )
        for other in others
    ]
