"""Statements of the hot path: built and compiled once, sent as they are.

Building a statement and finding it in SQLAlchemy's cache costs more than half of running it. These
pass the statement hook by, so each names the tenant itself: `Table.tenant_id == TENANT`.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, CursorResult, Executable, bindparam
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql import ClauseElement

from stuga.platform.db.session import db
from stuga.platform.tenancy import current_tenant_id

TENANT: Final[BindParameter[UUID]] = bindparam("tenant")
_DIALECT: Final = psycopg.dialect()  # type: ignore[no-untyped-call]  # as SQLAlchemy has it


class TenantNotNamedError(RuntimeError):
    """A prepared statement does not name the tenant: a mistake in our code."""


class Prepared:
    """A statement that is compiled at its first use and then only given its values."""

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._sql = ""
        self._fixed: dict[str, Any] = {}

    def run(self, **values: object) -> CursorResult[Any]:
        """Run it in the present transaction, for the bound tenant."""
        if not self._sql:
            self._compile()
        given = {**self._fixed, **values, "tenant": current_tenant_id()}
        return db.session.connection().exec_driver_sql(self._sql, given)

    def _compile(self) -> None:
        statement = self._build()
        if not isinstance(statement, ClauseElement):
            raise TypeError("a prepared statement is one of SQLAlchemy's")
        compiled = statement.compile(dialect=_DIALECT)
        if "tenant" not in compiled.params:
            raise TenantNotNamedError
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._sql = str(compiled)
