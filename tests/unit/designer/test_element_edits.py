"""Elements are added, moved, duplicated and removed; words follow them."""

import copy

import pytest

from stuga.builder.designer.edits import elements, steps
from stuga.models.json import JsonObject
from stuga.platform.errors import NotFoundError
from tests.unit.designer.conftest import names

AT = "/screens/apply"
COST = f"{AT}/elements/2"
START = ["applicant", "kind", "cost", ["amount"]]


def test_a_change_leaves_the_document_it_was_made_from(cases: JsonObject) -> None:
    before = copy.deepcopy(cases)

    elements.remove(cases, COST)
    elements.move(cases, COST, -1)
    elements.set_members(cases, COST, {"title": "Price"})

    assert cases == before


def test_a_new_element_is_last_or_where_it_is_put(cases: JsonObject) -> None:
    field: JsonObject = {"type": "field", "field": "notes"}

    last = elements.add(cases, AT, field)
    second = elements.add(cases, AT, field, 1)
    inside = elements.add(cases, COST, field)

    assert names(last.document) == [*START, "notes"]
    assert names(second.document) == ["applicant", "notes", *START[1:]]
    assert names(inside.document) == ["applicant", "kind", "cost", ["amount", "notes"]]
    assert inside.at == f"{COST}/elements/1"


def test_an_element_with_words_gets_a_key_that_nothing_else_has(cases: JsonObject) -> None:
    once = elements.add(cases, AT, {"type": "heading", "title": "Cost"})

    assert names(once.document)[-1] == "cost-2"


@pytest.mark.parametrize(
    ("at", "by", "order", "now_at"),
    [
        (0, 1, ["kind", "applicant", "cost", ["amount"]], 1),
        (0, -1, START, 0),
        (2, 1, START, 2),
        (2, -1, ["applicant", "cost", ["amount"], "kind"], 1),
    ],
)
def test_an_element_moves_among_those_beside_it_and_stops_at_the_ends(
    cases: JsonObject, at: int, by: int, order: list[object], now_at: int
) -> None:
    done = elements.move(cases, f"{AT}/elements/{at}", by)

    assert (names(done.document), done.at) == (order, f"{AT}/elements/{now_at}")


def test_an_element_goes_into_the_section_beside_it_and_out_again(cases: JsonObject) -> None:
    inside = elements.move_in(cases, f"{AT}/elements/1")
    out = elements.move_out(inside.document, inside.at)

    assert names(inside.document) == ["applicant", "cost", ["kind", "amount"]]
    assert inside.at == f"{AT}/elements/1/elements/0"
    assert names(out.document) == ["applicant", "cost", ["amount"], "kind"]
    assert out.at == f"{AT}/elements/2"


def test_where_there_is_no_section_beside_it_an_element_stays(cases: JsonObject) -> None:
    assert names(elements.move_in(cases, f"{AT}/elements/0").document) == START
    assert names(elements.move_out(cases, f"{AT}/elements/0").document) == START


@pytest.mark.parametrize(
    ("at", "place", "order", "now_at"),
    [
        ("0", (COST, 1), ["kind", "cost", ["amount", "applicant"]], "1/elements/1"),
        ("0", (AT, 2), ["kind", "applicant", "cost", ["amount"]], "1"),
        ("2/elements/0", (AT, 0), ["amount", "applicant", "kind", "cost", []], "0"),
    ],
)
def test_an_element_moves_to_any_place(
    cases: JsonObject, at: str, place: tuple[str, int], order: list[object], now_at: str
) -> None:
    done = elements.move_to(cases, f"{AT}/elements/{at}", *place)

    assert (names(done.document), done.at) == (order, f"{AT}/elements/{now_at}")


def test_nothing_moves_into_itself(cases: JsonObject) -> None:
    with pytest.raises(NotFoundError):
        elements.move_to(cases, COST, f"{COST}/elements/0", 0)


def test_translations_go_with_what_is_removed_and_come_with_what_is_duplicated(
    cases: JsonObject,
) -> None:
    cases["texts"] = {"sv": {"screen.apply.element.cost.title": "Kostnad", "app.title": "Ärenden"}}

    twice = elements.duplicate(cases, COST)
    gone = elements.remove(cases, COST)

    assert names(twice.document) == [*START, "cost-2", ["amount"]]
    assert twice.document["texts"]["sv"]["screen.apply.element.cost-2.title"] == "Kostnad"
    assert gone.document["texts"] == {"sv": {"app.title": "Ärenden"}}


def test_after_a_removal_what_stands_in_its_place_is_selected(cases: JsonObject) -> None:
    assert elements.remove(cases, f"{AT}/elements/0").at == f"{AT}/elements/0"
    assert elements.remove(cases, COST).at == f"{AT}/elements/1"
    assert elements.remove(cases, f"{COST}/elements/0").at == COST


@pytest.mark.parametrize(
    "pointer",
    ["", "/models/case", AT, f"{AT}/elements/9", f"{AT}/elements/x", "/screens/no/elements/0"],
)
def test_what_is_not_an_element_cannot_be_moved(cases: JsonObject, pointer: str) -> None:
    with pytest.raises(NotFoundError):
        elements.move(cases, pointer, 1)


def test_a_form_gets_steps_and_loses_them_without_losing_a_question(cases: JsonObject) -> None:
    two = steps.add_step(cases, "apply", "The end")
    moved = elements.move_to(two.document, f"{AT}/steps/0/elements/0", f"{AT}/steps/1", 0)
    swapped = steps.move_step(moved.document, "apply", 1, -1)
    one = steps.remove_step(swapped.document, "apply", 0)
    none = steps.remove_step(one.document, "apply", 0)

    assert names(two.document) == ["apply", START, "the-end", []]
    assert names(swapped.document) == ["the-end", ["applicant"], "apply", START[1:]]
    assert names(one.document) == ["apply", START]
    assert names(none.document) == START
