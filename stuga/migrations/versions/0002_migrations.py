"""Migrations of stored records: what they prepare, what they put aside, what was tried before."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from stuga.migrations.tables import tenant_table

revision: Final = "0002"
down_revision: Final = "0001"

NOW = sa.text("now()")


def upgrade() -> None:
    op.add_column("field", sa.Column("renamed_to", sa.Text(), nullable=True))
    tenant_table(
        "migration",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("former_number", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("steps", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), server_default="preparing", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "app_id"],
            ["app.tenant_id", "app.id"],
            name=op.f("migration_tenant_id_app_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("migration_pkey")),
    )
    op.create_index(
        "migration_pending_key",
        "migration",
        ["tenant_id", "app_id"],
        unique=True,
        postgresql_where=sa.text("state = 'preparing'"),
    )
    tenant_table(
        "migration_change",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("migration_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("model_id", sa.UUID(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("put", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("gone", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("diff", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("former", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("taken", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("links", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        *_of_record_and_migration("migration_change"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "migration_id", "record_id", name=op.f("migration_change_pkey")
        ),
    )
    op.create_index("migration_change_record_idx", "migration_change", ["tenant_id", "record_id"])
    tenant_table(
        "former_value",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("migration_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("became", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        *_of_record_and_migration("former_value"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "migration_id", "record_id", "field", name=op.f("former_value_pkey")
        ),
    )
    op.create_index("former_value_record_idx", "former_value", ["tenant_id", "record_id"])
    op.create_index("former_value_ends_idx", "former_value", ["tenant_id", "ends_at"])
    tenant_table(
        "trial",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "app_id"],
            ["app.tenant_id", "app.id"],
            name=op.f("trial_tenant_id_app_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "app_id", name=op.f("trial_pkey")),
    )


def _of_record_and_migration(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            ["tenant_id", f"{parent}_id"],
            [f"{parent}.tenant_id", f"{parent}.id"],
            name=op.f(f"{table}_tenant_id_{parent}_id_fkey"),
            ondelete="CASCADE",
        )
        for parent in ("record", "migration")
    )
