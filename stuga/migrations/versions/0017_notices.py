"""What people are told of, how they want to be told, and addresses that take no mail."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from stuga.migrations.tables import tenant_table

revision: Final = "0017"
down_revision: Final = "0016"


def upgrade() -> None:
    tenant_table(
        "notice",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("app_key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("who_id", sa.UUID(), nullable=True),
        sa.Column("comment_id", sa.UUID(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        _going_with("notice", "person"),
        _going_with("notice", "comment"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("notice_pkey")),
    )
    op.create_index("notice_person_idx", "notice", ["tenant_id", "person_id", "id"])
    op.create_index(
        "notice_unread_idx",
        "notice",
        ["tenant_id", "person_id"],
        postgresql_where=sa.text("shown AND read_at IS NULL"),
    )
    op.create_index(
        "notice_mail_idx",
        "notice",
        ["tenant_id", "mail"],
        postgresql_where=sa.text("mail <> 'off'"),
    )
    op.create_index("notice_comment_idx", "notice", ["tenant_id", "comment_id"])
    tenant_table(
        "notice_choice",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        _going_with("notice_choice", "person"),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "topic", name=op.f("notice_choice_pkey")),
    )
    tenant_table(
        "mail_refusal",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _going_with("mail_refusal", "person"),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name=op.f("mail_refusal_pkey")),
    )


def _going_with(table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", f"{other}_id"],
        [f"{other}.tenant_id", f"{other}.id"],
        name=op.f(f"{table}_tenant_id_{other}_id_fkey"),
        ondelete="CASCADE",
    )
