"""Imports by programs: what is taken, where columns go, who may, what is refused."""

import copy
import io
import json
from datetime import timedelta

import pytest

from stuga.models import ServiceToken
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity.tokens import service as tokens
from stuga.platform.identity.tokens.commands import CreateToken
from tests.factories.apps import SMALL_CASES, publish
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
from tests.factories.records import Desk, entries_of
from tests.factories.walk_files import multipart

ONE = csv_of("Applicant,Kind", "Sten,permit")
PAPERS = "/api/v1/apps/cases/imports/paper"


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


def test_a_file_comes_as_the_body_or_in_a_form(cases: Tenant) -> None:
    browser = cases.browser("member")

    as_body = browser.post(CASES, data=ONE, content_type="text/csv")
    in_form = browser.post(CASES, **posted(csv_of("Applicant,Kind", "Mona,permit"), "b.csv"))

    assert (as_body.status_code, in_form.status_code) == (202, 202)
    assert in_form.get_json()["file_name"] == "b.csv"
    assert as_body.get_json()["state"] == "running"
    run_outbox(cases)
    assert {str(one["applicant"]) for one in records_in(cases)} == {"Sten", "Mona"}
    assert how_it_went(browser, in_form.headers["Location"])["state"] == "done"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_come_through_whatever_the_encoding(cases: Tenant, encoding: str) -> None:
    content = csv_of("Applicant;Kind;Amount", "Åsa Öberg;Permit;1 234,50", encoding=encoding)

    imported(cases, content)

    assert records_in(cases) == [{"applicant": "Åsa Öberg", "kind": "permit", "amount": 1234.5}]


def test_columns_go_where_they_are_told(cases: Tenant) -> None:
    content = csv_of("Who,What,Kind,Notes", "Sten,permit,complaint,secret")
    columns = {"Who": "applicant", "What": {"field": "kind"}, "Notes": None}
    answer = cases.browser("member").post(CASES, **posted(content, columns=json.dumps(columns)))

    assert answer.status_code == 202
    run_outbox(cases)
    assert records_in(cases) == [{"applicant": "Sten", "kind": "permit"}]


def test_references_are_found_by_what_the_cells_name(cases: Tenant) -> None:
    desk = Desk(cases)
    first = desk.case(reference="A-1", applicant="Sten Ek")
    desk.case(reference="A-2", applicant="Mona Lund")
    content = csv_of(
        "Title,Case,Decides,Mentions",
        f"by code,A-1,A-1 Sten Ek,{first.id}",
        "none,A-3,,",
        ",A-1,,",
    )
    columns = {
        "Case": {"field": "case", "by": "reference"},
        "Decides": {"field": "decides", "by": "$label"},
    }
    browser = cases.browser("member")
    answer = browser.post(
        PAPERS, **posted(content, columns=json.dumps(columns | {"Mentions": "mentions"}))
    )
    assert answer.status_code == 202, answer.get_json()
    run_outbox(cases)

    assert records_in(cases, "paper") == [
        {
            "title": "by code",
            "case": str(first.id),
            "decides": str(first.id),
            "mentions": str(first.id),
        }
    ]
    found = how_it_went(browser, answer.headers["Location"])
    assert [one["errors"] for one in found["failures"]] == [
        {"case": "Case: none is called “A-3”."},
        {"title": "Fill in Title."},
    ]


def test_a_column_of_codes_finds_its_reference_by_its_name(cases: Tenant) -> None:
    case = Desk(cases).case(reference="A-1")

    for number, name in enumerate(("Case", "case_id", "CaseNo", "Reference")):
        imported(cases, csv_of(f"Title,{name}", f"{number},A-1"), path=PAPERS)

    assert [one["case"] for one in records_in(cases, "paper")] == [str(case.id)] * 4


def test_a_reference_that_fits_several_is_refused(cases: Tenant) -> None:
    desk = Desk(cases)
    desk.case(applicant="Sten Ek")
    desk.case(applicant="Sten Ek")
    columns = json.dumps({"Case": {"field": "case", "by": "applicant"}})
    browser = cases.browser("member")

    answer = browser.post(PAPERS, **posted(csv_of("Title,Case", "x,Sten Ek"), columns=columns))
    run_outbox(cases)

    [failure] = how_it_went(browser, answer.headers["Location"])["failures"]
    assert failure["errors"] == {"case": "Case: more than one is called “Sten Ek”."}


def test_records_that_one_may_not_read_cannot_be_referred_to(bjorkby: Tenant) -> None:
    app = copy.deepcopy(SMALL_CASES)
    app["roles"]["clerk"]["models"]["paper"] = {"create": True, "read": True}
    publish(bjorkby, app, roles={"owner": "handler", "member": "clerk"})
    desk = Desk(bjorkby, "owner")
    seen = desk.case(reference="P", kind="permit")
    desk.case(reference="C", kind="complaint")

    found = imported(bjorkby, csv_of("Title,Case", "one,P", "two,C"), path=PAPERS)

    assert [one["case"] for one in records_in(bjorkby, "paper")] == [str(seen.id)]
    assert [one["row"] for one in found["failures"]] == [3]


def test_people_are_found_by_address_or_name(cases: Tenant) -> None:
    content = csv_of(
        "Applicant,Kind,Handler",
        f"a,permit,MEMBER@{cases.slug}.example",
        "b,permit,Vera Ström",
        "c,permit,Nobody",
    )

    found = imported(cases, content)

    handlers = [one["handler"] for one in records_in(cases)]
    assert handlers == [str(cases.people["member"]), str(cases.people["builder"])]
    assert [one["errors"] for one in found["failures"]] == [
        {"handler": "No person here is called “Nobody”."}
    ]


def test_the_same_file_twice_in_a_day_must_be_meant(cases: Tenant) -> None:
    imported(cases, ONE)
    browser = cases.browser("member")

    refused = browser.post(CASES, data=ONE, content_type="text/csv")
    meant = browser.post(f"{CASES}?again=true", data=ONE, content_type="text/csv")

    assert refused.status_code == 422
    assert [one["code"] for one in refused.get_json()["errors"]] == ["import-repeated"]
    assert meant.status_code == 202


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"Applicant,Kind\r\n", "file-no-rows"),
        (b"PK\x03\x04xxxx", "file-broken-table"),
        (b"%PDF-1.4", "file-binary"),
        (b"A,B\n\0,1\n", "file-binary"),
        (b"Other,More\n1,2\n", "columns-none"),
        (b"Applicant,More\nSten,2\n", "columns-required"),
        (b"a\n" * 100_002, "file-rows"),
    ],
    ids=["empty", "header", "workbook", "pdf", "nul", "strange", "required", "rows"],
)
def test_a_file_that_cannot_be_taken_is_refused_whole(
    cases: Tenant, content: bytes, code: str
) -> None:
    answer = cases.browser("member").post(CASES, data=content, content_type="text/csv")

    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert [one["code"] for one in answer.get_json()["errors"]] == [code]
    assert entries_of(cases, "import.%") == []


def test_more_than_eight_megabytes_are_refused(cases: Tenant) -> None:
    content = b"a,b\n" + b"1,2\n" * 2_000_001

    answer = cases.browser("member").post(CASES, data=content, content_type="text/csv")

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"columns": "{"}, "not JSON"),
        ({"columns": "[]"}, "object"),
        ({"columns": '{"Kind": 1}'}, "field's key"),
        ({"columns": '{"Kind": {"key": "kind"}}'}, "columns"),
        ({"again": "perhaps"}, "again"),
    ],
)
def test_a_form_that_cannot_be_understood_is_a_bad_request(
    cases: Tenant, form: dict[str, str], words: str
) -> None:
    answer = cases.browser("member").post(CASES, **posted(ONE, **form))

    assert answer.status_code == 400
    assert words in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("columns", "at"),
    [
        ({"Nope": "kind"}, "/columns"),
        ({"Kind": "nope"}, "/columns/1"),
        ({"Kind": {"field": "kind", "by": "applicant"}}, "/columns/1"),
        ({"Applicant": "kind", "Kind": "kind"}, "/columns/1"),
    ],
)
def test_columns_that_lead_nowhere_are_named(cases: Tenant, columns: JsonObject, at: str) -> None:
    answer = cases.browser("member").post(CASES, **posted(ONE, columns=json.dumps(columns)))

    assert answer.status_code == 422
    assert at in {one["pointer"] for one in answer.get_json()["errors"]}


def test_other_bodies_and_missing_files_are_told(cases: Tenant) -> None:
    browser = cases.browser("member")

    assert browser.post(CASES, json={"a": 1}).status_code == 422
    form = {"data": {"file": "text"}, "content_type": "multipart/form-data"}
    assert browser.post(CASES, **form).status_code == 422
    assert browser.post(f"{CASES}?colums=x", data=ONE, content_type="text/csv").status_code == 400


@pytest.mark.parametrize("kind", ["image/png", "application/xml", "application/octet-stream", ""])
def test_a_form_that_no_import_reads_is_told_as_such(cases: Tenant, kind: str) -> None:
    answer = cases.browser("member").post(CASES, data=ONE, content_type=kind)

    assert answer.status_code == 415
    assert answer.get_json()["code"] == "media-type-unknown"
    assert "Send CSV, XLSX, ODS or JSON" in answer.get_json()["detail"]


def test_a_form_that_breaks_off_is_told_and_nothing_of_it_is_taken(cases: Tenant) -> None:
    body, kind = multipart("cases.csv", ONE)

    answer = cases.browser("member").post(CASES, data=body[:-20], content_type=kind)

    assert answer.status_code == 400
    assert "The form cannot be read" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "path", [CASES, "/api/v1/apps/cases/imports/nope", "/api/v1/apps/x/imports/y"]
)
def test_whoever_has_no_role_finds_nothing(cases: Tenant, granby: Tenant, path: str) -> None:
    for browser in (cases.browser("builder"), granby.browser("owner")):
        answer = browser.post(path, data=ONE, content_type="text/csv")
        assert answer.status_code == 404


def test_whoever_may_only_read_is_refused(bjorkby: Tenant) -> None:
    publish(bjorkby, roles={"member": "reader"})

    answer = bjorkby.browser("member").post(CASES, data=ONE, content_type="text/csv")

    assert answer.status_code == 403
    assert [one.action for one in entries_of(bjorkby, "import.%")] == []


def test_an_import_is_for_whoever_began_it(cases: Tenant, granby: Tenant) -> None:
    answer = cases.browser("member").post(CASES, data=ONE, content_type="text/csv")
    path = answer.headers["Location"].removeprefix(f"/t/{cases.slug}")

    assert cases.browser("member").get(path).status_code == 200
    assert cases.browser("owner").get(path).status_code == 404
    assert granby.browser("owner").get(path).status_code == 404
    assert cases.browser("member").get(path.replace("/cases/", "/other/")).status_code == 404


def token_of(tenant: Tenant, scope: str) -> str:
    """Make a service token that handles cases; return it as it is sent."""
    with tenant.inside():
        owner = tenant.actor("owner")
        return tokens.create_token(
            owner,
            CreateToken(
                title="Sync",
                scopes=frozenset({scope}),
                app_roles={"cases": frozenset({"handler"})},
                ends_at=clock.now() + timedelta(days=7),
                now=clock.now(),
            ),
        ).text


def test_a_service_imports_with_its_own_rights_of_now(cases: Tenant) -> None:
    secret = token_of(cases, "records:write:cases")
    stranger = cases.browser("")
    headers = {"Authorization": f"Bearer {secret}"}

    answer = stranger.client.post(
        f"/t/{cases.slug}{CASES}",
        data=io.BytesIO(csv_of("Applicant,Kind,Closed on", "Sten,permit,2026-01-31")),
        content_type="text/csv",
        headers=headers,
        base_url="https://localhost",
    )
    assert answer.status_code == 202, answer.get_data(as_text=True)
    run_outbox(cases)

    job = job_row(cases, answer.get_json()["id"])
    assert (job.state, job.created_count) == ("done", 1)
    second = stranger.client.post(
        f"/t/{cases.slug}{CASES}?again=true",
        data=ONE,
        content_type="text/csv",
        headers=headers,
        base_url="https://localhost",
    )
    with cases.inside():
        token = db.session.scalars(db.select(ServiceToken)).one()
        token.revoked_at = clock.now()
    run_outbox(cases)
    job = job_row(cases, second.get_json()["id"])
    assert (job.state, job.created_count, job.settings["reason"]) == ("failed", 0, "not-permitted")
