"""Imports that find the records they change by a key: one, none, several, and none to be seen."""

import copy
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, func, select

from stuga.models import ImportKey, Record, RecordChange
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.runtime.exchange.batches import ROWS_AT_ONCE
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.imports import CASES, csv_of, how_it_went, imported, posted, records_in
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, entries_of

BY_REFERENCE = f"{CASES}?key=reference"


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


def counts(found: JsonObject) -> tuple[object, ...]:
    return tuple(found[one] for one in ("created", "updated", "unchanged", "failed"))


def why(found: JsonObject) -> dict[object, object]:
    failures = found["failures"]
    assert isinstance(failures, list)
    return {one["row"]: one["errors"] for one in failures if isinstance(one, dict)}


def test_a_row_changes_the_record_of_its_key_and_only_its_columns(cases: Tenant) -> None:
    desk = Desk(cases)
    one = desk.case(reference="A-1", amount=10, notes="kept")
    same = desk.case(reference="A-2", applicant="Mona Lund")
    content = csv_of(
        "Reference,Applicant,Kind,Amount",
        "A-1,Sten Ek,complaint,",
        "A-2,Mona Lund,permit,",
        "A-3,Kim Berg,permit,5",
    )

    found = imported(cases, content, path=BY_REFERENCE)

    assert counts(found) == (1, 1, 1, 0)
    assert desk.get(one.id).data == {
        "applicant": "Sten Ek",
        "kind": "complaint",
        "reference": "A-1",
        "notes": "kept",
    }
    assert (desk.get(one.id).revision, desk.get(same.id).revision) == (2, 1)
    assert len(records_in(cases)) == 3


def test_a_change_is_in_the_history_and_what_stays_as_it_was_is_nowhere(cases: Tenant) -> None:
    desk = Desk(cases)
    one = desk.case(reference="A-1")
    desk.case(reference="A-2")
    lines = ("Reference,Applicant", "A-1,Mona Lund", "A-2,Sten Ek")

    imported(cases, csv_of(*lines), path=BY_REFERENCE)

    with cases.inside():
        [change] = db.session.scalars(select(RecordChange))
    assert change.record_id == one.id
    assert change.diff == {"applicant": ["Sten Ek", "Mona Lund"]}
    [entry] = entries_of(cases, "record.import")
    assert str(one.id) in entry.body.decode()
    assert b'"count":1' in entry.body.replace(b" ", b"")


def test_the_same_file_again_writes_nothing(cases: Tenant) -> None:
    lines = [f"R-{number},Person {number},permit" for number in range(ROWS_AT_ONCE + 20)]
    content = csv_of("Reference,Applicant,Kind", *lines)

    first = imported(cases, content, path=BY_REFERENCE)
    second = imported(cases, content, path=BY_REFERENCE)

    assert counts(first) == (ROWS_AT_ONCE + 20, 0, 0, 0)
    assert counts(second) == (0, 0, ROWS_AT_ONCE + 20, 0)
    with cases.inside():
        assert db.session.scalar(select(func.max(Record.revision))) == 1
        assert db.session.scalar(select(func.count()).select_from(RecordChange)) == 0


def test_a_key_that_stands_twice_is_refused_naming_the_first_row(cases: Tenant) -> None:
    apart = [f"R-{number},Person,permit" for number in range(ROWS_AT_ONCE)]
    lines = ["Reference,Applicant,Kind", "A-1,Sten,permit", "A-1,Mona,permit", *apart]

    found = imported(cases, csv_of(*lines, "R-0,Eva,permit"), path=BY_REFERENCE)

    last = ROWS_AT_ONCE + 4
    assert why(found) == {3: {"": "Row 2 has the same key."}, last: {"": "Row 4 has the same key."}}
    with cases.inside():
        assert db.session.scalar(select(func.count()).select_from(ImportKey)) == 0


def test_a_key_that_finds_several_is_refused(cases: Tenant) -> None:
    desk = Desk(cases)
    desk.case(kind="complaint")
    desk.case(kind="complaint", applicant="Mona")

    found = imported(cases, csv_of("Kind,Notes", "complaint,hello"), path=f"{CASES}?key=kind")

    assert why(found) == {2: {"": "2 records have this key."}}


def test_an_empty_key_is_refused_and_a_broken_one_told(cases: Tenant) -> None:
    lines = ("Closed on,Applicant,Kind", ",Sten,permit", "soon,Mona,permit")

    found = imported(cases, csv_of(*lines), path=f"{CASES}?key=closed_on")

    assert why(found) == {
        2: {"closed_on": "Fill in Closed on: rows are matched by it."},
        3: {"closed_on": "Closed on must be a date, such as 2026-01-31."},
    }


def test_records_are_found_by_their_id(cases: Tenant) -> None:
    desk = Desk(cases)
    one = desk.case(reference="A-1")
    other = UUID(int=one.id.int ^ 1)
    lines = ("ID,Applicant,Kind", f"{one.id},Mona,permit", f"{other},Eva,permit", ",Kim,permit")

    found = imported(cases, csv_of(*lines), path=f"{CASES}?key=id")

    assert counts(found) == (1, 1, 0, 1)
    assert why(found) == {3: {"": f"No record here has the key “{other}”."}}
    assert desk.get(one.id).data["applicant"] == "Mona"


def test_two_fields_together_find_one(cases: Tenant) -> None:
    desk = Desk(cases)
    one = desk.case(kind="permit", closed_on="2026-01-31")
    desk.case(kind="complaint", closed_on="2026-01-31")
    content = csv_of("Kind,Closed on,Applicant", "permit,2026-01-31,Mona", "permit,2026-02-01,Kim")

    found = imported(cases, content, path=f"{CASES}?key=kind,closed_on")

    assert counts(found) == (1, 1, 0, 0)
    assert desk.get(one.id).data["applicant"] == "Mona"


def test_fields_that_are_unique_together_find_one_without_an_index(bjorkby: Tenant) -> None:
    app = copy.deepcopy(SMALL_CASES)
    app["models"]["paper"]["x-model"]["unique"] = [["title", "case"]]
    publish(bjorkby, app)
    case = Desk(bjorkby).case(reference="A-1")
    desk = Desk(bjorkby, model="paper")
    paper = desk.create(title="Plan", case=str(case.id))
    content = csv_of("Title,Case,Mentions", "Plan,A-1,A-1", "Map,A-1,")
    path = "/api/v1/apps/cases/imports/paper"

    found = imported(bjorkby, content, path=f"{path}?key=title,case")

    assert counts(found) == (1, 1, 0, 0)
    assert desk.get(paper.id).data["mentions"] == str(case.id)
    refused = bjorkby.browser("member").post(
        f"{path}?key=title&again=true", data=content, content_type="text/csv"
    )
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("key", "code"),
    [("notes", "key-unknown"), ("nope", "key-unknown"), ("closed_on", "key-unmapped")],
)
def test_a_key_that_finds_no_records_is_told(cases: Tenant, key: str, code: str) -> None:
    content = csv_of("Applicant,Kind,Notes", "Sten,permit,x")

    answer = cases.browser("member").post(CASES, **posted(content, key=key))

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.get_json()["errors"]] == [
        ("/key", code)
    ]


def test_what_the_person_may_not_see_is_as_if_it_were_not_there(bjorkby: Tenant) -> None:
    publish(bjorkby, roles={"owner": "handler", "member": "clerk"})
    hidden = Desk(bjorkby, "owner").case(kind="complaint", reference="A-1", amount=7)
    lines = ("Reference,Applicant,Kind", "A-1,Mona,permit", "A-2,Kim,permit")
    by_amount = ("Amount,Applicant,Kind", "7,Mona,permit")

    found = imported(bjorkby, csv_of(*lines), path=BY_REFERENCE)
    plain = imported(bjorkby, csv_of(*lines[:2]))
    other = imported(bjorkby, csv_of(*by_amount), path=f"{CASES}?key=amount")

    taken = {"reference": "Reference is already used by another record."}
    assert (counts(found), why(found)) == ((1, 0, 0, 1), {2: taken})
    assert why(plain) == {2: taken}
    assert counts(other) == (1, 0, 0, 0)
    assert Desk(bjorkby, "owner").get(hidden.id).revision == 1


def test_a_record_that_may_be_read_and_not_changed_is_refused(bjorkby: Tenant) -> None:
    publish(bjorkby, roles={"owner": "handler", "member": "clerk"})
    desk = Desk(bjorkby, "owner")
    desk.case(reference="A-1", closed_on="2026-01-31")
    desk.case(reference="A-2")
    lines = ("Reference,Applicant,E-mail", "A-1,Mona,", "A-2,Mona,mona@example.se")

    found = imported(bjorkby, csv_of(*lines), path=BY_REFERENCE)

    assert why(found) == {
        2: {"": "You may not change this record."},
        3: {"email": "You may not change E-mail."},
    }


def test_the_records_of_a_batch_are_found_in_one_query(cases: Tenant) -> None:
    lines = [f"R-{number},Person {number},permit" for number in range(ROWS_AT_ONCE)]
    content = csv_of("Reference,Applicant,Kind", *lines)
    imported(cases, content, path=BY_REFERENCE)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    answer = cases.browser("member").post(BY_REFERENCE, data=content, content_type="text/csv")
    event.listen(Engine, "before_cursor_execute", note)
    try:
        run_outbox(cases)
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert counts(how_it_went(cases.browser("member"), answer.headers["Location"]))[2] == (
        ROWS_AT_ONCE
    )
    assert len([one for one in asked if "record_unique" in one]) == 1
    assert len([one for one in asked if one.startswith("INSERT INTO record")]) == 0
