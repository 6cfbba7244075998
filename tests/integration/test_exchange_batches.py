"""Imports in batches: each in one transaction, with the rights of now, once and for all."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from sqlalchemy import delete, func, select, update

from stuga.models import App, ImportFailure, ImportJob, Outbox, Record, RoleGrant
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.exchange.batches import ROWS_AT_ONCE
from stuga.runtime.exchange.kinds_of_job import FORGET, IMPORT, KEPT, UNTOUCHED
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.imports import (
    CASES,
    csv_of,
    how_it_went,
    imported,
    job_row,
    posted,
    records_in,
)
from tests.factories.jobs import run_outbox
from tests.factories.records import entries_of

PROGRAM = Path(__file__).with_name("exchange_killed.py")


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


def many(count: int, *, wrong: int = 0) -> bytes:
    """Return a file of so many cases; every `wrong`-th one has a kind that is not known."""
    lines = ["Applicant,Kind,Reference"]
    for number in range(count):
        kind = "nothing" if wrong and number % wrong == 0 else "permit"
        lines.append(f"Person {number},{kind},R-{number}")
    return csv_of(*lines)


def begun(tenant: Tenant, content: bytes, who: str = "member") -> str:
    """Begin an import and let nothing of it be done yet; return its address."""
    answer = tenant.browser(who).post(CASES, data=content, content_type="text/csv")
    assert answer.status_code == 202, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def work(tenant: Tenant, batches: int) -> None:
    """Do so many batches, as a worker would."""
    for _ in range(batches):
        [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == IMPORT]
        current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))


def count_of(tenant: Tenant, table: type[Record | ImportFailure]) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_rows_come_in_by_batches_with_one_entry_each(cases: Tenant) -> None:
    found = imported(cases, many(2 * ROWS_AT_ONCE + 50, wrong=100))

    assert (found["state"], found["total"], found["done"]) == ("done", 1050, 1050)
    assert (found["created"], found["failed"]) == (1039, 11)
    assert count_of(cases, Record) == 1039
    batches = entries_of(cases, "record.import")
    assert [one.action for one in entries_of(cases, "import.%")][:1] == ["import.create"]
    assert [targets(one.body)["count"] for one in batches] == [495, 495, 49]


def targets(body: bytes) -> JsonObject:
    import json  # noqa: PLC0415  # an entry's bytes are JSON

    found: JsonObject = json.loads(body)["target"]
    return found


def test_a_file_of_whole_batches_ends_too(cases: Tenant) -> None:
    found = imported(cases, many(2 * ROWS_AT_ONCE))

    assert (found["state"], found["done"], found["created"]) == ("done", 1000, 1000)


def test_each_row_that_fails_says_why(cases: Tenant) -> None:
    content = csv_of(
        "Applicant,Kind,Amount,Closed on,Reference,E-mail",
        "Sten,permit,12.50,2026-01-31,A,sten@example.se",
        "Mona,nothing,much,31/31/2026,B,mona",
        ",permit,,,C,",
        "Bo,permit,,,A,",
        "Åsa,permit",
        'Eva,"permit,,,D,',
        "Kim,permit,,,E,",
    )

    found = imported(cases, content)

    assert [one["applicant"] for one in records_in(cases)] == ["Sten", "Kim"]
    why = {one["row"]: one["errors"] for one in found["failures"]}
    assert why == {
        3: {
            "kind": "Choose one of the answers for Kind.",
            "amount": "Amount must be a number, such as 1234 or 12.50.",
            "closed_on": "Closed on must be a date, such as 2026-01-31.",
            "email": "E-mail must be an e-mail address, such as name@example.se.",
        },
        4: {"applicant": "Fill in Applicant."},
        5: {"reference": "Reference is already used by another record."},
        6: {"": "The row has 2 cells where the header has 6."},
        7: {
            "": "The row cannot be taken apart: a quotation mark is missing, "
            "or stands where none may."
        },
    }
    assert found["failures"][3]["cells"] == ["Åsa", "permit"]


def test_a_unique_value_is_taken_by_the_first_row_across_batches(cases: Tenant) -> None:
    lines = [f"Person {number},permit,R-{number % 550}" for number in range(600)]

    found = imported(cases, csv_of("Applicant,Kind,Reference", *lines))

    assert (found["created"], found["failed"]) == (550, 50)


def test_the_file_is_emptied_when_it_is_imported(cases: Tenant) -> None:
    found = imported(cases, many(3))

    job = job_row(cases, str(found["id"]))
    assert job.content is None
    assert job.ended_at is not None


def test_a_worker_killed_in_the_middle_doubles_and_loses_nothing(
    cases: Tenant, settings: Settings
) -> None:
    location = begun(cases, many(3 * ROWS_AT_ONCE + 7, wrong=50))

    killed = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, str(PROGRAM), str(cases.id), "2"],
        check=False,
        env={**os.environ, **environment(settings)},  # noqa: TID251  # to be inherited
        cwd=PROGRAM.parents[2],
        capture_output=True,
        timeout=60,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert count_of(cases, Record) == ROWS_AT_ONCE - 10
    assert count_of(cases, ImportFailure) == 10
    a_minute_later(cases)
    run_outbox(cases)
    found = how_it_went(cases.browser("member"), location)
    assert (found["state"], found["done"]) == ("done", 1507)
    assert (found["created"], found["failed"]) == (1476, 31)
    references = {str(one["reference"]) for one in all_data(cases)}
    assert references == {f"R-{number}" for number in range(1507) if number % 50}
    assert count_of(cases, Record) == 1476


def environment(settings: Settings) -> dict[str, str]:
    return {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
    }


def a_minute_later(tenant: Tenant) -> None:
    """Let the lease of the dead worker end."""
    with tenant.inside():
        past = clock.now() - timedelta(seconds=1)
        ended = update(Outbox).where(Outbox.kind == IMPORT).values(lease_until=past)
        db.session.execute(ended.execution_options(synchronize_session=False))


def all_data(tenant: Tenant) -> list[JsonObject]:
    with tenant.inside():
        return list(db.session.scalars(select(Record.data)))


def test_whoever_loses_the_right_stops_importing(cases: Tenant) -> None:
    location = begun(cases, many(3 * ROWS_AT_ONCE))
    work(cases, 1)
    with cases.inside():
        gone = delete(RoleGrant).where(
            RoleGrant.person_id == cases.people["member"], RoleGrant.app_key == "cases"
        )
        db.session.execute(gone.execution_options(synchronize_session=False))

    run_outbox(cases)

    job = job_row(cases, location.rsplit("/", 1)[1])
    assert (job.state, job.done, job.content) == ("failed", ROWS_AT_ONCE, None)
    assert job.settings["reason"] == "not-permitted"
    assert count_of(cases, Record) == ROWS_AT_ONCE


def test_an_app_that_is_deleted_takes_no_more_rows(cases: Tenant) -> None:
    location = begun(cases, many(3 * ROWS_AT_ONCE))
    work(cases, 1)
    with cases.inside():
        app = db.session.scalars(select(App)).one()
        app.deleted_at = clock.now()

    run_outbox(cases)

    assert job_row(cases, location.rsplit("/", 1)[1]).settings["reason"] == "app-gone"


def test_rows_that_a_right_does_not_cover_are_refused_one_by_one(bjorkby: Tenant) -> None:
    publish(bjorkby, roles={"member": "clerk"})

    found = imported(bjorkby, csv_of("Applicant,Kind", "Sten,permit"))

    assert found["created"] == 1
    fields = imported(bjorkby, csv_of("Applicant,Kind,Closed on", "Mona,permit,2026-01-31"))
    assert fields["created"] == 1
    assert "closed_on" not in all_data(bjorkby)[-1]


def test_an_import_can_be_stopped_between_batches(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = f"/apps/cases/inbox/import/{begun(cases, many(2 * ROWS_AT_ONCE + 50)).rsplit('/', 1)[1]}"
    work(cases, 1)

    assert browser.post(f"{path}/cancel").status_code == 303
    run_outbox(cases)

    job = job_row(cases, path.rsplit("/", 1)[1])
    assert (job.state, job.done, job.content) == ("cancelled", ROWS_AT_ONCE, None)
    assert count_of(cases, Record) == ROWS_AT_ONCE
    page = browser.get(path).get_data(as_text=True)
    assert "The import was stopped" in page
    assert "not reached" in page


def test_a_file_that_nobody_goes_on_with_is_emptied_after_a_day(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = cases.browser("member").post("/apps/cases/inbox/import", **posted(many(2)))
    job_id = upload.headers["Location"].rsplit("/", 1)[1]
    now = clock.now()

    run_outbox(cases)
    assert job_row(cases, job_id).content is not None

    monkeypatch.setattr(clock, "now", lambda: now + UNTOUCHED + timedelta(minutes=1))
    run_outbox(cases)
    assert job_row(cases, job_id).content is None
    assert job_row(cases, job_id).state == "cancelled"

    monkeypatch.setattr(clock, "now", lambda: now + KEPT + timedelta(minutes=1))
    run_outbox(cases)
    with cases.inside():
        assert db.session.scalars(select(ImportJob)).all() == []
        assert db.session.scalars(select(Outbox).where(Outbox.kind == FORGET)).all() == []


def test_what_is_left_of_an_import_goes_with_its_failures(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(cases, many(10, wrong=2))
    assert count_of(cases, ImportFailure) == 5
    now = clock.now()

    monkeypatch.setattr(clock, "now", lambda: now + KEPT + timedelta(minutes=1))
    run_outbox(cases)

    assert count_of(cases, ImportFailure) == 0
    assert count_of(cases, Record) == 5
