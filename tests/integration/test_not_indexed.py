"""Filters and orders without an index: they work, say that they are slow, and can be indexed."""

import re

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk

CASES = "/api/v1/apps/cases/records/case"
INBOX = "/apps/cases/inbox"


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby, roles={"member": "handler", "builder": "handler"})
    desk = Desk(bjorkby)
    for number, name in enumerate(("Bo", "Åsa", "Cy", "Al"), start=1):
        desk.case(reference=f"R-{number}", applicant=name)
    return bjorkby


def listed(browser: Browser, query: str) -> JsonObject:
    answer = browser.get(f"{CASES}{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: JsonObject = answer.get_json()
    return found


def names(found: JsonObject) -> list[str]:
    return [one["data"]["applicant"] for one in found["items"]]


def test_an_order_without_an_index_works_page_by_page_and_is_named(cases: Tenant) -> None:
    browser = cases.browser("member")

    first = listed(browser, "?sort=applicant&limit=3")
    second = listed(browser, f"?sort=applicant&limit=3&cursor={first['next']}")
    back = listed(browser, f"?sort=applicant&limit=3&cursor={second['previous']}")

    assert names(first) == ["Al", "Bo", "Cy"]
    assert names(second) == ["Åsa"]
    assert names(back) == ["Al", "Bo", "Cy"]
    assert first["not_indexed"] == ["applicant"]


def test_a_filter_without_an_index_is_named_and_one_with_it_is_not(cases: Tenant) -> None:
    browser = cases.browser("member")

    slow = listed(browser, "?filter[applicant]=Bo&filter[kind]=permit")
    quick = listed(browser, "?filter[reference]=R-2&sort=kind")

    assert (names(slow), slow["not_indexed"]) == (["Bo"], ["applicant"])
    assert (names(quick), "not_indexed" in quick) == (["Åsa"], False)
    assert "not_indexed" not in listed(browser, "")


def test_the_page_says_so_and_offers_an_index_to_those_who_build(cases: Tenant) -> None:
    query = f"{INBOX}?filter[applicant]=Bo"
    builder = cases.browser("builder")

    of_member = cases.browser("member").get(query).text
    page = builder.get(query).text

    assert "No index for Applicant" in of_member
    assert "Index Applicant" not in of_member
    assert "Index Applicant" in page
    assert "No index" not in builder.get(f"{INBOX}?filter[kind]=permit").text


def test_the_way_leads_to_the_field_is_one_click_and_then_to_publishing(cases: Tenant) -> None:
    builder = cases.browser("builder")
    page = builder.get(f"{INBOX}?filter[applicant]=Bo").text
    [way] = re.findall(r'href="/t/[^/]+(/build/[^"]*for=index)"', page)

    field = builder.get(way)

    assert field.status_code == 200
    assert "Applicant has no index" in field.text
    path = f"{way.partition('?')[0]}/index"
    form = {"revision": "1"}
    assert cases.browser("member").post(path, data=form).status_code == 403
    indexed = builder.post(path, data=form)
    assert indexed.status_code == 303
    shown = builder.get(indexed.headers["Location"].removeprefix(f"/t/{cases.slug}")).text
    assert "The index is in the draft" in shown
    assert "/build/cases/publish" in shown
    draft = builder.get("/api/v1/apps/cases/draft").get_json()
    assert "applicant" in draft["models"]["case"]["x-model"]["index"]
    answer = builder.post(
        "/api/v1/apps/cases/versions",
        json={"note": "Quicker", "confirm": []},
        headers={"If-Match": '"2"'},
    )
    assert answer.status_code == 201, answer.get_json()
    run_outbox(cases)
    assert "No index" not in builder.get(f"{INBOX}?filter[applicant]=Bo").text
    assert "Applicant has an index" in builder.get(way).text


def test_a_field_without_a_slot_left_says_so(cases: Tenant) -> None:
    page = cases.browser("builder").get("/build/cases/models/case/fields/notes?for=index").text

    assert "Notes cannot have an index now" in page
    assert "fields/notes/index" not in page


@pytest.mark.parametrize("sort", ["nothing", "notes,nothing"])
def test_what_is_not_there_is_no_order(cases: Tenant, sort: str) -> None:
    assert cases.browser("member").get(f"{CASES}?sort={sort}").status_code == 400


def test_an_order_by_what_one_may_not_read_is_refused(cases: Tenant) -> None:
    cases.give("auditor", "cases", "reader")

    answer = cases.browser("auditor").get(f"{CASES}?sort=applicant")

    assert (answer.status_code, answer.get_json()["code"]) == (400, "unknown-field")
