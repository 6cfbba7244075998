"""Each day: detail of the trail goes when its last day has come."""

from datetime import UTC, date
from typing import Final

from celery import shared_task

from stuga.platform import clock
from stuga.platform.audit import forgetting
from stuga.platform.db import outbox
from stuga.platform.jobs import Job, Queue, task
from stuga.platform.jobs.broker import TRAIL
from stuga.platform.jobs.rounds import go_round

FORGET: Final = "audit.forget"


@shared_task(name=TRAIL, ignore_result=True)
def night() -> None:
    """Leave a job in every tenant where detail has had its time, closed ones included."""
    today = _today()
    go_round(lambda _: leave_if_due(today), closed_too=True)


def leave_if_due(today: date) -> None:
    """Leave the job that forgets, if there is something to forget."""
    if forgetting.is_any_due(today):
        outbox.leave(FORGET, {})


@task(FORGET, queue=Queue.MAINTENANCE)
def forget(job: Job) -> None:
    """Forget one batch, and leave the next in the outbox while there is more."""
    if forgetting.forget(_today()):
        job.again(job.payload)


def _today() -> date:
    return clock.now().astimezone(UTC).date()
