"""Settings of single kinds that the checker finds wrong."""

import pytest

from stuga.models.definition.check import Problem, problems
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.starters import NewField, from_fields, new_field
from stuga.models.json import JsonObject, JsonValue


def found_in(kind: str, **settings: JsonValue) -> list[Problem]:
    schema = new_field(kind, "Value")
    schema["x-field"] = {"kind": kind, **settings}
    if kind == "national-id":
        schema.pop("format")
    document = from_fields("a", "A", "en", "thing", [NewField(key="value", schema=schema)])
    return [one for one in problems(document) if one.severity == "error"]


@pytest.mark.parametrize("kind", ["national-id", "organisation-number"])
def test_a_country_whose_numbers_nobody_knows_is_named_with_one_that_can_be(kind: str) -> None:
    (problem,) = found_in(kind, country="XX")

    assert problem.code == "country-unknown"
    assert problem.pointer == "/models/thing/properties/value/x-field/country"
    assert "“XX”" in str(problem.message)
    assert "SE, NO, DK or FI" in str(problem.message)
    assert problem.fix is not None
    assert problem.fix.patch[0]["value"] == "SE"


@pytest.mark.parametrize("kind", ["national-id", "organisation-number"])
@pytest.mark.parametrize("country", ["SE", "NO", "DK", "FI"])
def test_a_known_country_is_taken(kind: str, country: str) -> None:
    assert found_in(kind, country=country) == []
    assert country in KINDS[kind].countries


def test_a_duration_counts_in_a_unit_there_is() -> None:
    (problem,) = found_in("duration", unit="fortnight")

    assert problem.code == "unit-unknown"
    assert "hour, minute or day" in str(problem.message)
    assert found_in("duration", unit="day") == []


def test_a_format_of_another_country_does_not_fit() -> None:
    schema: JsonObject = new_field("national-id", "Value")
    schema["x-field"] = {"kind": "national-id", "country": "NO"}
    document = from_fields("a", "A", "en", "thing", [NewField(key="value", schema=schema)])

    assert "kind-unfit" in {one.code for one in problems(document)}


@pytest.mark.parametrize("kind", ["rich-text", "json"])
def test_what_has_no_order_is_neither_indexed_nor_unique(kind: str) -> None:
    field = NewField(key="value", schema=new_field(kind, "Value"))
    document = from_fields("a", "A", "en", "thing", [field])
    settings = document["models"]["thing"]["x-model"]
    assert "value" not in settings["index"]
    settings["index"], settings["unique"] = ["value"], [["value"]]

    assert {"index-kind", "unique-kind"} <= {one.code for one in problems(document)}
