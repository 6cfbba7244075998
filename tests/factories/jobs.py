"""Does what the outbox holds, in this process, as the relay and a worker would."""

from celery import current_app

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
