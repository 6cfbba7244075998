"""Exports that tell of a record which is forgotten: nobody fetches them any more."""

import copy
from datetime import UTC, datetime
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import select

from stuga.models import ExportJob
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.db import db
from stuga.runtime.exchange.exporting import slices
from stuga.runtime.records import withdrawing
from stuga.runtime.retention import sweeping
from stuga.runtime.retention.commands import StartRun
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.exports import begun, state_of
from tests.factories.forgetting import CASE, case, form, send
from tests.factories.jobs import run_outbox
from tests.factories.records import entries_of
from tests.factories.storage import MemoryStorage

AFTER = datetime(2027, 3, 3, tzinfo=UTC)


@pytest.fixture
def cases(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    """Return a tenant with one case that is due by a rule, and one that is not."""
    assert memory.objects == {}
    publish(bjorkby)
    case(bjorkby)
    case(bjorkby, applicant="Mona", reference="A-2", email=None, closed_on="2027-01-01")
    send(bjorkby.browser("admin"), f"{CASE}/new", form())
    run_outbox(bjorkby)
    return bjorkby


def made(tenant: Tenant, query: str) -> str:
    at = begun(tenant.browser("member"), query)
    run_outbox(tenant)
    assert state_of(tenant.browser("member"), at)["state"] == "done"
    return at


def swept(tenant: Tenant) -> None:
    with tenant.inside():
        sweeping.start(system(), StartRun(now=AFTER))
    run_outbox(tenant)


def exports_in(memory: MemoryStorage) -> list[str]:
    return [name for name in map(str, memory.objects) if "exports/" in name]


def test_only_what_tells_of_the_forgotten_record_is_withdrawn(
    cases: Tenant, memory: MemoryStorage
) -> None:
    stens = made(cases, "?filter[reference]=A-1")
    both = made(cases, "?format=json")
    monas = made(cases, "?filter[reference]=A-2")
    assert len(exports_in(memory)) == 3

    swept(cases)

    browser = cases.browser("member")
    assert [state_of(browser, at)["state"] for at in (stens, both, monas)] == [
        "withdrawn",
        "withdrawn",
        "done",
    ]
    refused = browser.get(f"{stens}/file")
    assert refused.status_code == 409
    assert "erased since" in refused.get_data(as_text=True)
    assert b"Mona" in browser.get(f"{monas}/file").get_data()
    (kept,) = exports_in(memory)
    assert monas.rpartition("/")[2] in kept
    assert len(entries_of(cases, "export.update")) == 2


def test_the_page_says_why_and_where_to_begin_again(cases: Tenant) -> None:
    browser = cases.browser("member")
    begun_at = browser.post("/apps/cases/inbox/export", data={"format": "csv", "columns": "list"})
    run_outbox(cases)
    swept(cases)

    page = browser.get(begun_at.headers["Location"].removeprefix(f"/t/{cases.slug}")).text

    assert "The file was withdrawn" in page
    assert "Export once more" in page
    assert "Download the file" not in page


def test_a_name_that_stands_in_another_list_is_withdrawn_too(
    bjorkby: Tenant, memory: MemoryStorage
) -> None:
    app: JsonObject = copy.deepcopy(SMALL_CASES)
    models = app["models"]
    assert isinstance(models, dict)
    models["note"] = {
        "type": "object",
        "title": "Note",
        "properties": {
            "about": {
                "type": "string",
                "format": "uuid",
                "title": "About",
                "x-field": {"kind": "reference", "model": "case", "on_delete": "unlink"},
            }
        },
        "x-model": {"label": "{about}"},
    }
    handler = app["roles"]["handler"]["models"]  # type: ignore[index,call-overload]
    handler["note"] = dict.fromkeys(("create", "read", "export"), True)  # type: ignore[index,call-overload]
    publish(bjorkby, app)
    sten = case(bjorkby)
    answer = bjorkby.browser("member").post("/api/v1/apps/cases/records/note", json={"about": sten})
    assert answer.status_code == 201, answer.text
    send(bjorkby.browser("admin"), f"{CASE}/new", form())
    run_outbox(bjorkby)
    at = begun(bjorkby.browser("member"), path="/api/v1/apps/cases/exports/note")
    run_outbox(bjorkby)

    swept(bjorkby)

    assert state_of(bjorkby.browser("member"), at)["state"] == "withdrawn"
    assert exports_in(memory) == []


def test_a_deleted_record_takes_its_exports_when_its_days_in_the_trash_are_over(
    cases: Tenant,
) -> None:
    at = made(cases, "")
    send(cases.browser("admin"), f"{CASE}/new", form(action="record", most="2"))
    run_outbox(cases)

    swept(cases)

    assert state_of(cases.browser("member"), at)["state"] == "withdrawn"


def test_forgetting_waits_for_the_part_that_is_being_written(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(slices, "BATCHES", 1)
    at = begun(cases.browser("member"), "?sort=reference")
    job_id = UUID(at.rpartition("/")[2])

    def forget() -> None:
        swept(cases)

    other = Thread(target=forget)
    with cases.inside():
        job = db.session.scalars(
            select(ExportJob).where(ExportJob.id == job_id).with_for_update()
        ).one()
        assert slices.next_slice(job, cases.actor("member"), now=clock.now())
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join()

    run_outbox(cases)
    assert state_of(cases.browser("member"), at)["state"] == "withdrawn"
    assert withdrawing.REMOVE == "exchange.sweep"
