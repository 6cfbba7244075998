"""What the checker says of lists, of fields in their rows, of several references and series."""

import copy
from collections.abc import Callable

import pytest

from stuga.models.definition.check import Problem, problems
from stuga.models.json import JsonObject
from tests.factories.orders import ORDERS

ORDER = "/models/order/properties"
LINES = f"{ORDER}/lines"
ROW = f"{LINES}/items/properties"
LIST: JsonObject = {
    "type": "array",
    "title": "Deeper",
    "x-field": {"kind": "list"},
    "items": {
        "type": "object",
        "properties": {"a": {"type": "string", "title": "A", "x-privacy": {"personal": "none"}}},
        "additionalProperties": False,
    },
}


def found(change: Callable[[JsonObject], object]) -> list[Problem]:
    document = copy.deepcopy(ORDERS)
    change(document["models"]["order"]["properties"])
    return problems(document)


def codes(change: Callable[[JsonObject], object]) -> set[tuple[str, str]]:
    usual = {(one.code, one.pointer) for one in problems(ORDERS)}
    return {(one.code, one.pointer) for one in found(change)} - usual


def rows(properties: JsonObject) -> JsonObject:
    inside: JsonObject = properties["lines"]["items"]["properties"]
    return inside


def test_the_app_of_orders_can_be_published() -> None:
    assert [one for one in problems(ORDERS) if one.severity == "error"] == []


def test_two_lists_in_each_other_are_the_most() -> None:
    parts = f"{ROW}/parts/items/properties"

    assert codes(lambda own: rows(own)["parts"]["items"]["properties"].update(deep=LIST)) == {
        ("list-deep", f"{parts}/deep")
    }


@pytest.mark.parametrize("kind", ["sequence", "file", "signature", "computed"])
def test_some_kinds_stand_in_no_row(kind: str) -> None:
    field: JsonObject = {"type": "string", "title": "X", "x-field": {"kind": kind}}

    assert ("list-kind", f"{ROW}/x") in codes(lambda own: rows(own).update(x=field))


def test_a_list_needs_fields_that_are_there() -> None:
    def empty(own: JsonObject) -> None:
        own["lines"]["items"] = {"type": "object", "properties": {}, "required": ["gone"]}

    assert {("list-empty", LINES), ("field-unknown", f"{LINES}/items/required/0")} <= codes(empty)


def test_a_field_in_rows_is_checked_like_any_other() -> None:
    def break_rows(own: JsonObject) -> None:
        rows(own)["qty"]["maximum"] = 0
        rows(own)["product"]["x-field"]["model"] = "nothing"
        rows(own)["for_whom"]["x-privacy"]["anonymise"] = {"method": "generalise"}
        rows(own)["what"].pop("x-privacy")

    assert {
        ("limits-crossed", f"{ROW}/qty/minimum"),
        ("model-unknown", f"{ROW}/product/x-field/model"),
        ("method-kind", f"{ROW}/for_whom/x-privacy/anonymise"),
        ("privacy-undecided", f"{ROW}/what"),
    } <= codes(break_rows)


def test_a_list_says_no_less_than_its_rows() -> None:
    said: JsonObject = {"personal": "none"}

    assert ("list-privacy", f"{LINES}/x-privacy") in codes(
        lambda own: own["lines"].update({"x-privacy": said})
    )
    graver: JsonObject = {"personal": "criminal", "purpose": ""}
    assert ("list-privacy", f"{LINES}/x-privacy") not in codes(
        lambda own: own["lines"].update({"x-privacy": graver})
    )


def test_rows_are_not_anonymised_into_each_other() -> None:
    method = {"method": "redact", "into": "title"}

    assert ("list-into", f"{ROW}/for_whom/x-privacy/anonymise/into") in codes(
        lambda own: rows(own)["for_whom"]["x-privacy"].update(anonymise=method)
    )


@pytest.mark.parametrize("key", ["ship_to", "spot", "tags", "lines"])
def test_what_has_parts_cannot_be_unique(key: str) -> None:
    document = copy.deepcopy(ORDERS)
    document["models"]["order"]["x-model"]["unique"] = [[key]]

    assert "unique-kind" in {one.code for one in problems(document)}


def test_several_references_need_a_model_and_may_not_be_emptied_where_required() -> None:
    assert ("reference-open", f"{ORDER}/tags") in codes(
        lambda own: own["tags"]["x-field"].pop("model")
    )
    document = copy.deepcopy(ORDERS)
    document["models"]["order"]["required"].append("tags")
    assert ("reference-unlink", f"{ORDER}/tags/x-field/on_delete") in {
        (one.code, one.pointer) for one in problems(document)
    }


def test_a_series_says_once_where_its_number_goes_and_nothing_of_limits() -> None:
    def wrong(own: JsonObject) -> None:
        own["number"]["x-field"]["format"] = "C-{year}"
        own["number"]["maxLength"] = 5

    several = found(wrong)

    assert {one.code for one in several} >= {"sequence-format", "sequence-limits"}
    message = next(str(one.message) for one in several if one.code == "sequence-format")
    assert "C-{year}-{number:05}" in message
    fixed = next(one.fix for one in several if one.code == "sequence-limits")
    assert fixed is not None
    assert [one["op"] for one in fixed.patch] == ["remove"]


def test_a_public_form_does_not_list_records_in_rows_either() -> None:
    document = copy.deepcopy(ORDERS)
    document["screens"]["edit"]["access"] = "public"

    places = {one.pointer for one in problems(document) if one.code == "public-reference"}

    assert places == {"/screens/edit/elements/4/field", "/screens/edit/elements/5/field"}


def test_a_required_number_need_not_be_asked_for() -> None:
    document = copy.deepcopy(ORDERS)
    document["models"]["order"]["required"].append("number")
    document["screens"]["edit"]["elements"].pop(0)

    assert "required-unasked" not in {one.code for one in problems(document)}
