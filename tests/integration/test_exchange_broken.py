"""Files as they should not be, and imports that meet: told or taken, never half and never twice."""

import gc

import pytest
from celery import current_app
from sqlalchemy import func, select

from stuga.models import Record
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.exchange import batches
from stuga.runtime.exchange.kinds_of_job import IMPORT
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.imports import CASES, csv_of, how_it_went, imported, records_in
from tests.factories.jobs import run_outbox

HEADER = b"Reference,Applicant,Kind,Notes"
SIXTY = b"".join(b",more %d" % at for at in range(60))


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


def begun(browser: Browser, content: bytes, query: str = "") -> str:
    answer = browser.post(f"{CASES}?{query}", data=content, content_type="text/csv")
    assert answer.status_code == 202, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


def work(tenant: Tenant) -> int:
    """Do one batch of every import that is due, as workers would; return how many there were."""
    leased = [one for one in leased_of(tenant.app, tenant.id) if one.kind == IMPORT]
    for row in leased:
        current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))
    return len(leased)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\r\n", "file-empty"),
        (HEADER + b"\r\n", "file-no-rows"),
        (HEADER + b"\nA-1,St\0en,permit,x\n", "file-binary"),
        (HEADER + b"\nA-1,Sten,permit," + b"x" * 8_000_000, "file-too-large"),
        (b"\xff\xfe" + HEADER + b"\nAB", "file-broken-text"),
        (b",".join(b"c%d" % at for at in range(201)) + b"\n1\n", "file-columns"),
    ],
)
def test_what_cannot_be_read_is_told_at_once(cases: Tenant, content: bytes, code: str) -> None:
    answer = cases.browser("member").post(CASES, data=content, content_type="text/csv")

    assert answer.status_code in {413, 422}
    if answer.status_code == 422:
        assert [one["code"] for one in answer.get_json()["errors"]] == [code]


@pytest.mark.parametrize(
    "content",
    [
        HEADER + b'\r\nA-1,Sten,permit,"one\ntwo"\r\n',
        HEADER + b'\nA-1,Sten,permit,"one\ntwo"\n\n\n',
        HEADER + b'\r\n\nA-1,Sten,permit,"one\ntwo"',
        b"\xef\xbb\xbf" + HEADER + b'\nA-1,Sten,permit,"one\ntwo"\n',
        (HEADER + b'\nA-1,Sten,permit,"one\ntwo"\n').decode().encode("utf-16"),
        (HEADER + b'\nA-1,Sten,permit,"one\ntwo"\n').replace(b",", b";"),
        b"sep=|\n" + (HEADER + b'\nA-1,Sten,permit,"one\ntwo"\n').replace(b",", b"|"),
        HEADER + b",notes,Notes" + b'\nA-1,Sten,permit,"one\ntwo",other,third\n',
        HEADER + SIXTY + b'\nA-1,Sten,permit,"one\ntwo"' + SIXTY + b"\n",
    ],
)
def test_what_is_written_in_another_way_is_taken_all_the_same(
    cases: Tenant, content: bytes
) -> None:
    found = imported(cases, content)

    assert (found["created"], found["failed"]) == (1, 0)
    [one] = records_in(cases)
    assert (one["reference"], one["notes"]) == ("A-1", "one\ntwo")


def test_the_same_upload_twice_is_asked_about(cases: Tenant) -> None:
    content = csv_of(HEADER.decode(), "A-1,Sten,permit,")
    imported(cases, content)

    answer = cases.browser("member").post(CASES, data=content, content_type="text/csv")

    assert answer.status_code == 422
    assert [one["code"] for one in answer.get_json()["errors"]] == ["import-repeated"]


def test_two_imports_at_once_share_no_unique_value(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 5)
    lines = [f"A-{number},Person,permit," for number in range(23)]
    browser = cases.browser("member")
    one = begun(browser, csv_of(HEADER.decode(), *lines))
    other = begun(browser, csv_of(HEADER.decode(), *reversed(lines)), "key=reference")

    while work(cases):
        pass

    first, second = how_it_went(browser, one), how_it_went(browser, other)
    assert (first["state"], second["state"]) == ("done", "done")
    told = [sum(found[key] for key in ("created", "failed")) for found in (first, second)]
    assert told[0] == 23
    assert first["created"] + second["created"] == 23
    with cases.inside():
        assert db.session.scalar(select(func.count()).select_from(Record)) == 23


def test_pause_resume_and_cancel_leave_each_row_once(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 5)
    browser = cases.browser("member")
    at = begun(browser, csv_of(HEADER.decode(), *(f"A-{n},P,permit," for n in range(23))))
    work(cases)
    browser.post(f"{at}/pause")
    browser.post(f"{at}/resume")
    browser.post(f"{at}/pause")
    browser.post(f"{at}/resume")
    work(cases)
    run_outbox(cases)
    after = how_it_went(browser, at)
    browser.post(f"{at}/cancel")

    assert (after["state"], after["created"], after["failed"]) == ("done", 23, 0)
    assert browser.post(f"{at}/resume").status_code == 409
    assert how_it_went(browser, at)["state"] == "done"
    assert len({str(one["reference"]) for one in records_in(cases)}) == 23


def test_what_is_held_does_not_grow_from_batch_to_batch(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 50)
    kinds = ("permit", "permit", "nothing")
    lines = [f"A-{number},Person {number},{kinds[number % 3]}," for number in range(600)]
    begun(cases.browser("member"), csv_of(HEADER.decode(), *lines), "key=reference")
    held: list[int] = []

    while work(cases):
        gc.collect()
        held.append(len(gc.get_objects()))

    assert len(held) == 13
    assert held[-2] - held[3] < 100  # eight batches of fifty rows later
