"""The tables of the foundation."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from stuga.migrations.tables import protect, shared_table, tenant_table

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA system_log")
    op.execute("GRANT USAGE ON SCHEMA system_log TO stuga_app")
    tenant_table(
        "app",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("icon", sa.Text(), server_default="app", nullable=False),
        sa.Column("live_number", sa.Integer(), nullable=True),
        sa.Column("draft", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("draft_revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "draft_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("draft_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stamp", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("app_pkey")),
    )
    op.create_index(
        "app_key_key",
        "app",
        ["tenant_id", "key"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    tenant_table(
        "audit_detail",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("gone_day", sa.Date(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("val", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "entry_id", "part", "gone_day", name=op.f("audit_detail_pkey")
        ),
        postgresql_partition_by="RANGE (gone_day)",
        grants="",
    )
    tenant_table(
        "audit_entry",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("purge_month", sa.Date(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column(
            "txid",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("app", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("target_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", "purge_month", name=op.f("audit_entry_pkey")),
        postgresql_partition_by="RANGE (purge_month)",
        grants="",
    )
    op.create_index(
        "audit_entry_act_idx", "audit_entry", ["tenant_id", "action", "at", "id"], unique=False
    )
    op.create_index("audit_entry_at_idx", "audit_entry", ["tenant_id", "at", "id"], unique=False)
    op.create_index(
        "audit_entry_target_idx",
        "audit_entry",
        ["tenant_id", "target_id", "at", "id"],
        unique=False,
    )
    tenant_table(
        "erased",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.UUID(), nullable=False),
        sa.Column("rule_title", sa.Text(), server_default="", nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("tenant_id", "record_id", "field", name=op.f("erased_pkey")),
    )
    op.create_index("erased_run_idx", "erased", ["tenant_id", "run_id"], unique=False)
    tenant_table(
        "import_job",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("app_key", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), server_default="uploaded", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("import_job_pkey")),
    )
    op.create_index(
        "import_job_created_idx", "import_job", ["tenant_id", "created_at"], unique=False
    )
    tenant_table(
        "outbox",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column(
            "next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_token", sa.UUID(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("outbox_pkey")),
    )
    op.create_index("outbox_next_idx", "outbox", ["tenant_id", "next_at"], unique=False)
    tenant_table(
        "person",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("password_scheme", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("person_pkey")),
    )
    op.create_index(
        "person_email_key",
        "person",
        ["tenant_id", "email"],
        unique=True,
        postgresql_where=sa.text("email IS NOT NULL"),
    )
    tenant_table(
        "retention_run",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("now", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="running", nullable=False),
        sa.Column("dry", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("retention_run_pkey")),
    )
    op.create_index(
        "retention_run_started_idx", "retention_run", ["tenant_id", "started_at"], unique=False
    )
    tenant_table(
        "service_token",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("service_token_pkey")),
    )
    shared_table(
        "system_event",
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("tenant", sa.UUID(), nullable=True),
        sa.Column("person", sa.UUID(), nullable=True),
        sa.Column("request_id", sa.Text(), server_default="", nullable=False),
        sa.Column("address_hmac", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("system_event_pkey")),
        schema="system_log",
        grants="INSERT",
    )
    op.create_index(
        "system_event_at_idx", "system_event", ["at"], unique=False, schema="system_log"
    )
    shared_table(
        "tenant",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="sv", nullable=False),
        sa.Column("zone", sa.Text(), server_default="Europe/Stockholm", nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("tenant_pkey")),
        sa.UniqueConstraint("slug", name=op.f("tenant_slug_key")),
        grants="SELECT, INSERT, UPDATE",
    )
    shared_table(
        "throttle",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("throttle_pkey")),
        grants="SELECT, INSERT, UPDATE, DELETE",
    )
    shared_table(
        "host",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("host_tenant_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("host_pkey")),
        grants="SELECT",
    )
    tenant_table(
        "import_failure",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("errors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"],
            ["import_job.tenant_id", "import_job.id"],
            name=op.f("import_failure_tenant_id_job_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "job_id", "row", name=op.f("import_failure_pkey")),
    )
    tenant_table(
        "model",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("slots", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_version", sa.Integer(), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "app_id"],
            ["app.tenant_id", "app.id"],
            name=op.f("model_tenant_id_app_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("model_pkey")),
    )
    op.create_index("model_key_key", "model", ["tenant_id", "app_id", "key"], unique=True)
    tenant_table(
        "one_time_token",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("one_time_token_tenant_id_person_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("one_time_token_pkey")),
    )
    op.create_index(
        "one_time_token_key", "one_time_token", ["tenant_id", "token_hash"], unique=True
    )
    tenant_table(
        "retention_rule",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("source", sa.Text(), server_default="admin", nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "accepted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "app_id"],
            ["app.tenant_id", "app.id"],
            name=op.f("retention_rule_tenant_id_app_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("retention_rule_pkey")),
    )
    op.create_index(
        "retention_rule_key_key",
        "retention_rule",
        ["tenant_id", "app_id", "model", "key"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    tenant_table(
        "role_grant",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("token_id", sa.UUID(), nullable=True),
        sa.Column("app_key", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("role_grant_tenant_id_person_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "token_id"],
            ["service_token.tenant_id", "service_token.id"],
            name=op.f("role_grant_tenant_id_token_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("role_grant_pkey")),
    )
    op.create_index(
        "role_grant_person_key",
        "role_grant",
        ["tenant_id", "person_id", "app_key", "role"],
        unique=True,
    )
    op.create_index(
        "role_grant_token_key",
        "role_grant",
        ["tenant_id", "token_id", "app_key", "role"],
        unique=True,
    )
    tenant_table(
        "session",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.Text(), server_default="", nullable=False),
        sa.Column("method", sa.Text(), server_default="password", nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("session_tenant_id_person_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("session_pkey")),
    )
    op.create_index("session_person_idx", "session", ["tenant_id", "person_id"], unique=False)
    op.create_index("session_token_key", "session", ["tenant_id", "token_hash"], unique=True)
    tenant_table(
        "version",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("app_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("published_by", sa.UUID(), nullable=True),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "app_id"],
            ["app.tenant_id", "app.id"],
            name=op.f("version_tenant_id_app_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "app_id", "number", name=op.f("version_pkey")),
        grants="SELECT, INSERT",
    )
    tenant_table(
        "field",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("model_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("first_version", sa.Integer(), nullable=False),
        sa.Column("last_version", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), server_default="live", nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "model_id"],
            ["model.tenant_id", "model.id"],
            name=op.f("field_tenant_id_model_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "model_id", "key", name=op.f("field_pkey")),
    )
    tenant_table(
        "record",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("model_id", sa.UUID(), nullable=False),
        sa.Column("app_version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("t1", sa.Text(collation="C"), nullable=True),
        sa.Column("t2", sa.Text(collation="C"), nullable=True),
        sa.Column("t3", sa.Text(collation="C"), nullable=True),
        sa.Column("t4", sa.Text(collation="C"), nullable=True),
        sa.Column("t5", sa.Text(collation="C"), nullable=True),
        sa.Column("t6", sa.Text(collation="C"), nullable=True),
        sa.Column("t7", sa.Text(collation="C"), nullable=True),
        sa.Column("t8", sa.Text(collation="C"), nullable=True),
        sa.Column("t9", sa.Text(collation="C"), nullable=True),
        sa.Column("t10", sa.Text(collation="C"), nullable=True),
        sa.Column("n1", sa.Double(), nullable=True),
        sa.Column("n2", sa.Double(), nullable=True),
        sa.Column("n3", sa.Double(), nullable=True),
        sa.Column("n4", sa.Double(), nullable=True),
        sa.Column("n5", sa.Double(), nullable=True),
        sa.Column("n6", sa.Double(), nullable=True),
        sa.Column("n7", sa.Double(), nullable=True),
        sa.Column("n8", sa.Double(), nullable=True),
        sa.Column("d1", sa.DateTime(timezone=True), nullable=True),
        sa.Column("d2", sa.DateTime(timezone=True), nullable=True),
        sa.Column("d3", sa.DateTime(timezone=True), nullable=True),
        sa.Column("d4", sa.DateTime(timezone=True), nullable=True),
        sa.Column("d5", sa.DateTime(timezone=True), nullable=True),
        sa.Column("d6", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("updated_by", sa.UUID(), nullable=True),
        sa.Column(
            "activity_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("restricted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "model_id"],
            ["model.tenant_id", "model.id"],
            name=op.f("record_tenant_id_model_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("record_pkey")),
    )
    op.create_index(
        "record_created_idx",
        "record",
        ["tenant_id", "model_id", "created_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "record_d1_idx",
        "record",
        ["tenant_id", "model_id", "d1", "id"],
        unique=False,
        postgresql_where=sa.text("d1 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_d2_idx",
        "record",
        ["tenant_id", "model_id", "d2", "id"],
        unique=False,
        postgresql_where=sa.text("d2 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_d3_idx",
        "record",
        ["tenant_id", "model_id", "d3", "id"],
        unique=False,
        postgresql_where=sa.text("d3 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_d4_idx",
        "record",
        ["tenant_id", "model_id", "d4", "id"],
        unique=False,
        postgresql_where=sa.text("d4 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_d5_idx",
        "record",
        ["tenant_id", "model_id", "d5", "id"],
        unique=False,
        postgresql_where=sa.text("d5 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_d6_idx",
        "record",
        ["tenant_id", "model_id", "d6", "id"],
        unique=False,
        postgresql_where=sa.text("d6 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_due_idx",
        "record",
        ["tenant_id", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL AND NOT held"),
    )
    op.create_index(
        "record_n1_idx",
        "record",
        ["tenant_id", "model_id", "n1", "id"],
        unique=False,
        postgresql_where=sa.text("n1 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_n2_idx",
        "record",
        ["tenant_id", "model_id", "n2", "id"],
        unique=False,
        postgresql_where=sa.text("n2 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_n3_idx",
        "record",
        ["tenant_id", "model_id", "n3", "id"],
        unique=False,
        postgresql_where=sa.text("n3 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_n4_idx",
        "record",
        ["tenant_id", "model_id", "n4", "id"],
        unique=False,
        postgresql_where=sa.text("n4 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_n5_idx",
        "record",
        ["tenant_id", "model_id", "n5", "id"],
        unique=False,
        postgresql_where=sa.text("n5 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_n6_idx",
        "record",
        ["tenant_id", "model_id", "n6", "id"],
        unique=False,
        postgresql_where=sa.text("n6 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_n7_idx",
        "record",
        ["tenant_id", "model_id", "n7", "id"],
        unique=False,
        postgresql_where=sa.text("n7 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_n8_idx",
        "record",
        ["tenant_id", "model_id", "n8", "id"],
        unique=False,
        postgresql_where=sa.text("n8 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_search_idx",
        "record",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "record_t10_idx",
        "record",
        ["tenant_id", "model_id", "t10", "id"],
        unique=False,
        postgresql_where=sa.text("t10 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t1_idx",
        "record",
        ["tenant_id", "model_id", "t1", "id"],
        unique=False,
        postgresql_where=sa.text("t1 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t2_idx",
        "record",
        ["tenant_id", "model_id", "t2", "id"],
        unique=False,
        postgresql_where=sa.text("t2 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t3_idx",
        "record",
        ["tenant_id", "model_id", "t3", "id"],
        unique=False,
        postgresql_where=sa.text("t3 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t4_idx",
        "record",
        ["tenant_id", "model_id", "t4", "id"],
        unique=False,
        postgresql_where=sa.text("t4 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t5_idx",
        "record",
        ["tenant_id", "model_id", "t5", "id"],
        unique=False,
        postgresql_where=sa.text("t5 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t6_idx",
        "record",
        ["tenant_id", "model_id", "t6", "id"],
        unique=False,
        postgresql_where=sa.text("t6 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t7_idx",
        "record",
        ["tenant_id", "model_id", "t7", "id"],
        unique=False,
        postgresql_where=sa.text("t7 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t8_idx",
        "record",
        ["tenant_id", "model_id", "t8", "id"],
        unique=False,
        postgresql_where=sa.text("t8 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_t9_idx",
        "record",
        ["tenant_id", "model_id", "t9", "id"],
        unique=False,
        postgresql_where=sa.text("t9 IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "record_trash_idx",
        "record",
        ["tenant_id", "model_id", "deleted_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index(
        "record_updated_idx",
        "record",
        ["tenant_id", "model_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    tenant_table(
        "record_change",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("by", sa.UUID(), nullable=True),
        sa.Column("via", sa.Text(), server_default="page", nullable=False),
        sa.Column("diff", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "record_id"],
            ["record.tenant_id", "record.id"],
            name=op.f("record_change_tenant_id_record_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "record_id", "revision", name=op.f("record_change_pkey")
        ),
    )
    tenant_table(
        "record_link",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("from_id", sa.UUID(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("to_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "from_id"],
            ["record.tenant_id", "record.id"],
            name=op.f("record_link_tenant_id_from_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "to_id"],
            ["record.tenant_id", "record.id"],
            name=op.f("record_link_tenant_id_to_id_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "from_id", "field", "to_id", name=op.f("record_link_pkey")
        ),
    )
    op.create_index(
        "record_link_to_idx",
        "record_link",
        ["tenant_id", "to_id", "field", "from_id"],
        unique=False,
    )
    tenant_table(
        "record_unique",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("model_id", sa.UUID(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("value_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "record_id"],
            ["record.tenant_id", "record.id"],
            name=op.f("record_unique_tenant_id_record_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "model_id", "rule", "value_hmac", name=op.f("record_unique_pkey")
        ),
    )
    op.create_index(
        "record_unique_record_idx", "record_unique", ["tenant_id", "record_id"], unique=False
    )
    op.execute("GRANT SELECT ON alembic_version TO stuga_app")
    _audit_rights()
    _search()


def _audit_rights() -> None:
    """Let the application add to the trail, one role read it, and one role trim its detail."""
    for name in ("audit_entry", "audit_detail"):
        op.execute(
            f"CREATE TABLE {name.replace('audit', 'audit_default')} PARTITION OF {name} DEFAULT"
        )
        protect(name.replace("audit", "audit_default"))
        op.execute(f"GRANT SELECT ON {name} TO stuga_reader")
    given = "tenant_id, id, purge_month, stream, body, at, action, op, outcome, via, app, model"
    op.execute(f"GRANT INSERT ({given}, target_id) ON audit_entry TO stuga_app")
    op.execute("GRANT INSERT ON audit_detail TO stuga_app")
    op.execute("GRANT SELECT, DELETE ON audit_detail TO stuga_privacy")


def _search() -> None:
    """Make the one function that looks past row security; it names the tenant itself."""
    op.execute(
        "GRANT SELECT (tenant_id, id, model_id, search, deleted_at) ON record TO stuga_search"
    )
    op.execute(
        """
        CREATE FUNCTION search_records(model uuid, pattern text, most integer)
        RETURNS TABLE (id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp
        AS $$
            SELECT record.id FROM public.record
            WHERE record.tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid
              AND record.model_id = model
              AND record.deleted_at IS NULL
              AND record.search LIKE pattern
            LIMIT most
        $$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION search_records(uuid, text, integer) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION search_records(uuid, text, integer) TO stuga_app")
    op.execute("ALTER FUNCTION search_records(uuid, text, integer) OWNER TO stuga_search")
