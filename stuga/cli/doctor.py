"""Looks at an installation: one line a check, each failed one with its fix."""

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import click
import psycopg
from redis import Redis
from redis.exceptions import RedisError

from stuga.cli.settings import settings_or_exit
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import migrate, roles
from stuga.platform.jobs.broker import client_url
from stuga.platform.mail.server import server_of
from stuga.platform.mail.smtp import Mailer, MailUnavailableError
from stuga.platform.storage.place import place_of
from stuga.platform.storage.s3 import S3Storage

GIGABYTE: Final = 1_000_000_000
MOST_DRIFT_SECONDS: Final = 5.0
OLDEST_POSTGRES: Final = 180_000


class UnwellError(Exception):
    """A check that failed; its text says what to do."""


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url.replace("+psycopg", ""), connect_timeout=5) as connection:
        yield connection


def _database(settings: Settings) -> str:
    with _connected(settings.database_url) as connection:
        version = connection.info.server_version
    if version < OLDEST_POSTGRES:
        raise UnwellError(f"PostgreSQL {version // 10_000} is too old; use 18 or later")
    return f"PostgreSQL {version // 10_000} answers"


def _role(settings: Settings) -> str:
    with _connected(settings.database_url) as connection:
        row = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls,"
            " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    name, looks_past, owns = row or ("?", True, True)
    if looks_past or owns:
        raise UnwellError(f"{name} must own nothing and obey row security; use {roles.APP}")
    return f"{name} owns nothing and obeys row security"


def _row_security(settings: Settings) -> str:
    with _connected(settings.database_url) as connection:
        open_tables = connection.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
            " WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p') AND c.relname <> 'host'"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        ).fetchall()
    if open_tables:
        names = ", ".join(str(row[0]) for row in open_tables)
        raise UnwellError(f"row security is off on {names}; run stuga migrate")
    return "row security is on, and forced, on every tenant's table"


def _migrations(settings: Settings) -> str:
    applied = migrate.applied(settings.database_url)
    if applied != migrate.head():
        raise UnwellError(f"the schema stands at {applied or 'nothing'}; run stuga migrate")
    return f"the schema is the newest ({applied})"


def _broker(settings: Settings) -> str:
    with Redis.from_url(client_url(settings.broker_url), socket_timeout=5) as client:
        client.ping()
    return "the broker answers"


def _jobs(settings: Settings) -> str:
    dead: Counter[str] = Counter()
    with _connected(settings.database_url) as connection:
        for (tenant,) in connection.execute("SELECT id FROM tenant").fetchall():
            # SET takes no parameter; a UUID holds no SQL.
            connection.execute(f"SET LOCAL app.tenant_id = '{UUID(str(tenant))}'")
            counts = "SELECT kind, count(*) FROM outbox WHERE dead_at IS NOT NULL GROUP BY kind"
            dead.update(dict(connection.execute(counts).fetchall()))
    if dead:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(dead.items()))
        raise UnwellError(
            f"jobs were given up after their last attempt: {kinds}; the worker's log tells why"
        )
    return "no job has been given up"


def _retention(settings: Settings) -> str:
    passed: dict[str, int] = {}
    with _connected(settings.database_url) as connection:
        for tenant, slug in connection.execute("SELECT id, slug FROM tenant").fetchall():
            # SET takes no parameter; a UUID holds no SQL.
            connection.execute(f"SET LOCAL app.tenant_id = '{UUID(str(tenant))}'")
            last = connection.execute(
                "SELECT report ->> 'failed' FROM retention_run WHERE ended_at IS NOT NULL"
                " ORDER BY started_at DESC, id DESC LIMIT 1"
            ).fetchone()
            passed[slug] = int(last[0] or 0) if last else 0
    if any(passed.values()):
        where = ", ".join(f"{slug} ({count})" for slug, count in sorted(passed.items()) if count)
        raise UnwellError(
            f"retention passed records over: {where}; the run names them, the log tells why"
        )
    return "retention has passed no record over"


def _storage(settings: Settings) -> str:
    place = place_of(settings)
    if place is None:
        raise UnwellError("STUGA_S3_ENDPOINT is not set; files cannot be kept without it")
    if not S3Storage(place).is_well():
        raise UnwellError(f"no file can be stored at {place.endpoint}; see that it runs")
    return "a file was stored, read and removed"


def _mail(settings: Settings) -> str:
    server = server_of(settings)
    if server is None:
        return "none is sent, for STUGA_MAIL_URL is not set"
    try:
        Mailer(server).check()
    except MailUnavailableError as error:
        raise UnwellError(
            f"{server.host}:{server.port} takes none ({error}); see STUGA_MAIL_URL"
        ) from None
    return f"{server.host}:{server.port} takes it"


def _clock(settings: Settings) -> str:
    with _connected(settings.database_url) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    there: datetime = row[0] if row else datetime.min.replace(tzinfo=UTC)
    drift = abs((there - clock.now()).total_seconds())
    if drift > MOST_DRIFT_SECONDS:
        raise UnwellError(f"this machine and the database differ by {drift:.0f} s; set the clocks")
    return "this machine and the database agree on the time"


def _disk(_settings: Settings) -> str:
    free = shutil.disk_usage("/").free
    if free < GIGABYTE:
        raise UnwellError("less than 1 GB is free; make room")
    return f"{free // GIGABYTE} GB are free"


CHECKS: Final[tuple[tuple[str, Callable[[Settings], str]], ...]] = (
    ("database", _database),
    ("role", _role),
    ("row security", _row_security),
    ("schema", _migrations),
    ("broker", _broker),
    ("jobs", _jobs),
    ("retention", _retention),
    ("storage", _storage),
    ("mail", _mail),
    ("clock", _clock),
    ("disk", _disk),
)


@click.command()
def doctor() -> None:
    """Check settings, database, row security, broker, jobs, storage, mail, clock, disk."""
    settings = settings_or_exit()
    click.echo("ok    settings: complete")
    unwell = 0
    for name, check in CHECKS:
        try:
            click.echo(f"ok    {name}: {check(settings)}")
        except (UnwellError, psycopg.Error, RedisError, OSError) as error:
            unwell += 1
            reason = str(error).strip().split("\n")[0]
            click.echo(f"FAIL  {name}: {reason}", err=True)
    sys.exit(1 if unwell else 0)
