"""Lists sorted by several fields: every page, both ways, whatever is missing in a record."""

import itertools
from typing import Any

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk

CASES = "/api/v1/apps/cases/records/case"
SORTS = (
    "kind,amount",
    "kind,-amount",
    "-kind,amount,-closed_on",
    "amount,closed_on",
    "-amount,-closed_on",
    "-closed_on,kind,-id",
    "id",
    "-id",
)
KINDS = ("permit", "complaint")
AMOUNTS = (None, 10, 20.5)
DAYS = (None, "2026-01-31", "2026-02-01")


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    operations: list[JsonObject] = [
        {"do": "create", "data": _case(kind, amount, day)}
        for kind, amount, day in itertools.product(KINDS, AMOUNTS, DAYS)
    ]
    browser = bjorkby.browser("member")
    done = browser.post(f"{CASES}/bulk", json={"operations": operations}).get_json()
    assert done["done"] == len(operations)
    return browser


def _case(kind: str, amount: float | None, day: str | None) -> JsonObject:
    given: JsonObject = {"kind": kind, "amount": amount, "closed_on": day, "applicant": "Sten"}
    return {key: one for key, one in given.items() if one is not None}


def expected(records: list[dict[str, Any]], sort: str) -> list[str]:
    """Sort as the list must: stable, by the last key first; what has no value comes last."""
    first = sort.partition(",")[0]
    found = sorted(records, key=lambda one: one["id"], reverse=first.startswith("-"))
    for signed in reversed(sort.split(",")):
        key, falling = signed.removeprefix("-"), signed.startswith("-")
        there = [one for one in found if value_of(one, key) is not None]
        there.sort(key=lambda one, key=key: value_of(one, key), reverse=falling)  # type: ignore[misc]
        found = there + [one for one in found if value_of(one, key) is None]
    return [one["id"] for one in found]


def value_of(record: dict[str, Any], key: str) -> Any:  # noqa: ANN401
    return record["id"] if key == "id" else record["data"].get(key)


@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_one_another_both_ways(nils: Browser, sort: str) -> None:
    whole = nils.get(f"{CASES}?sort={sort}&limit=200").get_json()["items"]
    order = [one["id"] for one in whole]
    assert order == expected(whole, sort)
    forward: list[str] = []
    pages = []
    cursor = ""
    while cursor is not None:
        page = nils.get(f"{CASES}?sort={sort}&limit=4&cursor={cursor}").get_json()
        forward += [one["id"] for one in page["items"]]
        pages.append(page)
        cursor = page["next"]
    assert forward == order
    back = pages[-1]
    backward = [one["id"] for one in back["items"]]
    while back["previous"]:
        back = nils.get(f"{CASES}?sort={sort}&limit=4&cursor={back['previous']}").get_json()
        backward = [one["id"] for one in back["items"]] + backward
    assert backward == order


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        ("kind,kind", "twice"),
        ("kind,-kind", "twice"),
        ("kind,amount,closed_on,id", "at most 3"),
        ("kind,", "''"),
        ("kind,notes", "notes"),
    ],
)
def test_orders_that_are_none_are_named(nils: Browser, sort: str, words: str) -> None:
    refused = nils.get(f"{CASES}?sort={sort}")
    assert refused.status_code == 400
    assert words in refused.get_json()["detail"]


def test_who_may_know_no_date_still_sees_a_list(bjorkby: Tenant) -> None:
    definition = {**SMALL_CASES, "roles": {"blind": _only("applicant")}}
    publish(bjorkby, definition, roles={"member": "blind", "owner": "blind"})
    _made_behind(bjorkby)
    page = bjorkby.browser("member").get(CASES)
    assert page.status_code == 200
    assert [one["data"] for one in page.get_json()["items"]] == [
        {"applicant": "B"},
        {"applicant": "A"},
    ]
    assert "created_at" not in page.get_json()["items"][0]
    refused = bjorkby.browser("member").get(f"{CASES}?sort=-created_at")
    assert refused.status_code == 400


def _only(field: str) -> JsonObject:
    read: JsonObject = {"fields": {"only": [field]}}
    return {"title": "Blind", "models": {"case": {"read": read, "create": True}}}


def _made_behind(tenant: Tenant) -> None:
    desk = Desk(tenant, "member")
    desk.case(applicant="A")
    desk.case(applicant="B")
