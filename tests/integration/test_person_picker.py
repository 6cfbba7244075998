"""Whom a field for a person offers: searched for by name and address, within rights."""

import re

import pytest

from stuga.platform.identity import people
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.talking import talked_app

OPTIONS = "/apps/cases/edit/options/handler?q="


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    made = talked_app()
    made["screens"]["edit"]["elements"].append({"type": "field", "field": "handler"})
    publish(bjorkby, made)
    with bjorkby.inside():
        people.add("Anna Berg", "anna@example.com")
        people.add("Nils Berg", "other@example.com")
    return bjorkby.browser("member")


def found(browser: Browser, words: str) -> list[str]:
    answer = browser.get(OPTIONS + words)
    assert answer.status_code == 200, answer.text
    return [one["label"] for one in answer.get_json()["options"]]


def test_names_are_found_by_their_parts_in_any_order(nils: Browser) -> None:
    assert found(nils, "berg anna") == ["Anna Berg"]
    assert found(nils, "BERG") == ["Anna Berg", "Nils Berg", "Nils Berg"]
    assert found(nils, "100%") == []


def test_names_that_begin_with_the_words_come_first(bjorkby: Tenant, nils: Browser) -> None:
    with bjorkby.inside():
        people.add("Bergljot Ask", None)
    assert found(nils, "berg")[0] == "Bergljot Ask"


def test_a_whole_address_finds_its_person_and_a_part_does_for_those_who_may_look(
    bjorkby: Tenant, nils: Browser
) -> None:
    assert found(nils, "Anna@example.com") == ["Anna Berg"]
    assert found(nils, "anna@") == []
    assert found(bjorkby.browser("owner"), "anna@") == ["Anna Berg"]


def test_people_of_the_same_name_are_told_apart_for_those_who_may_look(
    bjorkby: Tenant, nils: Browser
) -> None:
    assert found(nils, "nils") == ["Nils Berg", "Nils Berg"]
    [first, second] = found(bjorkby.browser("owner"), "nils")
    assert {first, second} == {
        "Nils Berg (other@example.com)",
        f"Nils Berg (member@{bjorkby.slug}.example)",
    }


def test_without_script_the_search_is_a_step_of_the_form(bjorkby: Tenant, nils: Browser) -> None:
    with bjorkby.inside():
        for number in range(60):
            people.add(f"Clerk {number:02}", None)
    html = nils.get("/apps/cases/edit").text
    assert 'name="_find.handler"' in html
    form = {"applicant": "Sten", "kind": "permit", "_find.handler": "anna", "_do": "find:handler"}
    searched = nils.post("/apps/cases/edit", data=form).text
    assert re.search(r"<option value=\"[0-9a-f-]{36}\"[^>]*>Anna Berg</option>", searched)
    assert "Clerk 01" not in searched
    assert 'value="Sten"' in searched


def test_who_asks_comes_first_until_something_is_searched_for(
    bjorkby: Tenant, nils: Browser
) -> None:
    [first, *others] = found(nils, "")
    assert first == "Nils Berg (me)"
    assert "Anna Berg" in others
    assert [one for one in others if "(me)" in one] == []
    assert found(bjorkby.browser("owner"), "")[0].endswith(" (me)")
    assert found(nils, "anna") == ["Anna Berg"]
