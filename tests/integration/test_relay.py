"""The relay in a real worker: one hint is enough for all that waits."""

from pathlib import Path

from sqlalchemy import func, select

from stuga.local.processes import within
from stuga.models import Outbox
from stuga.platform.config import Settings
from stuga.platform.db import db, outbox
from stuga.platform.jobs.lease import LEASES_PER_TENANT
from stuga.runtime.exchange.kinds_of_job import FORGET
from tests.factories.cast import Tenant
from tests.factories.workers import PATIENCE_SECONDS, works_in

NO_IMPORT = "00000000-0000-7000-8000-000000000000"


def waiting(tenant: Tenant) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(Outbox)) or 0


def test_a_hint_brings_all_that_waits_on_its_way_not_only_what_is_leased_at_once(
    bjorkby: Tenant, settings: Settings, tmp_path: Path
) -> None:
    with bjorkby.inside():
        for _ in range(2 * LEASES_PER_TENANT + 5):
            outbox.leave(FORGET, {"import": NO_IMPORT})

    with works_in(tmp_path, settings) as works:
        works.start_worker()
        works.wake(bjorkby)

        assert within(PATIENCE_SECONDS, lambda: waiting(bjorkby) == 0)
