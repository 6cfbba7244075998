"""Statements of the hot path: built and compiled once, sent as they are.

Building a statement and finding it in SQLAlchemy's cache costs more than half of running it. These
pass the statement hook by, so each names the tenant itself: `Table.tenant_id == TENANT`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import psycopg
from sqlalchemy import BindParameter, Executable, bindparam
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

from stuga.platform.db.session import CONNECTION, db, driver_of
from stuga.platform.tenancy import current_tenant_id

TENANT: Final[BindParameter[UUID]] = bindparam("tenant", required=False)
_DIALECT: Final = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]  # as SQLAlchemy has it


def run_plain(session: Session, sql: str, values: Mapping[str, object]) -> psycopg.Cursor[Any]:
    """Send a statement of ours as it is, in a session's transaction.

    :raises OperationalError: as psycopg tells it; a broken connection leaves the pool
    """
    return _sent(session, lambda cursor: cursor.execute(sql, values))


def run_once(session: Session, sql: str, values: Mapping[str, object]) -> psycopg.Cursor[Any]:
    """Send a statement that PostgreSQL plans for these very values, however often it comes.

    A plan for whichever values takes every tenant for as large as the others, and every value
    for as rare.

    :raises OperationalError: as psycopg tells it; a broken connection leaves the pool
    """
    return _sent(session, lambda cursor: cursor.execute(sql, values, prepare=False))


_AT_LENGTH: Final = (
    "SELECT set_config('work_mem', '32MB', true),"
    " set_config('plan_cache_mode', 'force_custom_plan', true)"
)


def at_length() -> None:
    """Let what follows in this transaction group many rows in memory, planned for its values."""
    run_plain(db.session(), _AT_LENGTH, {})


def run_each(session: Session, sql: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Send a statement of ours once for each row of values, without waiting in between.

    :raises OperationalError: as psycopg tells it; a broken connection leaves the pool
    """
    _sent(session, lambda cursor: cursor.executemany(sql, rows))


def _sent(session: Session, send: Callable[[psycopg.Cursor[Any]], object]) -> psycopg.Cursor[Any]:
    session.flush()  # what is asked for may have been written in this very transaction
    connection = session.info.get(CONNECTION) or session.connection()
    driver = driver_of(connection)
    cursor = driver.cursor()
    try:
        send(cursor)
    except psycopg.OperationalError as error:
        if driver.closed:
            connection.invalidate(error)
        raise
    return cursor


class TenantNotNamedError(RuntimeError):
    """A prepared statement does not name the tenant: a mistake in our code."""


class Prepared:
    """A statement that is compiled at its first use and then only given its values.

    :param once: whether PostgreSQL is to plan it for its values each time
    """

    def __init__(self, build: Callable[[], Executable], *, once: bool = False) -> None:
        self._build = build
        self._run = run_once if once else run_plain
        self._sql = ""
        self._fixed: dict[str, Any] = {}

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """Run it in the present transaction, for the bound tenant; return what it gives."""
        cursor = self.run(**values)
        return cursor.fetchall()

    def row(self, **values: object) -> tuple[Any, ...] | None:
        """Run it, and return the first row of what it gives, if there is any."""
        return self.run(**values).fetchone()

    def run(self, **values: object) -> psycopg.Cursor[tuple[Any, ...]]:
        """Run it, and return psycopg's cursor."""
        if not self._sql:
            self._compile()
        return self._run(
            db.session(), self._sql, {**self._fixed, **values, "tenant": current_tenant_id()}
        )

    def _compile(self) -> None:
        statement = self._build()
        if not isinstance(statement, ClauseElement):
            raise TypeError("a prepared statement is one of SQLAlchemy's")
        compiled = _compiled(statement)
        if compiled.post_compile_params:  # lists of values are written out, once and for all
            compiled = _compiled(statement, render_postcompile=True)
        params = compiled.params
        if "tenant" not in params:
            raise TenantNotNamedError
        self._fixed = {name: value for name, value in params.items() if value is not None}
        self._sql = str(compiled)


def _compiled(statement: ClauseElement, **options: bool) -> SQLCompiler:
    found = statement.compile(dialect=_DIALECT, compile_kwargs=options)
    if not isinstance(found, SQLCompiler):
        raise TypeError("a prepared statement is a query, not DDL")
    return found
