"""The trail: who acted in a column of its own, found by an index; and what has its last day."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"

WHO: Final = "CASE WHEN (part = 'who'::text) THEN ((val ->> 'id'::text))::uuid ELSE NULL::uuid END"


def upgrade() -> None:
    # JSON operators are not leakproof: under row security no index on the expression is used.
    op.add_column(
        "audit_detail",
        sa.Column("actor_id", sa.UUID(), sa.Computed(WHO, persisted=True), nullable=True),
    )
    op.create_index(
        "audit_detail_actor_idx",
        "audit_detail",
        ["tenant_id", "actor_id", "entry_id"],
        unique=False,
        postgresql_where=sa.text("actor_id IS NOT NULL"),
    )
    op.create_index(
        "audit_detail_gone_idx",
        "audit_detail",
        ["tenant_id", "gone_day"],
        unique=False,
        postgresql_where=sa.text("part = 'who'"),
    )
