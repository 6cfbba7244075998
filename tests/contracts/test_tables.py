"""Tables: whose they are, what keeps tenants apart, and how long their rows live."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, NullPool, Table, UniqueConstraint, create_engine, text
from sqlalchemy.engine import URL

from stuga.migrations.tables import APP
from stuga.models import Base
from stuga.models.lifetimes import LIFETIMES
from stuga.platform.config import Settings
from stuga.platform.db import migrate

SHARED = {
    "tenant": "found before there is a tenant to bind",
    "host": "found before there is a tenant to bind",
    "system_event": "the operator's",
    "throttle": "keys are keyed hashes of accounts that may not exist",
}
TABLES = list(Base.metadata.tables.values())
TENANT_TABLES = [table for table in TABLES if table.name not in SHARED]


@pytest.fixture(scope="session")
def owner(settings: Settings) -> Engine:
    return create_engine(settings.owner_database_url, poolclass=NullPool)


@pytest.fixture(scope="session")
def as_app(settings: Settings) -> Engine:
    return create_engine(settings.database_url, poolclass=NullPool)


def first_columns(table: Table) -> list[str]:
    keys = [table.primary_key.columns.keys()]
    keys += [key.column_keys for key in table.foreign_key_constraints]
    uniques = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys += [each.columns.keys() for each in uniques]
    keys += [index.columns.keys() for index in table.indexes if index.unique]
    return [key[0] for key in keys]


@pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.name)
def test_keys_of_a_tenant_table_begin_with_the_tenant(table: Table) -> None:
    assert set(first_columns(table)) == {"tenant_id"}


@pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.name)
def test_a_tenant_table_forces_row_security_with_one_policy(table: Table, owner: Engine) -> None:
    with owner.connect() as connection:
        row = connection.execute(
            text(
                "SELECT relrowsecurity, relforcerowsecurity,"
                " (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid)"
                " FROM pg_class WHERE oid = to_regclass(:name)"
            ),
            {"name": table.name},
        ).one()
    assert tuple(row) == (True, True, 1)


def test_every_table_of_the_database_is_known(owner: Engine) -> None:
    with owner.connect() as connection:
        found = connection.execute(
            text(
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE relkind IN ('r', 'p') AND NOT relispartition"
                " AND nspname IN ('public', 'system_log')"
            )
        ).scalars()
        assert set(found) == {table.name for table in TABLES} | {"alembic_version"}


def test_the_models_and_the_migrations_say_the_same(owner: Engine) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        partition = kind == "table" and str(name).startswith(("audit_default", "alembic"))
        return not partition

    options = {"include_schemas": True, "include_name": ours}
    with owner.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_the_head_file_names_the_newest_migration() -> None:
    named = (migrate.MIGRATIONS / ".current-head").read_text(encoding="utf-8").strip()
    assert named == migrate.head()


def test_a_migration_imports_nothing_that_changes() -> None:
    for path in (migrate.MIGRATIONS / "versions").glob("*.py"):
        imports = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith(("import stuga", "from stuga"))
        ]
        assert all(line.startswith("from stuga.migrations.tables") for line in imports)


def test_the_applications_role_owns_nothing_and_obeys_row_security(as_app: Engine) -> None:
    with as_app.connect() as connection:
        row = connection.execute(
            text(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
                " (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid)"
                " FROM pg_roles WHERE rolname = current_user"
            )
        ).one()
    assert tuple(row) == (APP, False, False, False, False, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM audit_entry",
        "UPDATE audit_entry SET outcome = 'success'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_detail",
        "TRUNCATE audit_entry",
        "DROP TABLE audit_entry",
        "INSERT INTO audit_entry (txid) VALUES (1)",
        "SELECT count(*) FROM system_log.system_event",
        "SET ROLE stuga_owner",
        "SET ROLE stuga_search",
        "ALTER TABLE record DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_applications_role_may_only_add_to_the_trail(as_app: Engine, statement: str) -> None:
    with as_app.connect() as connection, pytest.raises(Exception, match=r"permission|owner"):
        connection.execute(text(statement))


def test_every_table_has_a_lifetime() -> None:
    assert set(LIFETIMES) == {table.name for table in TABLES}


def test_the_superuser_is_not_what_tests_run_as(settings: Settings, superuser_url: URL) -> None:
    assert superuser_url.username not in settings.database_url
