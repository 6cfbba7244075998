"""`fields` and `expand`: less of a record, and the records its references lead to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from stuga.models.json import JsonObject
from stuga.platform.db import db
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import entries_of

CASES = "/api/v1/apps/cases/records/case"
PAPERS = "/api/v1/apps/cases/records/paper"
ORDERS_AT = "/api/v1/apps/orders/records/order"


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("member")


def put(browser: Browser, path: str, **data: object) -> str:
    response = browser.post(path, json=data)
    assert response.status_code == 201, response.text
    found: str = response.get_json()["id"]
    return found


def case(browser: Browser, **more: object) -> str:
    return put(browser, CASES, **{"applicant": "Sten Ek", "kind": "permit", "amount": 5, **more})


def shown(browser: Browser, path: str) -> dict[str, Any]:
    response = browser.get(path)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Note what reaches PostgreSQL of records."""
    found: list[str] = []

    def note(_c: object, _k: object, statement: str, *_more: object) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_only_the_named_fields_come_with_what_names_the_record(nils: Browser) -> None:
    one = case(nils)
    found = shown(nils, f"{CASES}/{one}?fields=amount,created_by")
    assert found == {
        "id": one,
        "revision": 1,
        "version": 1,
        "created_by": str(nils.tenant.people["member"]),
        "data": {"amount": 5},
    }
    page = shown(nils, f"{CASES}?fields=applicant")
    assert [set(each) for each in page["items"]] == [{"id", "revision", "version", "data"}]
    assert [each["data"] for each in page["items"]] == [{"applicant": "Sten Ek"}]


@pytest.mark.parametrize("query", ["fields=colour", "fields=amount,colour", "expand=colour"])
def test_a_field_that_is_not_there_is_named(nils: Browser, query: str) -> None:
    one = case(nils)
    for path in (CASES, f"{CASES}/{one}"):
        response = nils.get(f"{path}?{query}")
        assert response.status_code == 400
        assert response.get_json()["code"] == "unknown-field"
        assert "'colour'" in response.get_json()["detail"]


@pytest.mark.parametrize("query", ["fields=", "fields=amount,", "expand=", "fields=%00"])
def test_a_list_of_names_with_a_gap_is_refused(nils: Browser, query: str) -> None:
    one = case(nils)
    for path in (CASES, f"{CASES}/{one}"):
        assert nils.get(f"{path}?{query}").status_code == 400


def test_an_argument_that_one_record_does_not_take_is_refused(nils: Browser) -> None:
    response = nils.get(f"{CASES}/{case(nils)}?limit=5")
    assert response.status_code == 400
    assert "limit" in response.get_json()["detail"]


@pytest.mark.parametrize("name", ["applicant", "created_by", "handler"])
def test_what_is_no_reference_does_not_expand(nils: Browser, name: str) -> None:
    response = nils.get(f"{CASES}?expand={name}")
    assert response.status_code == 400
    assert "is no reference" in response.get_json()["detail"]


def test_a_closed_field_is_as_if_it_were_not_there(bjorkby: Tenant, nils: Browser) -> None:
    one = case(nils)
    bjorkby.give("builder", "cases", "reader")
    vera = bjorkby.browser("builder")
    for path in (CASES, f"{CASES}/{one}"):
        closed, unknown = (vera.get(f"{path}?fields={name}") for name in ("applicant", "nothing"))
        assert closed.status_code == unknown.status_code == 400
        assert (
            closed.get_json()["detail"].replace("applicant", "nothing")
            == (unknown.get_json()["detail"])
        )
    assert shown(vera, f"{CASES}/{one}?fields=kind")["data"] == {"kind": "permit"}


def test_a_field_open_in_some_records_is_left_out_of_the_others(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    mine_is_open, other = case(nils, kind="permit"), case(nils, kind="complaint")
    for role in ("clerk", "reader"):
        bjorkby.give("builder", "cases", role)
    page = shown(bjorkby.browser("builder"), f"{CASES}?fields=applicant")
    found = {each["id"]: each["data"] for each in page["items"]}
    assert found == {mine_is_open: {"applicant": "Sten Ek"}, other: {}}


def test_references_expand_to_each_record_once(nils: Browser) -> None:
    one, two = case(nils), case(nils, applicant="Bo")
    papers = [put(nils, PAPERS, title=str(n), case=one) for n in range(3)]
    put(nils, PAPERS, title="other", case=two, mentions=one)
    found = shown(nils, f"{PAPERS}/{papers[0]}?expand=case")
    assert found["data"]["case"] == one
    assert found["expanded"] == {"case": {one: shown(nils, f"{CASES}/{one}")}}
    page = shown(nils, f"{PAPERS}?expand=case,mentions&fields=title")
    assert set(page["expanded"]["case"]) == {one, two}
    assert all(set(each["data"]) == {"title"} for each in page["items"])
    assert "expanded" not in shown(nils, PAPERS)
    empty = shown(nils, f"{PAPERS}?filter[title]=none&expand=case")
    assert empty["expanded"] == {"case": {}}


def test_what_is_in_the_trash_or_closed_does_not_come_along(bjorkby: Tenant) -> None:
    publish(bjorkby, with_papers_for_clerks())
    nils = bjorkby.browser("member")
    permit, complaint = case(nils), case(nils, kind="complaint")
    papers = [put(nils, PAPERS, title="x", quotes=one) for one in (permit, complaint)]
    bjorkby.give("builder", "cases", "clerk")
    vera = bjorkby.browser("builder")
    page = shown(vera, f"{PAPERS}?expand=quotes")
    assert {each["id"] for each in page["items"]} == set(papers)
    assert set(page["expanded"]["case"]) == {permit}
    bjorkby.give("auditor", "cases", "filer")
    page = shown(bjorkby.browser("auditor"), f"{PAPERS}?expand=quotes")
    assert len(page["items"]) == 2
    assert page["expanded"] == {"case": {}}


def with_papers_for_clerks() -> JsonObject:
    roles: Any = SMALL_CASES["roles"]
    clerk = {**roles["clerk"]["models"], "paper": {"read": True}}
    filer = {"title": "Filer", "models": {"paper": {"read": True}}}
    more = {"clerk": {**roles["clerk"], "models": clerk}, "filer": filer}
    return {**SMALL_CASES, "roles": {**roles, **more}}


def test_several_references_and_those_in_rows_expand(bjorkby: Tenant) -> None:
    publish(bjorkby, ORDERS, roles=SELLERS)
    nils = bjorkby.browser("member")
    at = "/api/v1/apps/orders/records"
    bolt, nut = (put(nils, f"{at}/product", name=name) for name in ("Bolt", "Nut"))
    red = put(nils, f"{at}/tag", name="Red")
    lines = [{"what": "a", "product": bolt}, {"what": "b"}, {"what": "c", "product": nut}]
    put(nils, ORDERS_AT, title="One", tags=[red], lines=lines)
    page = shown(nils, f"{ORDERS_AT}?expand=tags,lines.product,needs")
    assert set(page["expanded"]["product"]) == {bolt, nut}
    assert page["expanded"]["tag"][red]["data"] == {"name": "Red"}
    for wrong in ("lines", "lines.what", "lines.colour", "title.x"):
        assert nils.get(f"{ORDERS_AT}?expand={wrong}").status_code == 400


def test_a_page_takes_one_more_statement_however_many_references(nils: Browser) -> None:
    counts = []
    for more in (1, 9):
        for number in range(more):
            put(nils, PAPERS, title=str(number), case=case(nils), quotes=case(nils))
        shown(nils, f"{PAPERS}?expand=case,quotes")
        with statements(nils.tenant.app) as found:
            shown(nils, f"{PAPERS}?expand=case,quotes")
        counts.append(sum("record" in one and "SELECT" in one for one in found))
    assert counts[0] == counts[1]


def test_the_entry_names_what_came_along(nils: Browser) -> None:
    one = case(nils)
    paper = put(nils, PAPERS, title="x", case=one)
    shown(nils, f"{PAPERS}/{paper}?expand=case")
    shown(nils, f"{PAPERS}?expand=case")
    read, listed = entries_of(nils.tenant, "record.read"), entries_of(nils.tenant, "record.list")
    assert len(read) == len(listed) == 1
    assert read[0].target_id == UUID(paper)
    assert json.loads(read[0].body)["target"]["ids"] == [one]
    assert json.loads(listed[0].body)["target"]["ids"] == [paper, one]


def test_another_tenant_finds_nothing_to_expand(nils: Browser, granby: Tenant) -> None:
    one = case(nils)
    paper = put(nils, PAPERS, title="x", case=one)
    publish(granby)
    rut = granby.browser("owner")
    assert rut.get(f"{PAPERS}/{paper}?expand=case").status_code == 404
    assert shown(rut, f"{PAPERS}?expand=case") == {
        "items": [],
        "next": None,
        "previous": None,
        "expanded": {"case": {}},
    }


def test_the_openapi_document_tells_both(nils: Browser) -> None:
    paths = shown(nils, "/api/v1/apps/cases/openapi.json")["paths"]
    named = {one["name"]: one for one in paths["/apps/cases/records/paper"]["get"]["parameters"]}
    assert named["expand"]["schema"]["items"]["enum"] == ["case", "decides", "mentions", "quotes"]
    assert "title" in named["fields"]["schema"]["items"]["enum"]
    case_names = {one["name"] for one in paths["/apps/cases/records/case"]["get"]["parameters"]}
    assert "expand" not in case_names
