"""Runs that meet what they cannot do: they go past it, name it, and the next tries again."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from stuga.cli import doctor
from stuga.local.parts import STUGA
from stuga.models import App, Erased, Record, RetentionRun
from stuga.models.definition.reading import objects_at
from stuga.platform.authz.actor import system
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs.lease import MAX_ATTEMPTS
from stuga.runtime.records.due import recompute_due
from stuga.runtime.retention import carrying, queries, sweeping, trash
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


def started(tenant: Tenant, now: datetime = AFTER) -> UUID:
    with tenant.inside():
        return sweeping.start(system(), StartRun(now=now)).id


def run_row(tenant: Tenant, run_id: UUID) -> RetentionRun:
    with tenant.inside():
        return db.session.get_one(RetentionRun, (tenant.id, run_id))


def page_of(tenant: Tenant, run_id: UUID) -> str:
    return tenant.browser("admin").get(f"/admin/retention/runs/{run_id}").text


def spoiled_id(tenant: Tenant) -> str:
    with tenant.inside():
        return str(db.session.scalars(select(Record.id).where(Record.data == [])).one())


def test_a_broken_record_is_passed_over_named_and_tried_again(due: Tenant) -> None:
    spoiled, first = spoiled_id(due), started(due)
    run_outbox(due)

    run = run_row(due, first)
    assert (run.state, run.report["records"], run.report["failed"]) == ("done", 1, 1)
    (named,) = run.report["passed_over"]  # type: ignore[misc]  # it is a list
    assert (named["record"], named["reason"]) == (spoiled, "unreadable")  # type: ignore[index,call-overload]
    page = page_of(due, first)
    assert spoiled in page
    assert "cannot be read" in page
    assert "Nothing had to go" not in page
    overview = due.browser("admin").get("/admin/retention").text
    assert "1 record could not be forgotten" in overview
    assert f"/admin/retention/runs/{first}" in overview

    store(due, spoiled, DATA)
    second = started(due, AFTER + timedelta(hours=1))
    run_outbox(due)

    assert run_row(due, second).report["records"] == 1
    assert run_row(due, second).report["failed"] == 0
    assert "could not be forgotten" not in due.browser("admin").get("/admin/retention").text
    assert len(entries_of(due, "record.anonymise")) == 2


def test_a_run_that_passes_over_is_followed_by_one_that_does_too(due: Tenant) -> None:
    for hours in (0, 1):
        run_id = started(due, AFTER + timedelta(hours=hours))
        run_outbox(due)
        assert run_row(due, run_id).report["failed"] == 1


def test_records_of_a_model_that_serves_no_more_are_named(due: Tenant) -> None:
    with due.inside():
        closed = update(App).where(App.key == "cases").values(live_number=None)
        db.session.execute(closed.execution_options(synchronize_session=False))

    run_id = started(due)
    run_outbox(due)

    run = run_row(due, run_id)
    reasons = [one["reason"] for _, one in objects_at(run.report, "passed_over")]
    assert (run.state, run.report["records"], reasons) == ("done", 0, ["model-gone"] * 2)
    assert "cases / case" in page_of(due, run_id)


def test_a_broken_record_stops_no_reckoning_and_is_due_at_once(due: Tenant) -> None:
    spoiled = spoiled_id(due)
    with due.inside():
        row = db.session.get_one(Record, (due.id, UUID(spoiled)))
        row.due_at, model = None, row.model_id
        recompute_due(model)

    run_outbox(due)

    with due.inside():
        assert db.session.get_one(Record, (due.id, UUID(spoiled))).due_at is not None
        assert not queries.is_reckoning()


def test_a_preview_and_what_is_due_count_what_cannot_be_read(due: Tenant) -> None:
    ada = due.browser("admin")

    preview = send(ada, f"{CASE}/new", form("preview", most="2"))
    with due.inside():
        counted = sweeping.would_do(system(), AFTER)

    assert "Cannot be read" in preview.text
    assert (counted.records, len(counted.passed_over)) == (1, 1)


def test_a_broken_record_in_the_trash_keeps_nothing_else_there(
    due: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "ROWS", 1)
    now = AFTER
    with due.inside():
        binned = update(Record).values(deleted_at=now - timedelta(days=40))
        db.session.execute(binned.execution_options(synchronize_session=False))
        gone = sum(trash.empty(system(), now=now) for _ in range(3))
        left = db.session.scalar(select(func.count()).select_from(Record))

    assert (gone, left) == (2, 0)


def test_the_doctor_names_the_tenant_whose_run_passed_over(due: Tenant, settings: Settings) -> None:
    started(due)
    run_outbox(due)

    with pytest.raises(doctor.UnwellError, match=f"{due.slug} .1."):
        dict(doctor.CHECKS)["retention"](settings)


def run_by_hand(
    tenant: Tenant, settings: Settings, **more: str
) -> subprocess.CompletedProcess[bytes]:
    environ = {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
        **more,
    }
    return subprocess.run(  # noqa: S603  # our own program
        [*STUGA, "retention", "run", "--tenant", tenant.slug, "--now", AFTER.isoformat()],
        check=False,
        env={**os.environ, **environ},  # noqa: TID251  # to be inherited
        capture_output=True,
        timeout=60,
    )


def test_a_run_by_hand_names_what_it_passes_over(due: Tenant, settings: Settings) -> None:
    spoiled = spoiled_id(due)

    finished = run_by_hand(due, settings)

    assert finished.returncode == 0, finished.stderr.decode()
    assert b"1 passed over" in finished.stdout
    assert f"{spoiled}: unreadable".encode() in finished.stdout


@pytest.fixture
def refused(due: Tenant, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """Return a tenant of whose runs the database takes no slice."""
    monkeypatch.setattr(sweeping, "ROWS", -1)
    return due


def test_a_run_that_is_given_up_has_failed_and_says_so(refused: Tenant) -> None:
    run_id = started(refused)

    assert run_until_given_up(refused, SWEEP) == MAX_ATTEMPTS

    run = run_row(refused, run_id)
    assert (run.state, run.ended_at is None) == ("failed", False)
    page = page_of(refused, run_id)
    assert "An error stopped the run" in page
    assert "/admin/retention/run" in page
    assert len(entries_of(refused, "retention.run")) == 1


def test_a_run_that_fails_and_is_tried_again_is_at_work(
    refused: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = started(refused)
    run_outbox(refused)

    assert run_row(refused, run_id).state == "running"
    assert "The run is at work" in page_of(refused, run_id)

    monkeypatch.setattr(sweeping, "ROWS", 500)
    run_until_given_up(refused, SWEEP)

    assert run_row(refused, run_id).state == "done"
    assert "An error stopped the run" not in page_of(refused, run_id)


def test_a_run_by_hand_that_an_error_stops_has_failed_too(due: Tenant, settings: Settings) -> None:
    with due.inside():
        db.session.execute(text("LOCK TABLE erased IN ACCESS EXCLUSIVE MODE"))
        stopped = run_by_hand(due, settings, PGOPTIONS="-c statement_timeout=500")

    assert stopped.returncode == 1
    assert states(due) == ["failed"]


def test_the_next_run_does_the_rest_once(refused: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    first = started(refused)
    run_until_given_up(refused, SWEEP)
    monkeypatch.setattr(sweeping, "ROWS", 500)
    store(refused, spoiled_id(refused), DATA)

    second = started(refused)
    run_outbox(refused)

    assert run_row(refused, first).report.get("records", 0) == 0
    assert run_row(refused, second).report["records"] == 2
    assert len(entries_of(refused, "record.anonymise")) == 2
    with refused.inside():
        marks = db.session.scalar(select(func.count()).select_from(Erased))
    assert marks == 3


def states(tenant: Tenant) -> list[str]:
    with tenant.inside():
        return list(db.session.scalars(select(RetentionRun.state).order_by(RetentionRun.id)))


def test_a_fault_that_meets_every_record_fails_the_run_and_blames_none(
    due: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "TOO_MANY", 1)
    with due.inside():
        spoiled = update(Record).values(revision=2**31 - 1)
        db.session.execute(spoiled.execution_options(synchronize_session=False))
    store(due, spoiled_id(due), DATA)
    run_id = started(due)

    run_until_given_up(due, SWEEP)

    assert run_row(due, run_id).state == "failed"
    assert "passed_over" not in run_row(due, run_id).report
