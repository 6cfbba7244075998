"""The relay: leases what is due in a tenant's outbox and sends it to the workers."""

from collections.abc import Sequence
from uuid import UUID

from celery import Celery, current_app, shared_task
from flask import Flask
from kombu.exceptions import OperationalError
from sqlalchemy import select

from stuga.models import Tenant
from stuga.platform import clock
from stuga.platform.db import db, unit_of_work
from stuga.platform.db.unit_of_work import Nudge
from stuga.platform.jobs import work as tasks
from stuga.platform.jobs.broker import RELAY, RELAY_ALL
from stuga.platform.jobs.lease import Leased, is_any_due, lease_due
from stuga.platform.jobs.queues import Queue
from stuga.platform.telemetry import log
from stuga.platform.tenancy.entry import bound


def nudge_with(celery: Celery) -> Nudge:
    """Return the function that tells the relay, after a commit, whose outbox holds something."""

    def nudge(tenant_id: UUID) -> None:
        try:
            celery.send_task(
                RELAY, [str(tenant_id)], queue=Queue.INTERACTIVE.value, retry=False, expires=60
            )
        except OperationalError:  # a hint only: the sweep finds the row within seconds
            log.warning("relay.nudge_lost")

    return nudge


def leased_of(app: Flask, tenant_id: UUID) -> Sequence[Leased]:
    """Lease what is due in one tenant, in a transaction of its own."""
    with app.app_context(), bound(tenant_id), unit_of_work():
        return lease_due(now=clock.now())


def tenants_of(app: Flask) -> Sequence[UUID]:
    """Return every active tenant, for the sweep that repairs lost hints."""
    with app.app_context():
        return db.session.scalars(select(Tenant.id).where(Tenant.state == "active")).all()


def is_more_due(app: Flask, tenant_id: UUID) -> bool:
    """Tell whether one tenant's outbox holds more than could be leased."""
    with app.app_context(), bound(tenant_id), unit_of_work():
        return is_any_due(now=clock.now())


@shared_task(name=RELAY, ignore_result=True)
def relay(tenant: str) -> None:
    """Send what one tenant's outbox holds; come again behind that while there is more."""
    app, queue = tasks.running_app(), ""
    for row in leased_of(app, UUID(tenant)):
        queue = tasks.queue_of(row.kind).value
        current_app.send_task(row.kind, [tenant, str(row.id), str(row.token)], queue=queue)
    if queue and is_more_due(app, UUID(tenant)):
        current_app.send_task(RELAY, [tenant], queue=queue)


@shared_task(name=RELAY_ALL, ignore_result=True)
def relay_all() -> None:
    """Visit every tenant: whatever hint was lost, its rows are found here."""
    for tenant_id in tenants_of(tasks.running_app()):
        relay(str(tenant_id))
