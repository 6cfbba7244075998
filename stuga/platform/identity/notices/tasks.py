"""Jobs of notices: mail at once, mail once a day, and the round that leaves it."""

from celery import shared_task

from stuga.platform import clock
from stuga.platform.identity.notices import sending
from stuga.platform.identity.notices.service import MAIL
from stuga.platform.jobs import Job, Queue, task
from stuga.platform.jobs.broker import DAILY_MAIL
from stuga.platform.jobs.rounds import go_round


@task(MAIL, queue=Queue.EMAIL)
def send_one(job: Job) -> None:
    """Mail one notice."""
    sending.send_one(job.payload, now=clock.now())


@task(sending.DAILY, queue=Queue.EMAIL)
def send_daily(job: Job) -> None:
    """Mail what has gathered for one person."""
    sending.send_daily(job.payload, now=clock.now())


@shared_task(name=DAILY_MAIL, ignore_result=True)
def leave_daily() -> None:
    """Leave the day's mails in every tenant where it is morning."""
    now = clock.now()
    go_round(lambda place: sending.leave_daily(place.zone, now=now))
