"""Imports that are tried first, paused and let go on: nothing written before, nothing doubled."""

from datetime import timedelta

import pytest
from celery import current_app
from sqlalchemy import func, select

from stuga.models import ImportFailure, ImportJob, ImportKey, Record
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.exchange import trying
from stuga.runtime.exchange.batches import ROWS_AT_ONCE
from stuga.runtime.exchange.kinds_of_job import FORGET, IMPORT, UNTOUCHED
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.imports import CASES, csv_of, how_it_went, job_row, posted, records_in
from tests.factories.jobs import run_outbox
from tests.factories.posting import form_on
from tests.factories.records import Desk, entries_of

INBOX = "/apps/cases/inbox/import"
ROWS = ROWS_AT_ONCE + 30


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


def many(count: int = ROWS) -> bytes:
    lines = [f"R-{number},Person {number},permit" for number in range(count)]
    return csv_of("Reference,Applicant,Kind", *lines)


def begun(browser: Browser, content: bytes, query: str = "") -> str:
    answer = browser.post(f"{CASES}?{query}", data=content, content_type="text/csv")
    assert answer.status_code == 202, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


def work(tenant: Tenant, kind: str = IMPORT) -> int:
    """Do what is due of one kind once, as a worker would; return how many there were."""
    leased = [one for one in leased_of(tenant.app, tenant.id) if one.kind == kind]
    for row in leased:
        current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))
    return len(leased)


def count_of(tenant: Tenant, table: type[Record | ImportFailure | ImportKey]) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def counts(found: JsonObject) -> tuple[object, ...]:
    return tuple(found[one] for one in ("state", "created", "updated", "unchanged", "failed"))


def test_a_trial_counts_every_row_and_writes_none(cases: Tenant) -> None:
    desk = Desk(cases)
    desk.case(reference="R-0", applicant="Person 0")
    changed = desk.case(reference="R-1", applicant="Someone")
    content = many() + csv_of("R-0,Again,permit", "R-x,Nobody,nothing")
    browser = cases.browser("member")

    path = begun(browser, content, "key=reference&dry_run=true")
    run_outbox(cases)

    found = browser.get(path).get_json()
    assert counts(found) == ("tried", ROWS - 2, 1, 1, 2)
    assert found["dry_run"] is True
    assert {one["row"]: one["errors"] for one in found["failures"]} == {
        ROWS + 2: {"": "Row 2 has the same key."},
        ROWS + 3: {"kind": "Choose one of the answers for Kind."},
    }
    assert count_of(cases, Record) == 2
    assert desk.get(changed.id).revision == 1
    assert entries_of(cases, "record.import") == []
    assert count_of(cases, ImportKey) == 0


def test_what_a_trial_says_is_what_comes_to_be(cases: Tenant) -> None:
    Desk(cases).case(reference="R-5", kind="complaint")
    content = many(20) + csv_of("R-7,Twice,permit", ",Nobody,nothing", ",No reference,permit")
    browser = cases.browser("member")
    path = begun(browser, content, "dry_run=true")
    run_outbox(cases)
    tried = browser.get(path).get_json()

    assert browser.post(f"{path}/start").status_code == 202
    run_outbox(cases)

    done = browser.get(path).get_json()
    assert counts(tried) == ("tried", 20, 0, 0, 3)
    assert counts(done) == ("done", 20, 0, 0, 3)
    assert done["failures"] == tried["failures"]
    assert len(records_in(cases)) == 21


def test_only_what_has_been_tried_can_be_started_so(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = begun(browser, many(3))

    assert browser.post(f"{path}/start").status_code == 409
    run_outbox(cases)
    assert browser.post(f"{path}/start").status_code == 409
    assert len(records_in(cases)) == 3


def test_a_trial_does_not_make_the_file_one_that_was_imported(cases: Tenant) -> None:
    browser = cases.browser("member")
    begun(browser, many(3), "dry_run=true")
    run_outbox(cases)

    path = begun(browser, many(3))
    run_outbox(cases)

    assert counts(browser.get(path).get_json()) == ("done", 3, 0, 0, 0)


def test_the_page_tells_new_changed_and_unchanged_before_anything_is_saved(cases: Tenant) -> None:
    desk = Desk(cases)
    desk.case(reference="R-0", applicant="Person 0")
    desk.case(reference="R-1")
    browser = cases.browser("member")
    upload = browser.post(INBOX, **posted(many(5)))
    path = str(upload.headers["Location"]).removeprefix(f"/t/{cases.slug}")
    form = form_on(browser.get(path).get_data(as_text=True), "c0")

    page = browser.post(path, data={**form, "key": "reference", "act": "check"})

    assert "3 new, 1 changed, 1 as they were." in page.get_data(as_text=True)
    assert count_of(cases, Record) == 2
    started = browser.post(path, data={**form, "key": "reference", "act": "start"})
    assert started.status_code == 303
    run_outbox(cases)
    assert len(records_in(cases)) == 5
    assert "as they were" in browser.get(path).get_data(as_text=True)


def test_a_large_file_is_tried_whole_in_the_background(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "ROWS_TRIED", 20)
    monkeypatch.setattr("stuga.runtime.exchange.pages.ROWS_TRIED", 20)
    browser = cases.browser("member")
    content = many() + csv_of("R-x,Nobody,nothing")
    path = str(browser.post(INBOX, **posted(content)).headers["Location"])
    path = path.removeprefix(f"/t/{cases.slug}")
    page = browser.get(path).get_data(as_text=True)
    form = form_on(page, "c0")
    assert "The first 20 rows fit" in page
    assert "Try every row first" in page

    assert browser.post(path, data={**form, "act": "try"}).status_code == 303

    assert "Nothing is saved by this." in browser.get(path).get_data(as_text=True)
    run_outbox(cases)
    page = browser.get(path).get_data(as_text=True)
    assert "One row does not fit and would be left out" in page
    assert count_of(cases, Record) == 0
    browser.post(path, data={**form, "act": "start"})
    run_outbox(cases)
    assert count_of(cases, Record) == ROWS


def test_a_key_without_its_column_is_told_beside_it(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = str(browser.post(INBOX, **posted(many(3))).headers["Location"])
    path = path.removeprefix(f"/t/{cases.slug}")
    form = form_on(browser.get(path).get_data(as_text=True), "c0")

    answer = browser.post(path, data={**form, "key": "amount", "act": "start"})

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert page.count("Choose a column for Amount: rows are matched by it.") == 2


@pytest.mark.parametrize("how", ["page", "api"])
def test_a_paused_import_rests_and_goes_on_where_it_was(cases: Tenant, how: str) -> None:
    browser = cases.browser("member")
    path = begun(browser, many())
    acting = path if how == "api" else f"{INBOX}/{path.rsplit('/', 1)[1]}"
    work(cases)

    assert browser.post(f"{acting}/pause").status_code in {200, 303}

    run_outbox(cases)
    found = browser.get(path).get_json()
    assert counts(found) == ("paused", ROWS_AT_ONCE, 0, 0, 0)
    assert found["may_resume"] is True
    assert "Paused" in browser.get(f"{INBOX}/{found['id']}").get_data(as_text=True)
    assert browser.post(f"{acting}/resume").status_code in {202, 303}
    run_outbox(cases)
    assert counts(browser.get(path).get_json()) == ("done", ROWS, 0, 0, 0)
    assert count_of(cases, Record) == ROWS


def test_pausing_and_going_on_at_once_leaves_one_job(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = begun(browser, many())
    for act in ("pause", "resume", "pause", "resume"):
        assert browser.post(f"{path}/{act}").status_code in {200, 202}

    assert work(cases) == 1
    assert browser.get(path).get_json()["done"] == ROWS_AT_ONCE


def test_what_rests_for_a_day_is_stopped_and_emptied(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = cases.browser("member")
    path = begun(browser, many())
    work(cases)
    browser.post(f"{path}/pause")
    later = clock.now() + UNTOUCHED + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert work(cases, FORGET) > 0

    job = job_row(cases, path.rsplit("/", 1)[1])
    assert (job.state, job.content) == ("cancelled", None)


def test_what_is_over_cannot_be_paused_and_a_trial_can_be_stopped(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = begun(browser, many(), "dry_run=true")
    work(cases)

    assert browser.post(f"{path}/pause").status_code == 409
    assert counts(browser.post(f"{path}/cancel").get_json()) == ("uploaded", 0, 0, 0, 0)

    with cases.inside():
        assert db.session.scalars(select(ImportJob)).one().content is not None
    assert browser.post(f"{path}/cancel").get_json()["state"] == "cancelled"
    assert browser.post(f"{path}/pause").status_code == 409


def test_others_find_none_of_this(cases: Tenant, granby: Tenant) -> None:
    path = begun(cases.browser("member"), many(3), "dry_run=true")

    for act in ("start", "pause", "resume", "cancel"):
        assert cases.browser("owner").post(f"{path}/{act}").status_code == 404
        assert granby.browser("owner").post(f"{path}/{act}").status_code == 404
    assert how_it_went(cases.browser("member"), path)["state"] == "trying"
