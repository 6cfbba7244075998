"""How Alembic reaches the database: as the owner, behind an advisory lock."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text

from stuga.models import Base

LOCK = 7_301_944


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out Alembic's own table and the partitions."""
    return not (
        kind == "table" and name is not None and name.startswith(("alembic", "audit_default"))
    )


def migrate(connection: Connection) -> None:
    connection.execute(text("SET lock_timeout = '2s'"))
    connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_schemas=True,
        include_name=_is_ours,
        transaction_per_migration=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
with engine.connect() as found:
    migrate(found)
