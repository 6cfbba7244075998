"""Runs that errors keep from going on: they say so, and the next run does the rest, once."""

import os
import subprocess
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from stuga.local.parts import STUGA
from stuga.models import Erased, Record, RetentionRun
from stuga.platform.authz.actor import system
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs.lease import MAX_ATTEMPTS
from stuga.runtime.retention import sweeping
from stuga.runtime.retention.commands import StartRun
from stuga.runtime.retention.sweeping import SWEEP
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.forgetting import CASE, case, form, send
from tests.factories.jobs import run_outbox, run_until_given_up
from tests.factories.records import entries_of

AFTER = datetime(2027, 3, 3, tzinfo=UTC)
DATA = {"applicant": "Mona", "kind": "permit", "closed_on": "2020-03-01"}


@pytest.fixture
def due(bjorkby: Tenant) -> Tenant:
    """Return a tenant with a case that is due, and one that is due and cannot be read."""
    publish(bjorkby)
    case(bjorkby)
    spoiled = case(bjorkby, applicant="Mona", reference="A-2", email=None)
    send(bjorkby.browser("admin"), f"{CASE}/new", form())
    run_outbox(bjorkby)
    store(bjorkby, spoiled, [])
    return bjorkby


def store(tenant: Tenant, record_id: str, data: object) -> None:
    """Let a record's row hold something, past every check."""
    with tenant.inside():
        statement = update(Record).where(Record.id == UUID(record_id)).values(data=data)
        db.session.execute(statement.execution_options(synchronize_session=False))


def started(tenant: Tenant) -> UUID:
    with tenant.inside():
        return sweeping.start(system(), StartRun(now=AFTER)).id


def run_row(tenant: Tenant, run_id: UUID) -> RetentionRun:
    with tenant.inside():
        return db.session.get_one(RetentionRun, (tenant.id, run_id))


def page_of(tenant: Tenant, run_id: UUID) -> str:
    return tenant.browser("admin").get(f"/admin/retention/runs/{run_id}").text


def spoiled_id(tenant: Tenant) -> str:
    with tenant.inside():
        return str(db.session.scalars(select(Record.id).where(Record.data == [])).one())


def test_a_run_that_is_given_up_has_failed_and_says_so(due: Tenant) -> None:
    run_id = started(due)

    assert run_until_given_up(due, SWEEP) == MAX_ATTEMPTS

    run = run_row(due, run_id)
    assert (run.state, run.ended_at is None) == ("failed", False)
    page = page_of(due, run_id)
    assert "An error stopped the run" in page
    assert "/admin/retention/run" in page
    assert len(entries_of(due, "retention.run")) == 1


def test_a_run_that_fails_and_is_tried_again_is_at_work(due: Tenant) -> None:
    run_id = started(due)
    run_outbox(due)

    assert run_row(due, run_id).state == "running"
    assert "The run is at work" in page_of(due, run_id)

    store(due, spoiled_id(due), DATA)
    run_until_given_up(due, SWEEP)

    assert run_row(due, run_id).state == "done"
    assert "An error stopped the run" not in page_of(due, run_id)


def run_by_hand(tenant: Tenant, settings: Settings) -> subprocess.CompletedProcess[bytes]:
    environ = {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
    }
    return subprocess.run(  # noqa: S603  # our own program
        [*STUGA, "retention", "run", "--tenant", tenant.slug, "--now", AFTER.isoformat()],
        check=False,
        env={**os.environ, **environ},  # noqa: TID251  # to be inherited
        capture_output=True,
        timeout=60,
    )


def states(tenant: Tenant) -> list[str]:
    with tenant.inside():
        return list(db.session.scalars(select(RetentionRun.state).order_by(RetentionRun.id)))


def test_a_run_by_hand_that_an_error_stops_has_failed_too(due: Tenant, settings: Settings) -> None:
    stopped = run_by_hand(due, settings)
    store(due, spoiled_id(due), DATA)
    finished = run_by_hand(due, settings)

    assert (stopped.returncode, finished.returncode) == (1, 0), finished.stderr.decode()
    assert states(due) == ["failed", "done"]
    assert b"2 records, 0 wait" in finished.stdout


def test_the_next_run_does_the_rest_once(due: Tenant) -> None:
    first = started(due)
    run_until_given_up(due, SWEEP)
    store(due, spoiled_id(due), DATA)

    second = started(due)
    run_outbox(due)

    assert run_row(due, first).report.get("records", 0) == 0
    assert run_row(due, second).report["records"] == 2
    assert len(entries_of(due, "record.anonymise")) == 2
    with due.inside():
        marks = db.session.scalar(select(func.count()).select_from(Erased))
    assert marks == 3
