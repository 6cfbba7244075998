"""Exports by programs: exactly the list, only what may go along, in every format."""

import copy
import io
import json
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, update

from stuga.models import ExportJob, Outbox
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.exchange.exporting import slices
from stuga.runtime.exchange.kinds_of_job import EXPORT, SWEEP
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.exports import EXPORTS, begun, exported, state_of, table
from tests.factories.imports import imported, records_in
from tests.factories.jobs import made_due, run_outbox, run_until_given_up
from tests.factories.records import Desk, entries_of, parts_of
from tests.factories.storage import MemoryStorage
from tests.factories.walk import NONE_SO


@pytest.fixture
def cases(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    publish(bjorkby)
    return bjorkby


def with_rights(tenant: Tenant, **rights: object) -> Tenant:
    """Publish the cases with a handler of other rights on them."""
    made: JsonObject = copy.deepcopy(SMALL_CASES)
    made["roles"]["handler"]["models"]["case"] = rights
    publish(tenant, made)
    return tenant


def test_a_list_becomes_a_csv_file_with_the_titles_of_its_fields(cases: Tenant) -> None:
    desk = Desk(cases)
    desk.case(reference="A-1", amount=1234.5, closed_on="2026-01-31", notes="två\nrader")
    desk.case(applicant="Åsa; Öberg", kind="complaint")

    content = exported(cases, "?sort=created_at")

    assert content.startswith(b"\xef\xbb\xbf")
    head, first, second = table(content)
    assert head[:4] == ["Applicant", "E-mail", "Reference", "Kind"]
    assert first == ["Sten Ek", "", "A-1", "Permit", "1234.5", "2026-01-31", "", "två\nrader"]
    assert second[:4] == ["Åsa; Öberg", "", "", "Complaint"]


def test_what_is_filtered_searched_and_sorted_away_stays_away(cases: Tenant) -> None:
    desk = Desk(cases)
    for reference, kind, name in (
        ("A-1", "permit", "Sten"),
        ("A-2", "complaint", "Sten"),
        ("A-3", "permit", "Sten"),
        ("A-4", "permit", "Mona"),
    ):
        desk.case(reference=reference, kind=kind, applicant=name)

    query = "?filter[kind]=permit&q=sten&sort=-reference&fields=reference,kind"

    assert table(exported(cases, query))[1:] == [["A-3", "Permit"], ["A-1", "Permit"]]


def test_records_that_may_be_read_and_not_exported_stay(
    bjorkby: Tenant, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    only_permits = {"where": {"field": "kind", "is": "permit"}}
    with_rights(bjorkby, create=True, read=True, export=only_permits)
    Desk(bjorkby).case(applicant="Sten")
    Desk(bjorkby).case(applicant="Mona", kind="complaint")

    rows = json.loads(exported(bjorkby, "?format=json"))

    assert [one["applicant"] for one in rows] == ["Sten"]
    with_reading = {"where": {"field": "kind", "is": "complaint"}}
    with_rights(bjorkby, create=True, read=with_reading, export=only_permits)
    assert json.loads(exported(bjorkby, "?format=json")) == []


def test_fields_that_are_closed_to_reading_or_export_stay(
    bjorkby: Tenant, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    with_rights(
        bjorkby,
        create=True,
        read={"fields": {"except": ["notes"]}},
        export={"fields": {"except": ["applicant"]}},
    )
    Desk(bjorkby).case(notes="secret", reference="A-1")

    (row,) = json.loads(exported(bjorkby, "?format=json"))

    assert row.keys() == {"id", "reference", "kind"}
    browser = bjorkby.browser("member")
    for closed in ("notes", "applicant", "nothing"):
        assert browser.post(f"{EXPORTS}?fields={closed}").status_code == 400
    assert browser.post(f"{EXPORTS}?filter[notes]=secret").status_code == 400
    assert browser.post(f"{EXPORTS}?fields=kind,applicant").status_code == 400


def test_who_may_only_look_takes_nothing_along(bjorkby: Tenant, memory: MemoryStorage) -> None:
    with_rights(bjorkby, create=True, read=True)

    answer = bjorkby.browser("member").post(EXPORTS)

    assert answer.status_code == 403
    assert bjorkby.browser("auditor").post(EXPORTS).status_code == 404
    assert memory.objects == {}


def test_a_right_taken_back_meanwhile_ends_the_export(cases: Tenant) -> None:
    Desk(cases).case()
    browser = cases.browser("member")
    at = begun(browser)
    with_rights(cases, read=True)

    run_outbox(cases)

    found = state_of(browser, at)
    assert (found["state"], found["reason"]) == ("failed", "export-not-permitted")
    assert browser.get(f"{at}/file").status_code == 403


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+46 call", "'+46 call"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("'=1", "''=1"),
        ("plain = not", "plain = not"),
    ],
)
def test_no_cell_is_taken_for_a_formula_and_reads_back(
    cases: Tenant, typed: str, cell: str
) -> None:
    Desk(cases).case(applicant=typed)

    content = exported(cases, "?fields=applicant,kind")

    assert table(content)[1] == [cell, "Permit"]
    imported(cases, content)
    assert [one["applicant"] for one in records_in(cases)] == [typed, typed]


def test_numbers_stay_numbers_and_dates_dates_in_a_workbook(cases: Tenant) -> None:
    Desk(cases).case(applicant="=1+1", amount=12.5, closed_on="2026-01-31")

    content = exported(cases, "?format=xlsx&fields=applicant,amount,closed_on")

    head, row = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert head == ["Applicant", "Amount", "Closed on"]
    assert row[:2] == ["=1+1", 12.5]
    assert f"{row[2]}" == "2026-01-31"


def test_programs_get_values_as_they_are_stored(cases: Tenant) -> None:
    made = Desk(cases).case(amount=12.5)

    by_line = exported(cases, "?format=ndjson")

    (row,) = [json.loads(line) for line in by_line.splitlines()]
    assert row == {"id": str(made.id), "applicant": "Sten Ek", "kind": "permit", "amount": 12.5}
    assert json.loads(exported(cases, "?format=json")) == [row]


def test_a_long_list_goes_in_slices_and_nothing_is_lost_or_doubled(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(slices, "BATCHES", 2)
    desk = Desk(cases)
    for number in range(20):
        amount = {"amount": number % 4} if number % 5 else {}
        desk.case(reference=f"A-{number:02}", **amount)

    for form in ("csv", "json", "ndjson", "xlsx"):
        content = exported(cases, f"?format={form}&sort=-amount&fields=reference")
        if form == "csv":
            found = [row[0] for row in table(content)[1:]]
        elif form == "xlsx":
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            found = [str(row[0]) for row in book.get_sheet_by_index(0).to_python()[1:]]
        elif form == "json":
            found = [one["reference"] for one in json.loads(content)]
        else:
            found = [json.loads(line)["reference"] for line in content.splitlines()]
        assert sorted(found) == [f"A-{number:02}" for number in range(20)], form


def test_an_empty_list_is_a_file_too(cases: Tenant) -> None:
    assert table(exported(cases, "?fields=kind")) == [["Kind"]]
    assert json.loads(exported(cases, "?format=json")) == []
    assert exported(cases, "?format=ndjson") == b""


def test_references_go_out_by_what_finds_them_again(cases: Tenant) -> None:
    case = Desk(cases).case(reference="A-1")
    other = Desk(cases).case()
    paper = Desk(cases, model="paper")
    paper.create(title="one", case=str(case.id), mentions=str(other.id))
    papers = "/api/v1/apps/cases/exports/paper"

    content = exported(cases, "?fields=title,case,mentions", path=papers)

    assert table(content)[1] == ["one", "A-1", str(other.id)]
    imported(cases, content, path="/api/v1/apps/cases/imports/paper")
    first, second = records_in(cases, "paper")
    assert first == second


def test_only_who_asked_sees_it_and_fetches_it(cases: Tenant, granby: Tenant) -> None:
    at = begun(cases.browser("member"))
    run_outbox(cases)

    for path in (at, f"{at}/file"):
        assert cases.browser("owner").get(path).status_code == 404
        assert granby.browser("owner").get(path).status_code == 404
        assert cases.browser("member").get(path.replace("cases", "other", 1)).status_code == 404
    assert cases.browser("owner").post(f"{at}/cancel").status_code == 404
    assert granby.browser("owner").post(f"{at}/cancel").status_code == 404
    assert granby.browser("owner").post(EXPORTS).status_code == 404
    assert cases.browser("member").get(f"/api/v1/apps/cases/exports/{NONE_SO}").status_code == 404


def test_a_stopped_export_leaves_no_file(
    cases: Tenant, memory: MemoryStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(slices, "BATCHES", 1)
    for _number in range(3):
        Desk(cases).case()
    browser = cases.browser("member")
    at = begun(browser)

    assert browser.post(f"{at}/cancel").get_json()["state"] == "cancelled"

    run_outbox(cases)
    assert state_of(browser, at)["state"] == "cancelled"
    assert memory.objects == {}
    assert browser.get(f"{at}/file").status_code == 409


def test_a_file_is_swept_after_a_day(cases: Tenant, memory: MemoryStorage) -> None:
    Desk(cases).case()
    browser = cases.browser("member")
    at = begun(browser)
    run_outbox(cases)
    assert [name for _, _, name in memory.objects] == [f"exports/{at.rsplit('/', 1)[1]}"]

    with cases.inside():
        past = clock.now() - timedelta(days=1, seconds=1)
        db.session.execute(update(ExportJob).values(created_at=past))
    assert browser.get(f"{at}/file").status_code == 404
    made_due(cases, SWEEP)
    run_outbox(cases)

    assert memory.objects == {}
    assert browser.get(at).status_code == 404
    with cases.inside():
        assert db.session.scalar(select(func.count()).select_from(Outbox)) == 0


def test_an_export_whose_storage_is_away_tells_so_at_last(
    cases: Tenant, memory: MemoryStorage
) -> None:
    browser = cases.browser("member")
    at = begun(browser)
    memory.is_down = True

    run_until_given_up(cases, EXPORT)

    found = state_of(browser, at)
    assert (found["state"], found["reason"]) == ("failed", "export-given-up")


def test_the_trail_tells_what_was_asked_what_went_and_who_fetched_it(cases: Tenant) -> None:
    made = Desk(cases).case()

    exported(cases, "?filter[kind]=permit&fields=kind")

    asked, went, fetched = entries_of(cases, "record.export")
    assert json.loads(asked.body)["target"]["count"] == 1
    assert parts_of(cases, asked.id)["query"]["filter"] == {"field": "kind", "is": "permit"}
    assert json.loads(went.body)["target"]["ids"] == [str(made.id)]
    assert json.loads(fetched.body)["target"]["kind"] == "export"


@pytest.mark.parametrize(
    "query",
    [
        "?format=docx",
        "?sort=notes",
        "?filter[kind][near]=permit",
        "?filter[nothing]=1",
        "?limit=5",
        "?sort=kind&sort=amount",
        "?fields=id,nothing",
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_begins(cases: Tenant, query: str) -> None:
    answer = cases.browser("member").post(EXPORTS + query)

    assert answer.status_code == 400
    with cases.inside():
        assert db.session.scalar(select(func.count()).select_from(ExportJob)) == 0
