"""Which slot an indexed field gets, and when it must be filled anew."""

import copy

from stuga.models.definition.document import Model
from stuga.models.json import JsonObject
from stuga.runtime.records.slots import assigned
from tests.factories.apps import SMALL_CASES


def model(*index: str) -> Model:
    raw = copy.deepcopy(SMALL_CASES["models"]["case"])
    raw["x-model"].update({"index": [*index], "unique": []})
    return Model.read("case", raw)


def columns(slots: JsonObject) -> dict[str, object]:
    return {key: one["slot"] for key, one in slots.items()}


def test_a_field_gets_a_slot_of_its_kind() -> None:
    found = assigned({}, model("kind", "amount", "closed_on", "handler"), "en", 1)
    assert columns(found) == {"kind": "t1", "amount": "n1", "closed_on": "d1", "handler": "t2"}
    assert not any(one["filled"] for one in found.values())


def test_a_field_that_stays_keeps_its_slot_and_a_freed_one_is_given_again() -> None:
    first = assigned({}, model("kind", "reference"), "en", 1)
    first = {key: {**one, "filled": True} for key, one in first.items()}
    second = assigned(first, model("email", "reference"), "en", 2)
    assert columns(second) == {"reference": "t2", "email": "t1"}
    assert second["reference"] == first["reference"]
    assert second["email"] == {
        "slot": "t1",
        "filled": False,
        "since": 2,
        "kind": "e-mail",
        "language": "en",
    }


def test_another_language_sorts_otherwise_and_fills_anew() -> None:
    first = assigned({}, model("reference"), "en", 1)
    first = {key: {**one, "filled": True} for key, one in first.items()}
    second = assigned(first, model("reference"), "sv", 2)
    assert second["reference"]["slot"] == "t1"
    assert second["reference"]["filled"] is False
    assert second["reference"]["since"] == 2


def test_unknown_fields_and_fields_without_order_get_none() -> None:
    assert assigned({}, model("colour"), "en", 1) == {}


def test_a_unique_field_can_be_looked_up_too() -> None:
    raw = copy.deepcopy(SMALL_CASES["models"]["case"])
    raw["x-model"].update({"index": ["kind"], "unique": [["reference"], ["kind", "amount"]]})
    found = assigned({}, Model.read("case", raw), "en", 1)
    assert columns(found) == {"kind": "t1", "reference": "t2"}
