"""Database roles: the owner makes tables; the others may do one thing each and own nothing."""

from typing import Final

import psycopg
from psycopg import sql

from stuga.platform import config

OWNER: Final = config.OWNER_ROLE
APP: Final = config.APP_ROLE
READER: Final = config.READER_ROLE
PRIVACY: Final = config.PRIVACY_ROLE
SEARCH: Final = "stuga_search"
DATABASE: Final = config.DATABASE
LOCK: Final = 7_301_943

LOGIN_ROLES: Final = (OWNER, APP, READER, PRIVACY)


def prepare_cluster(superuser_url: str, *, database: str = DATABASE) -> None:
    """Make the roles and the database, where they are missing. Needs a superuser; safe to repeat.

    `stuga_search` is the one role that looks past row security: nobody can sign in as it, and it
    owns a single function that filters by tenant itself.
    """
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # roles are the cluster's
        present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role in LOGIN_ROLES:
            if role not in present:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            # To compile a statement costs more than even those over a million records gain by it.
            connection.execute(sql.SQL("ALTER ROLE {} SET jit = off").format(sql.Identifier(role)))
        if SEARCH not in present:
            connection.execute(f"CREATE ROLE {SEARCH} NOLOGIN BYPASSRLS")
            connection.execute(f"GRANT {SEARCH} TO {OWNER}")
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
    with psycopg.connect(superuser_url, dbname=database, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}")
        connection.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {SEARCH}")
