"""Imports that errors keep from going on: they say so, and go on where they stopped when asked."""

from datetime import timedelta
from uuid import UUID

import pytest
from celery import current_app
from sqlalchemy import func, select

from stuga.models import ImportJob, Record, RecordUnique
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.jobs.lease import MAX_ATTEMPTS
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.exchange.batches import ROWS_AT_ONCE
from stuga.runtime.exchange.kinds_of_job import IMPORT, UNTOUCHED
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.imports import CASES, csv_of, how_it_went, job_row
from tests.factories.jobs import run_outbox, run_until_given_up
from tests.factories.records import entries_of

ROWS = ROWS_AT_ONCE + 30
LINES = ["Applicant,Kind,Reference", *(f"Person {one},permit,R-{one}" for one in range(ROWS))]


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


@pytest.fixture
def stopped(cases: Tenant) -> str:
    """Import a file whose second batch cannot be read; return the import's id."""
    answer = cases.browser("member").post(CASES, data=csv_of(*LINES), content_type="text/csv")
    found = str(answer.get_json()["id"])
    run_first_batch(cases)
    spoil(cases, found)
    assert run_until_given_up(cases, IMPORT) == MAX_ATTEMPTS
    return found


def run_first_batch(tenant: Tenant) -> None:
    [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == IMPORT]
    current_app.tasks[IMPORT].run(str(tenant.id), str(row.id), str(row.token))


def spoil(tenant: Tenant, job_id: str, delimiter: str = ";;") -> None:
    """Let the file be read in a way that cannot be; or, as in the plan, in one that can."""
    with tenant.inside():
        job = db.session.get_one(ImportJob, (tenant.id, UUID(job_id)))
        job.settings = {**job.settings, "delimiter": delimiter}


def seen(tenant: Tenant, job_id: str) -> JsonObject:
    return how_it_went(tenant.browser("member"), f"/api/v1/apps/cases/imports/{job_id}")


def page_of(tenant: Tenant, job_id: str) -> str:
    path = f"/apps/cases/inbox/import/{job_id}"
    return tenant.browser("member").get(path).get_data(as_text=True)


def counts(tenant: Tenant) -> tuple[int, int]:
    """Count records, and the unique values they hold."""
    with tenant.inside():
        records = db.session.scalar(select(func.count()).select_from(Record)) or 0
        held = db.session.scalar(select(func.count()).select_from(RecordUnique)) or 0
        return records, held


def test_an_import_that_is_given_up_has_failed_and_says_so(cases: Tenant, stopped: str) -> None:
    assert job_row(cases, stopped).state == "failed"
    found = seen(cases, stopped)
    assert (found["state"], found["reason"], found["may_resume"]) == ("failed", "given-up", True)
    assert "An error stopped it" in str(found["detail"])
    page = page_of(cases, stopped)
    assert "An error stopped it" in page
    assert f"/import/{stopped}/resume" in page
    assert counts(cases) == (ROWS_AT_ONCE, ROWS_AT_ONCE)
    bodies = [one.body for one in entries_of(cases, "import.update")]
    assert len(bodies) == 1
    assert b'"system"' in bodies[0]


def test_an_attempt_that_fails_and_is_tried_again_has_not_failed(cases: Tenant) -> None:
    answer = cases.browser("member").post(CASES, data=csv_of(*LINES), content_type="text/csv")
    job_id = str(answer.get_json()["id"])
    spoil(cases, job_id)
    run_outbox(cases)

    found = seen(cases, job_id)
    assert (found["state"], found["reason"], found["may_resume"]) == ("running", "", False)

    spoil(cases, job_id, ",")
    run_until_given_up(cases, IMPORT)
    assert seen(cases, job_id)["state"] == "done"
    assert counts(cases) == (ROWS, ROWS)


@pytest.mark.parametrize(
    "path", ["/apps/cases/inbox/import/{}/resume", "/api/v1/apps/cases/imports/{}/resume"]
)
def test_it_goes_on_from_where_it_stopped(cases: Tenant, stopped: str, path: str) -> None:
    spoil(cases, stopped, ",")
    assert ">Go on<" in page_of(cases, stopped)

    answer = cases.browser("member").post(path.format(stopped))

    assert answer.status_code in {202, 303}
    assert seen(cases, stopped)["state"] == "running"
    run_outbox(cases)
    found = seen(cases, stopped)
    assert (found["state"], found["reason"], found["detail"]) == ("done", "", "")
    assert (found["done"], found["created"], found["failed"]) == (ROWS, ROWS, 0)
    assert counts(cases) == (ROWS, ROWS)
    assert ">Go on<" not in page_of(cases, stopped)


def test_it_goes_on_once_only(cases: Tenant, stopped: str) -> None:
    spoil(cases, stopped, ",")
    path = f"/api/v1/apps/cases/imports/{stopped}/resume"
    browser = cases.browser("member")

    answers = [browser.post(path).status_code for _ in range(2)]
    run_outbox(cases)

    assert answers == [202, 409]
    assert browser.post(path).status_code == 409
    assert counts(cases) == (ROWS, ROWS)


def test_what_still_fails_is_given_up_anew(cases: Tenant, stopped: str) -> None:
    cases.browser("member").post(f"/api/v1/apps/cases/imports/{stopped}/resume")

    run_until_given_up(cases, IMPORT)

    assert seen(cases, stopped)["state"] == "failed"
    assert counts(cases) == (ROWS_AT_ONCE, ROWS_AT_ONCE)


def test_nobody_else_can_let_it_go_on(cases: Tenant, granby: Tenant, stopped: str) -> None:
    path = f"/api/v1/apps/cases/imports/{stopped}/resume"

    assert cases.browser("builder").post(path).status_code == 404
    assert granby.browser("owner").post(path).status_code == 404


def test_the_same_file_is_not_imported_beside_it_unasked(cases: Tenant, stopped: str) -> None:
    answer = cases.browser("member").post(CASES, data=csv_of(*LINES), content_type="text/csv")

    assert answer.status_code == 422
    assert [one["code"] for one in answer.get_json()["errors"]] == ["import-repeated"]
    assert job_row(cases, stopped).content is not None


def test_its_file_is_kept_for_a_day_and_then_it_cannot_go_on(
    cases: Tenant, stopped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + UNTOUCHED + timedelta(minutes=1))

    run_outbox(cases)

    assert job_row(cases, stopped).content is None
    assert seen(cases, stopped)["may_resume"] is False
    assert "/resume" not in page_of(cases, stopped)
    path = f"/api/v1/apps/cases/imports/{stopped}/resume"
    assert cases.browser("member").post(path).status_code == 409


def test_who_began_a_trial_that_is_given_up_is_told(cases: Tenant) -> None:
    member = cases.browser("member")
    path = f"{CASES}&dry_run=true" if "?" in CASES else f"{CASES}?dry_run=true"
    job_id = str(member.post(path, data=csv_of(*LINES), content_type="text/csv").get_json()["id"])
    spoil(cases, job_id)
    run_until_given_up(cases, IMPORT)

    assert seen(cases, job_id)["state"] == "uploaded"
    told = member.get("/notifications").text
    assert "The trial of your import into Cases has failed" in told
    assert "Your import into" not in told
