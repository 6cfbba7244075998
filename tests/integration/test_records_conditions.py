"""Filters as one condition in JSON, and pages in both directions under every operator."""

import json
from urllib.parse import quote

import pytest

from stuga.models.json import JsonObject, JsonValue
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk

CASES = "/api/v1/apps/cases/records/case"


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    desk = Desk(bjorkby)
    for number in range(1, 8):
        kind = "permit" if number % 2 else "complaint"
        desk.case(reference=f"R-{number}", kind=kind, amount=number * 10, applicant=f"P {number}")
    desk.case(reference="R-8", closed_on="2026-01-31", applicant="Åsa")
    return desk


def asked(browser: Browser, condition: JsonValue, more: str = "", status: int = 200) -> JsonObject:
    text = condition if isinstance(condition, str) else json.dumps(condition)
    answer = browser.get(f"{CASES}?filter={quote(text)}{more}")
    assert answer.status_code == status, answer.get_data(as_text=True)
    found: JsonObject = answer.get_json()
    return found


def numbers(found: JsonObject) -> list[int]:
    return [int(str(one["data"]["reference"]).removeprefix("R-")) for one in found["items"]]


CONDITIONS: list[tuple[JsonObject, list[int]]] = [
    ({"field": "kind", "is": "complaint"}, [2, 4, 6]),
    ({"field": "kind", "is_not": "complaint"}, [1, 3, 5, 7, 8]),
    ({"field": "amount", "lt": 30}, [1, 2]),
    ({"field": "amount", "lte": 30}, [1, 2, 3]),
    ({"field": "amount", "gt": 60}, [7]),
    ({"field": "amount", "gte": 60}, [6, 7]),
    ({"field": "amount", "in": [10, 70]}, [1, 7]),
    ({"field": "kind", "not_in": ["complaint"]}, [1, 3, 5, 7, 8]),
    ({"field": "applicant", "contains": "ÅS"}, [8]),
    ({"field": "reference", "starts_with": "r-7"}, [7]),
    ({"field": "amount", "empty": True}, [8]),
    ({"field": "closed_on", "filled": True}, [8]),
    ({"not": {"field": "amount", "lt": 60}}, [6, 7, 8]),
    ({"any": [{"field": "amount", "is": 10}, {"field": "closed_on", "filled": True}]}, [1, 8]),
    (
        {
            "all": [
                {"field": "kind", "is": "permit"},
                {
                    "not": {
                        "any": [{"field": "amount", "gt": 20}, {"field": "amount", "empty": True}]
                    }
                },
            ]
        },
        [1],
    ),
]


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS)
def test_conditions_of_every_operator_and_joining(
    nils: Desk, condition: JsonObject, expected: list[int]
) -> None:
    found = asked(nils.tenant.browser("member"), condition, "&sort=reference&count=true")

    assert numbers(found) == expected
    assert found["count"]["number"] == len(expected)


def test_it_holds_together_with_plain_filters(nils: Desk) -> None:
    condition: JsonObject = {"any": [{"field": "amount", "lt": 30}, {"field": "amount", "gt": 60}]}

    found = asked(nils.tenant.browser("member"), condition, "&filter[kind]=permit&sort=amount")

    assert numbers(found) == [1, 7]


@pytest.mark.parametrize("sort", ["amount", "-amount", "kind,-amount", "-created_at", "closed_on"])
def test_pages_lead_there_and_back_again(nils: Desk, sort: str) -> None:
    browser = nils.tenant.browser("member")
    condition: JsonObject = {"not": {"field": "reference", "is": "R-4"}}
    whole = numbers(asked(browser, condition, f"&sort={sort}"))
    assert sorted(whole) == [1, 2, 3, 5, 6, 7, 8]

    pages, at = [asked(browser, condition, f"&sort={sort}&limit=3")], 0
    while pages[-1]["next"]:
        pages.append(asked(browser, condition, f"&sort={sort}&limit=3&cursor={pages[-1]['next']}"))
    assert [numbers(one) for one in pages] == [whole[0:3], whole[3:6], whole[6:]]
    assert pages[0]["previous"] is None
    for at in (2, 1):
        back = asked(browser, condition, f"&sort={sort}&limit=3&cursor={pages[at]['previous']}")
        assert numbers(back) == whole[3 * at - 3 : 3 * at]
        assert back["next"] is not None
    assert back["previous"] is None


def test_a_cursor_of_another_condition_is_refused(nils: Desk) -> None:
    browser = nils.tenant.browser("member")
    first = asked(browser, {"field": "amount", "gt": 0}, "&limit=2")

    asked(browser, {"field": "amount", "gt": 1}, f"&limit=2&cursor={first['next']}", 400)


DEEP = '{"not":' * 30 + '{"field":"amount","gt":1}' + "}" * 30


@pytest.mark.parametrize(
    "condition",
    [
        "nonsense",
        "[]",
        "5",
        "{}",
        '{"field":"amount"}',
        '{"field":"amount","gt":1,"lt":2}',
        '{"field":"amount","like":1}',
        '{"all":{}}',
        '{"any":[5]}',
        '{"field":"nothing","is":1}',
        '{"field":"kind","gt":"permit"}',
        '{"field":"amount","gt":"much"}',
        '{"field":"amount","gt":NaN}',
        '{"field":"applicant","is":"\\u0000"}',
        '{"field":"applicant","is":"\\ud800"}',
        '{"field":"amount","is":{"field":"nothing"}}',
        DEEP,
        json.dumps({"any": [{"field": "amount", "gt": number} for number in range(51)]}),
        json.dumps({"field": "applicant", "is": "x" * 4000}),
    ],
)
def test_what_is_no_condition_is_refused(nils: Desk, condition: str) -> None:
    assert "filter" in str(asked(nils.tenant.browser("member"), condition, status=400)["detail"])


def test_what_one_may_not_read_cannot_be_asked_about_on_either_side(nils: Desk) -> None:
    nils.tenant.give("auditor", "cases", "reader")
    reader = nils.tenant.browser("auditor")

    for condition in (
        {"field": "applicant", "contains": "P"},
        {"not": {"field": "applicant", "is": "P 1"}},
        {"field": "reference", "is": {"field": "applicant"}},
    ):
        found = asked(reader, condition, status=400)
        assert (found["code"], "P 1" in str(found)) == ("unknown-field", False)


def test_what_looks_at_the_person_and_the_clock_is_understood(nils: Desk) -> None:
    browser = nils.tenant.browser("member")

    mine = asked(browser, {"field": "created_by", "is": {"me": "id"}})
    late = asked(browser, {"field": "created_at", "gt": {"now": "-P1D"}})

    assert (len(numbers(mine)), len(numbers(late))) == (8, 8)
