"""Entries of ordinary reads: gathered in a web process, written together within a second.

A read that says much of a person, and every read of a tenant that wants it so, is written in its
own transaction instead, before the first byte of the answer leaves.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass
from multiprocessing.util import Finalize
from typing import Any, Final
from uuid import UUID

import psycopg
from flask import Flask, current_app
from sqlalchemy.exc import StatementError

from stuga.platform.db import own_transaction
from stuga.platform.db.prepared import run_each
from stuga.platform.db.session import SETTLE
from stuga.platform.db.unit_of_work import afterwards
from stuga.platform.telemetry import log
from stuga.platform.tenancy.entry import bound

READS: Final = "stuga.reads"
MOST: Final = 10_000
"""How many may wait; one more is written at once, by the request that leaves it."""
SOON: Final = 100
WITHIN_SECONDS: Final = 1.0
_WRONG: Final = (psycopg.IntegrityError, psycopg.DataError, TypeError, ValueError)
"""What is raised of an entry that can never be written."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that is made but not yet written."""

    tenant_id: UUID
    sql: str
    values: Mapping[str, Any]


class Reads:
    """What waits in this process.

    A clean stop writes it; a process that is killed loses what it gathered in the last second.
    """

    def __init__(self, app: Flask, *, most: int = MOST) -> None:
        self._app = app
        self._most = most
        self._waiting: list[Waiting] = []
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._writer: threading.Thread | None = None

    @property
    def is_full(self) -> bool:
        """Whether the next entry has to be written at once."""
        return len(self._waiting) >= self._most

    def add(self, entries: Sequence[Waiting]) -> None:
        """Take the entries of a request whose transaction has ended well."""
        with self._changed:
            self._waiting.extend(entries)
            if self._writer is None:
                self._begin()
            if len(self._waiting) in {len(entries), SOON} or self.is_full:
                self._changed.notify()

    def write(self) -> int:
        """Write all that waits; return how many the database could not take now: they wait on."""
        with self._writing:
            with self._changed:
                waiting, self._waiting = self._waiting, []
            left = [one for each in _by_tenant(waiting) for one in self._written(each)]
            with self._changed:
                self._waiting[:0] = left
                self._changed.notify()
        if left:
            log.warning("audit.reads_wait", count=len(left))
        return len(left)

    def _begin(self) -> None:
        writer = threading.Thread(target=self._run, name="audit-reads", daemon=True)
        writer.start()
        self._writer = writer
        Finalize(None, self._end, exitpriority=0)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                self._changed.wait_for(lambda: len(self._waiting) >= SOON, WITHIN_SECONDS)
            if self.write():
                time.sleep(WITHIN_SECONDS)

    def _end(self) -> None:
        lost = self.write()
        if lost:
            log.error("audit.reads_lost", count=lost)

    def _written(self, entries: Sequence[Waiting]) -> Sequence[Waiting]:
        """Write the entries of one tenant; return those that are to be tried again."""
        try:
            Context().run(self._insert, entries)  # whoever asks is in a transaction of their own
        except Exception as error:  # noqa: BLE001  # of what was taken out, nothing is lost unsaid
            if _may_pass(error):
                return entries
            if len(entries) == 1:
                log.error("audit.read_refused", entry=str(entries[0].values["id"]))
                return ()
            return [left for one in entries for left in self._written([one])]
        return ()

    def _insert(self, entries: Sequence[Waiting]) -> None:
        rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for one in entries:
            rows[one.sql].append(one.values)
        with self._app.app_context(), bound(entries[0].tenant_id), own_transaction() as session:
            for sql, several in rows.items():
                run_each(session, sql, several)


def gather_reads(app: Flask) -> None:
    """Let this process gather the entries of ordinary reads."""
    reads = Reads(app)
    app.extensions[READS] = reads
    app.extensions[SETTLE] = reads.write


def left_for_later(tenant_id: UUID, sql: str, values: Mapping[str, Any]) -> bool:
    """Gather an entry, to be written once the transaction has ended well; False if it may not."""
    reads: Reads | None = current_app.extensions.get(READS)
    if reads is None or reads.is_full:
        return False
    afterwards(reads.add, Waiting(tenant_id, sql, values))
    return True


def _by_tenant(waiting: Iterable[Waiting]) -> Iterable[Sequence[Waiting]]:
    found: dict[UUID, list[Waiting]] = defaultdict(list)
    for one in waiting:
        found[one.tenant_id].append(one)
    return found.values()


def _may_pass(error: Exception) -> bool:
    """Tell whether the database may take it later: all but what is wrong with the entry itself."""
    cause = error.orig if isinstance(error, StatementError) and error.orig else error
    return not isinstance(cause, _WRONG)
