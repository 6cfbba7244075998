"""Real workers in processes of their own, and what keeps one of them in the middle of its work."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from celery import Celery
from sqlalchemy import update

from stuga.local import parts
from stuga.local.processes import Process, within
from stuga.local.valkey import Valkey
from stuga.models import Outbox
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs import Queue
from stuga.platform.jobs.broker import RELAY
from tests.factories.cast import Tenant

PATIENCE_SECONDS = 120


class Works:
    """A home with a Valkey of its own, in which workers are started and killed."""

    def __init__(self, home: Path, settings: Settings) -> None:
        self.home, self.settings = home, settings
        self.valkey = Valkey(home=home)
        self._running: list[Process] = [Process(self.valkey.child())]

    def start_worker(self) -> Process:
        """Start a worker as the supervisor does."""
        settings = self.settings
        environ = {
            "STUGA_DATABASE_URL": settings.database_url,
            "STUGA_READER_DATABASE_URL": settings.reader_database_url,
            "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
            "STUGA_BROKER_URL": self.valkey.broker_url,
            "STUGA_SECRET": settings.secret.hex(),
        }
        process = Process(parts.worker(self.home, environ=environ))
        self._running.append(process)
        return process

    def wake(self, tenant: Tenant) -> None:
        """Wake the relay, as a commit in the web does."""
        sender = Celery(broker=self.valkey.broker_url, set_as_current=False)
        sender.conf.broker_transport_options = {"global_keyprefix": "stuga:"}
        sender.send_task(RELAY, [str(tenant.id)], queue=Queue.INTERACTIVE.value)
        sender.close()

    def end(self) -> None:
        for process in reversed(self._running):
            process.stop()


@contextmanager
def works_in(home: Path, settings: Settings) -> Iterator[Works]:
    works = Works(home, settings)
    try:
        yield works
    finally:
        works.end()


class Obstacle:
    """A transaction that holds what somebody else needs, so that they wait for it."""

    def __init__(self, holder: psycopg.Connection, watcher: psycopg.Connection) -> None:
        self._holder, self._watcher = holder, watcher

    def put(self, statement: LiteralString, values: dict[str, object]) -> None:
        self._holder.execute(statement, values)

    def waiting(self) -> list[int]:
        """Return the sessions that wait for us, and those that wait behind them."""
        wanted = """
            WITH RECURSIVE line (pid) AS (
                SELECT pid FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))
                UNION
                SELECT behind.pid FROM pg_stat_activity AS behind
                JOIN line ON line.pid = ANY(pg_blocking_pids(behind.pid))
            )
            SELECT pid FROM line
        """
        found = self._watcher.execute(wanted, [self._holder.info.backend_pid])
        return [int(row[0]) for row in found]

    def stops_someone(self, most: int = 1) -> bool:
        return within(PATIENCE_SECONDS, lambda: len(self.waiting()) >= most)

    def clear(self) -> None:
        """Let go, and see to it that what waited has come to its end."""
        waited = self.waiting()
        self._holder.rollback()
        assert within(PATIENCE_SECONDS, lambda: not self._busy(waited))

    def _busy(self, pids: list[int]) -> bool:
        wanted = "SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s) AND state <> 'idle'"
        return self._watcher.execute(wanted, [pids]).fetchone() is not None


@contextmanager
def an_obstacle(superuser_url: str) -> Iterator[Obstacle]:
    with (
        psycopg.connect(superuser_url) as holder,
        psycopg.connect(superuser_url, autocommit=True) as watcher,
    ):
        yield Obstacle(holder, watcher)
        holder.rollback()


def kill_alone(worker: Process) -> None:
    """Kill a worker's main process, and let those it has begun live on."""
    os.kill(worker.pid, signal.SIGKILL)


def kill_all(worker: Process) -> None:
    """Kill a worker with all of its processes, as when its machine goes."""
    os.killpg(worker.pid, signal.SIGKILL)


def let_leases_end(tenant: Tenant) -> None:
    """Be a minute later."""
    with tenant.inside():
        over = update(Outbox).where(Outbox.lease_until.is_not(None)).values(lease_until=clock.now())
        db.session.execute(over.execution_options(synchronize_session=False))
