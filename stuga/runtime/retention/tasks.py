"""Jobs of retention: slices of a run, and each tenant's night."""

from datetime import datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from celery import shared_task
from sqlalchemy import select

from stuga.models import Tenant
from stuga.models.definition.reading import text_at
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.db import db, unit_of_work
from stuga.platform.jobs import Job, Queue, task
from stuga.platform.jobs.broker import NIGHT
from stuga.platform.jobs.work import running_app
from stuga.platform.tenancy import bound
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
    app = running_app()
    now = clock.now()
    with app.app_context():
        tenants = db.session.execute(
            select(Tenant.id, Tenant.zone).where(Tenant.state == "active")
        ).all()
    for tenant_id, zone in tenants:
        with app.app_context(), bound(tenant_id), unit_of_work():
            start_if_night(now, ZoneInfo(zone))
        with app.app_context(), bound(tenant_id), unit_of_work():
            trash.empty(system(), now=now)


def start_if_night(now: datetime, zone: ZoneInfo) -> bool:
    """Start a run if it is past two in the tenant's zone, none ran since, and something is due."""
    local = now.astimezone(zone)
    begun = datetime.combine(local.date(), BEGINS, zone)
    if local < begun or queries.has_run_since(begun) or not queries.is_anything_due(now):
        return False
    sweeping.start(system(), StartRun(now=now))
    return True
