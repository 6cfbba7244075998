"""Figures through the API: by up to two fields, of what the actor may read and no more."""

import json
from decimal import Decimal

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk, entries_of

CASES = "/api/v1/apps/cases/records/case"


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    desk = Desk(bjorkby)
    desk.case(reference="A-1", amount=100.5, closed_on="2026-01-31", email="a@example.se")
    desk.case(reference="A-2", amount=50, closed_on="2026-02-01")
    desk.case(reference="A-3", closed_on="2026-02-28")
    desk.case(reference="A-4", kind="complaint", amount=7)
    return desk


def figures(browser: Browser, query: str = "", status: int = 200) -> JsonObject:
    answer = browser.get(f"{CASES}/aggregate{query}")
    assert answer.status_code == status, answer.get_data(as_text=True)
    found: JsonObject = answer.get_json()
    return found


def items(browser: Browser, query: str) -> dict[tuple[object, ...], dict[str, object]]:
    return {tuple(one["group"]): one["figures"] for one in figures(browser, query)["items"]}


def test_every_figure_by_a_field_with_its_currency(nils: Desk) -> None:
    query = "?group=kind&measure=count,sum:amount,avg:amount,min:amount,max:amount"

    found = figures(nils.tenant.browser("member"), query)

    assert [one["currency"] for one in found["measure"]] == [None, "SEK", "SEK", "SEK", "SEK"]
    assert {one["group"][0]: list(one["figures"].values()) for one in found["items"]} == {
        "complaint": [1, 7, 7, 7, 7],
        "permit": [3, 150.5, 75.25, 50, 100.5],
    }
    assert (found["cut"], found["most"]) == (False, 1000)


def test_two_fields_with_dates_in_bins_and_what_is_empty_last(nils: Desk) -> None:
    found = items(nils.tenant.browser("member"), "?group=closed_on:month,kind&measure=count")

    assert list(found) == [
        ("2026-01-01", "permit"),
        ("2026-02-01", "permit"),
        (None, "complaint"),
    ]
    assert found[("2026-02-01", "permit")] == {"count": 2}


@pytest.mark.parametrize(
    ("width", "first"),
    [
        ("day", "2026-01-31"),
        ("week", "2026-01-26"),
        ("month", "2026-01-01"),
        ("quarter", "2026-01-01"),
        ("year", "2026-01-01"),
    ],
)
def test_every_width_of_a_bin(nils: Desk, width: str, first: str) -> None:
    assert next(iter(items(nils.tenant.browser("member"), f"?group=closed_on:{width}"))) == (first,)


def test_without_a_group_there_is_one_figure_of_all_and_none_of_nothing(nils: Desk) -> None:
    browser = nils.tenant.browser("member")

    assert items(browser, "?measure=count,sum:amount") == {(): {"count": 4, "sum:amount": 157.5}}
    nothing = "?filter[reference]=none&measure=count,max:amount"
    assert items(browser, nothing) == {(): {"count": 0, "max:amount": None}}
    assert figures(browser, "?filter[reference]=none&group=kind")["items"] == []


def test_filters_and_search_are_those_of_the_list(nils: Desk) -> None:
    browser = nils.tenant.browser("member")

    assert items(browser, "?group=kind&filter[amount][gte]=50&q=a-2") == {("permit",): {"count": 1}}


def test_numbers_keep_their_type_as_groups(nils: Desk) -> None:
    assert list(items(nils.tenant.browser("member"), "?group=amount")) == [
        (7,),
        (50,),
        (100.5,),
        (None,),
    ]


def test_figures_of_numbers_are_exact(nils: Desk) -> None:
    browser = nils.tenant.browser("member")
    amounts = (0.1, 0.2, 0.7, 1.15, 9999999999999.99, 12345678901.01)
    for at, amount in enumerate(amounts):
        nils.case(reference=f"X-{at}", amount=amount)
    query = "?filter[reference][starts_with]=X-&measure=sum:amount,avg:amount,min:amount,max:amount"
    total = sum(Decimal(str(one)) for one in amounts)
    assert items(browser, query)[()] == {
        "sum:amount": float(total),
        "avg:amount": float(total / len(amounts)),
        "min:amount": 0.1,
        "max:amount": 9999999999999.99,
    }


def test_texts_that_sort_alike_are_told_apart(nils: Desk) -> None:
    browser = nils.tenant.browser("member")
    assert items(browser, "?group=reference&measure=count&filter[kind]=complaint") == {
        ("A-4",): {"count": 1}
    }
    nils.case(reference="a-4", kind="complaint", amount=3)
    assert items(browser, "?group=kind,reference&measure=sum:amount&filter[kind]=complaint") == {
        ("complaint", "A-4"): {"sum:amount": 7},
        ("complaint", "a-4"): {"sum:amount": 3},
    }


def test_only_what_one_may_read_is_reckoned(nils: Desk) -> None:
    nils.tenant.give("auditor", "cases", "clerk")
    clerk = nils.tenant.browser("auditor")
    nils.tenant.give("admin", "cases", "reader")
    reader = nils.tenant.browser("admin")

    assert items(clerk, "?group=kind") == {("permit",): {"count": 3}}
    assert items(reader, "?group=kind&measure=sum:amount")[("permit",)] == {"sum:amount": 150.5}
    assert figures(reader, "?group=email", 400)["code"] == "unknown-field"
    assert figures(reader, "?filter[email]=a@example.se", 400)["code"] == "unknown-field"
    figures(nils.tenant.browser("builder"), "?group=kind", 404)
    assert nils.tenant.browser("").get(f"{CASES}/aggregate").status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "?group=nothing",
        "?group=kind,kind",
        "?group=kind,closed_on,reference",
        "?group=kind:month",
        "?group=closed_on:hour",
        "?group=created_at",
        "?measure=sum",
        "?measure=count:amount",
        "?measure=sum:kind",
        "?measure=median:amount",
        "?measure=",
        "?group=kind&group=amount",
        "?sort=kind",
        "?measure=count,sum:applicant",
    ],
)
def test_what_cannot_be_reckoned_is_refused(nils: Desk, query: str) -> None:
    assert figures(nils.tenant.browser("member"), query, 400)["detail"]


def test_a_moment_falls_on_the_day_of_the_tenants_clock(nils: Desk) -> None:
    found = items(nils.tenant.browser("member"), "?group=created_at:year&measure=count")

    assert list(found.values()) == [{"count": 4}]


def test_it_leaves_one_entry_that_names_what_was_asked(nils: Desk) -> None:
    figures(nils.tenant.browser("member"), "?group=kind&measure=sum:amount")

    [entry] = entries_of(nils.tenant, "record.list")
    assert sorted(json.loads(entry.body)["target"]["fields"]) == ["amount", "kind"]
