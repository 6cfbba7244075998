"""Tasks: adapters that take ids, enter their tenant, and run truly once per outbox row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from celery import shared_task
from flask import Flask, current_app

from stuga.models import Outbox
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.authz.actor import system
from stuga.platform.db import outbox, unit_of_work
from stuga.platform.jobs import lease
from stuga.platform.jobs.lease import Begun
from stuga.platform.jobs.queues import Queue
from stuga.platform.telemetry import Request, bind_request, log
from stuga.platform.tenancy.entry import bound

ACTOR_OF: Final = "stuga.actor_of"
ActorOf = Callable[[UUID | None], Actor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One outbox row being worked on, as the one who asked for it, with the rights of now."""

    actor: Actor
    kind: str
    payload: JsonObject

    def again(self, payload: JsonObject) -> None:
        """Leave the next slice in the outbox, in this slice's transaction."""
        outbox.leave(self.kind, payload, person_id=self.actor.person_id)


GivenUp = Callable[[Job], None]


class _Process:
    """The Flask app of this worker process, where each task is queued, and who hears of its end."""

    app: Flask | None = None
    queues: Final[dict[str, Queue]] = {}
    given_up: Final[dict[str, GivenUp]] = {}


def use_app(app: Flask) -> None:
    """Make an app the one that this process's tasks run in."""
    _Process.app = app


def running_app() -> Flask:
    """Return the app of this process.

    :raises RuntimeError: before `use_app`
    """
    if _Process.app is None:
        raise RuntimeError("use_app comes before tasks")
    return _Process.app


def queue_of(kind: str) -> Queue:
    """Return where a kind of job waits."""
    return _Process.queues.get(kind, Queue.INTERACTIVE)


def task_names() -> tuple[str, ...]:
    """Return every kind of job that is known."""
    return tuple(sorted(_Process.queues))


def task(
    kind: str, *, queue: Queue = Queue.INTERACTIVE, given_up: GivenUp | None = None
) -> Callable[[Callable[[Job], None]], Callable[[Job], None]]:
    """Make a function the one that does a kind of job.

    It runs in the job's tenant and one transaction, in which the outbox row goes too: what it
    writes happens once, however often the message comes. It may be interrupted anywhere.

    :param given_up: called, as the system, when the last attempt has failed, in the transaction
        that gives the job up; it tells whoever waits for it. Should it fail, that is tried again
    """

    def decorate(work: Callable[[Job], None]) -> Callable[[Job], None]:
        _Process.queues[kind] = queue
        if given_up is not None:
            _Process.given_up[kind] = given_up

        def run(tenant: str, outbox_id: str, token: str) -> None:
            perform(running_app(), work, UUID(tenant), UUID(outbox_id), UUID(token))

        shared_task(name=kind, ignore_result=True)(run)
        return work

    return decorate


def perform(
    app: Flask, work: Callable[[Job], None], tenant_id: UUID, outbox_id: UUID, token: UUID
) -> None:
    """Do one leased job; a failure puts its row back for later and is logged."""
    request = Request(id=str(outbox_id), via="job")
    with app.app_context(), bound(tenant_id), bind_request(request):
        with unit_of_work():
            begun = lease.begin(outbox_id, token, now=clock.now())
        if begun is None:
            return
        try:
            _attempt(work, begun)
        except Exception as error:  # noqa: BLE001  # put back whatever went wrong
            log.exception("job.failed", outbox=str(outbox_id), attempt=begun.attempt)
            _end_attempt(begun, type(error).__name__)


class WorkerLostError(Exception):
    """Every attempt has been made, and the last has ended its worker."""


def _attempt(work: Callable[[Job], None], begun: Begun) -> None:
    if begun.is_beyond:
        raise WorkerLostError
    with unit_of_work():
        row = lease.take(begun)
        if row is None:
            return
        work(_job(row))
        lease.done(row.id)


def _end_attempt(begun: Begun, error: str) -> None:
    """Put the row back, or give it up after the last attempt."""
    try:
        with unit_of_work():
            row = lease.take(begun)
            if row is None:
                return
            if not begun.is_last:
                lease.put_back(row, now=clock.now(), error=error)
                return
            _tell_given_up(row)
            lease.give_up(row, now=clock.now(), error=_said(row, begun, error))
    except Exception:  # noqa: BLE001  # its state would say for ever that it goes on
        log.exception("job.given_up_untold", outbox=str(begun.id))
        _put_back_untold(begun, error)


def _put_back_untold(begun: Begun, error: str) -> None:
    with unit_of_work():
        row = lease.take(begun)
        if row is not None:
            lease.put_back(row, now=clock.now(), error=_said(row, begun, error))


def _said(row: Outbox, begun: Begun, error: str) -> str:
    """Return what is kept of an error: after the last attempt, what that one has said."""
    return row.error if begun.is_beyond and row.error else error


def _tell_given_up(row: Outbox) -> None:
    tell = _Process.given_up.get(row.kind)
    if tell is not None:
        tell(Job(actor=system(), kind=row.kind, payload=row.payload))


def _job(row: Outbox) -> Job:
    actor_of: ActorOf = current_app.extensions[ACTOR_OF]
    return Job(actor=actor_of(row.person_id), kind=row.kind, payload=row.payload)
