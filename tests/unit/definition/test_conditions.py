"""What the vectors cannot say of conditions: mistakes in them, and what they name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from stuga.models.definition.conditions import (
    OPERATORS,
    ConditionError,
    World,
    fields_in,
    holds,
    me_in,
    names_now,
)
from stuga.models.definition.kinds import KINDS
from stuga.models.json import JsonObject, JsonValue

WORLD = World(now=datetime(2026, 3, 15, 12, tzinfo=UTC), zone=ZoneInfo("Europe/Stockholm"))
MINE: JsonObject = {
    "any": [
        {"field": "handler", "is": {"me": "id"}},
        {"not": {"field": "closed_on", "lt": {"now": "-P30D"}}},
        {"all": [{"field": "kind", "in": [{"field": "wanted"}, "permit", {"me": "roles"}]}]},
    ]
}


@pytest.mark.parametrize(
    "condition",
    [
        None,
        "kind",
        [],
        {},
        {"all": {}},
        {"any": "x"},
        {"not": []},
        {"every": []},
        {"all": [], "any": []},
        {"all": [], "title": "x"},
        {"field": "kind"},
        {"field": "kind", "is": "a", "is_not": "b"},
        {"field": ["kind"], "is": "a"},
        {"field": "kind", "equals": "a"},
        {"field": "kind", "empty": "yes"},
        {"field": "kind", "filled": None},
        {"field": "kind", "is": {}},
        {"field": "kind", "is": {"field": "a", "me": "id"}},
        {"field": "kind", "is": {"you": "id"}},
        {"field": "kind", "is": {"field": 5}},
        {"field": "kind", "in": [{"you": "id"}]},
        {"field": "day", "lt": {"now": "30 days"}},
        {"any": [{"field": "kind", "empty": True}, {"field": "kind", "wat": 1}]},
    ],
)
def test_a_malformed_condition_is_an_error_and_not_false(condition: JsonValue) -> None:
    with pytest.raises(ConditionError):
        holds(condition, {"kind": "a"}, WORLD, {"kind": "choice", "day": "date"})


def test_a_condition_names_its_fields_on_either_side() -> None:
    assert fields_in(MINE) == {"handler", "closed_on", "kind", "wanted"}


def test_a_condition_names_what_it_reads_of_the_person() -> None:
    assert me_in(MINE) == {"id", "roles"}


def test_a_condition_tells_whether_it_reads_the_clock() -> None:
    assert names_now(MINE)
    assert not names_now({"field": "kind", "is": "now"})


def test_a_field_may_be_told_by_name_by_schema_and_by_kind() -> None:
    condition: JsonObject = {"field": "day", "lt": "2026-02-01"}
    data: JsonObject = {"day": "2026-01-31"}

    for told in ("date", {"type": "string", "format": "date"}, KINDS["date"]):
        assert holds(condition, data, WORLD, {"day": told})
    assert not holds(condition, data, WORLD, {"day": "text"})


def test_infinity_and_huge_numbers_do_not_break_a_comparison() -> None:
    condition: JsonObject = {"field": "size", "is_not": 1.5}

    assert not holds(condition, {"size": float("inf")}, WORLD, {"size": "decimal"})
    assert not holds(condition, {"size": float("nan")}, WORLD, {"size": "decimal"})
    assert holds(condition, {"size": 10**400}, WORLD, {"size": "decimal"})


def test_a_wrong_type_in_the_data_compares_with_nothing() -> None:
    wrong: list[tuple[str, JsonValue]] = [
        ("text", 5),
        ("text", {"a": 1}),
        ("decimal", [1]),
        ("yes-no", [True]),
        ("choices", "a"),
        ("choices", {"a": 1}),
        ("date", 20260131),
        ("date-time", 1769844600),
    ]
    for kind, value in wrong:
        for operator in ("is", "is_not", "lt", "contains", "starts_with"):
            condition: JsonObject = {"field": "one", operator: "a"}
            assert not holds(condition, {"one": value}, WORLD, {"one": kind})


def test_every_kind_allows_only_operators_that_there_are() -> None:
    for kind in KINDS.values():
        assert kind.operators <= OPERATORS
        assert {"empty", "filled"} <= kind.operators
