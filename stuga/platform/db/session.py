"""Sessions that name the tenant: to PostgreSQL at BEGIN, and in every statement."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.types.json import set_json_loads
from sqlalchemy import Connection, event
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    SessionTransaction,
    sessionmaker,
    with_loader_criteria,
)

from stuga.models.base import Base, TenantOwned
from stuga.models.json import JsonValue
from stuga.platform.config import Settings
from stuga.platform.tenancy import find_tenant_id

READER: Final = "reader"
PRIVACY: Final = "privacy"
CONNECTION: Final = "connection"
"""In `session.info`: the connection of the present transaction."""
FOUND: Final = "found"
"""In `session.info`: what the first query of the present transaction found besides the actor."""
FRAMED: Final = "framed"
"""In `session.info`: what the same query found for the frame around a page."""

SETTLE: Final = "stuga.settle"
"""In the app's extensions: what writes the entries of the trail that wait in this process."""

LIMIT: Final = "STATEMENT_LIMIT"
"""In the app's settings: what is set beside the tenant for each transaction."""

db: Final = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


class _Decoder(json.JSONDecoder):
    """Reads JSON of PostgreSQL, whose encoding is known: nothing is guessed for each value."""

    def decode_bytes(self, given: str | bytes) -> JsonValue:
        text = given if isinstance(given, str) else given.decode()
        found: JsonValue = self.decode(text)
        return found


_DECODER: Final = _Decoder()


def bind_tenant(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Tell PostgreSQL whose rows may be seen until COMMIT; BEGIN goes along, to spare a way.

    SET takes no parameter; a UUID holds no SQL. Citus forwards SET LOCAL, not set_config().
    """
    session.info[CONNECTION] = connection
    tenant = find_tenant_id()
    if tenant is None:
        return
    setting = f"SET LOCAL app.tenant_id = '{tenant}'{current_app.config[LIMIT]}"
    pgconn = driver_of(connection).pgconn
    if pgconn.transaction_status == TransactionStatus.IDLE:
        result = pgconn.exec_(f"BEGIN; {setting}".encode())
        if result.status == ExecStatus.COMMAND_OK:
            return
    # A broken connection is told by SQLAlchemy, which then drops it.
    connection.exec_driver_sql(setting)


def forget(session: Session, transaction: SessionTransaction) -> None:
    """Drop what was kept for one transaction: the next one asks again."""
    if transaction.parent is None:
        session.info.pop(CONNECTION, None)
        session.info.pop(FOUND, None)
        session.info.pop(FRAMED, None)


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    """Return psycopg's own connection."""
    found: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return found


def name_tenant(state: ORMExecuteState) -> None:
    """Add the tenant to the statement: the policy is for safety, this is for routing."""
    tenant = find_tenant_id()
    if tenant is None or state.is_insert or state.is_relationship_load:
        return  # criteria already travel to lazy and select-in loads
    state.statement = state.statement.options(
        with_loader_criteria(
            TenantOwned,
            lambda row: row.tenant_id == tenant,
            include_aliases=True,
        )
    )


class _Hooked(Session):
    """The class of sessions beside the request's, so that the hooks reach them too."""


def _listen(target: object) -> None:
    event.listen(target, "after_begin", bind_tenant)
    event.listen(target, "after_transaction_end", forget)
    event.listen(target, "do_orm_execute", name_tenant)


_listen(db.session)
_listen(_Hooked)


def init_db(app: Flask, settings: Settings) -> None:
    """Make the engines of this process: one for each database role it acts as."""
    options = {"pool_size": settings.pool_size, "max_overflow": 5, "pool_use_lifo": True}
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    most = settings.statement_seconds
    app.config[LIMIT] = f"; SET LOCAL statement_timeout = '{most:d}s'" if most else ""
    app.config["SQLALCHEMY_BINDS"] = {
        READER: {"url": settings.reader_database_url, "pool_size": 2, "max_overflow": 2},
        PRIVACY: {"url": settings.privacy_database_url, "pool_size": 1, "max_overflow": 1},
    }
    db.init_app(app)
    set_json_loads(_DECODER.decode_bytes)


@contextmanager
def _on(engine_name: str | None) -> Iterator[Session]:
    engine = db.engines[engine_name]
    with sessionmaker(engine, class_=_Hooked, expire_on_commit=False).begin() as session:
        yield session


@contextmanager
def own_transaction() -> Iterator[Session]:
    """Open a short transaction of its own, for what must outlive the request's rollback."""
    with _on(None) as session:
        yield session


def _settle() -> None:
    """Write what this process still holds of the trail, before anyone looks at it."""
    settle: Callable[[], None] | None = current_app.extensions.get(SETTLE)
    if settle is not None:
        settle()


@contextmanager
def reading_trail() -> Iterator[Session]:
    """Open a session as the role that may read the audit trail, and nothing else."""
    _settle()
    with _on(READER) as session:
        yield session


@contextmanager
def trimming_trail() -> Iterator[Session]:
    """Open a session as the role that may delete audit detail, and nothing else."""
    _settle()
    with _on(PRIVACY) as session:
        yield session


def dispose_engines() -> None:
    """Drop connections inherited through a fork, without closing the parent's."""
    for engine in db.engines.values():
        engine.dispose(close=False)
