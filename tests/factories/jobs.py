"""Does what the outbox holds, in this process, as the relay and a worker would."""

from datetime import timedelta

from celery import current_app
from sqlalchemy import func, select, update

from stuga.models import Outbox
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from tests.factories.cast import Tenant

MOST_TURNS = 10_000


def run_outbox(tenant: Tenant) -> int:
    """Perform every due job of a tenant until none is left; return how many were done."""
    done = 0
    for _turn in range(MOST_TURNS):
        leased = leased_of(tenant.app, tenant.id)
        if not leased:
            return done
        for row in leased:
            current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))
            done += 1
    raise AssertionError("the outbox never runs empty")


def run_until_given_up(tenant: Tenant, kind: str) -> int:
    """Perform what is due, and again what failed, until nothing of a kind is left to be tried.

    Return how many attempts were made at what was given up, all in all.
    """
    for _turn in range(MOST_TURNS):
        run_outbox(tenant)
        if not made_due(tenant, kind):
            with tenant.inside():
                wanted = select(func.sum(Outbox.attempts)).where(Outbox.kind == kind)
                return db.session.scalar(wanted) or 0
    raise AssertionError("it is tried for ever")


def made_due(tenant: Tenant, kind: str) -> bool:
    """Let what waits to be tried again be due, and leases be over; tell whether there is any."""
    past = clock.now() - timedelta(seconds=1)
    waiting = update(Outbox).where(Outbox.kind == kind, Outbox.dead_at.is_(None))
    values = {"next_at": past, "lease_until": past}
    with tenant.inside():
        statement = waiting.values(values).returning(Outbox.id)
        found = db.session.scalars(statement.execution_options(synchronize_session=False))
        return bool(found.all())
