"""Jobs of retention: slices of a run, and each tenant's night."""

from datetime import datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from celery import shared_task

from stuga.models.definition.reading import text_at
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.jobs import Job, Queue, task
from stuga.platform.jobs.broker import NIGHT
from stuga.platform.jobs.rounds import go_round
from stuga.runtime.retention import queries, sweeping, trash
from stuga.runtime.retention.commands import StartRun

BEGINS: Final = time(2)


def give_up(job: Job) -> None:
    """Say of a run that it has failed."""
    sweeping.fail(job.actor, _run_in(job))


@task(sweeping.SWEEP, queue=Queue.MAINTENANCE, given_up=give_up)
def sweep(job: Job) -> None:
    """Do one slice of a run, and leave the next in the outbox while there is more."""
    if sweeping.do_slice(system(), _run_in(job)):
        job.again(job.payload)


def _run_in(job: Job) -> UUID:
    return UUID(text_at(job.payload, "run"))


@shared_task(name=NIGHT, ignore_result=True)
def night() -> None:
    """Start the nightly run of every tenant whose night has begun and where something is due."""
    now = clock.now()
    go_round(
        lambda place: start_if_night(now, place.zone),
        lambda _: trash.empty(system(), now=now),
    )


def start_if_night(now: datetime, zone: ZoneInfo) -> bool:
    """Start a run if it is past two in the tenant's zone, none ran since, and something is due."""
    local = now.astimezone(zone)
    begun = datetime.combine(local.date(), BEGINS, zone)
    if local < begun or queries.has_run_since(begun) or not queries.is_anything_due(now):
        return False
    sweeping.start(system(), StartRun(now=now))
    return True
