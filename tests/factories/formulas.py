"""Models with formulas, and what the formulas of one record give."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from stuga.models.definition.model import Model
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.formulas.declaring import declared
from stuga.runtime.formulas.evaluating import At, Computed, evaluate

AT: Final = At(datetime(2026, 3, 15, 22, 30, tzinfo=UTC), ZoneInfo("Europe/Stockholm"), "nils-id")
"""Half past eleven in the evening in Björkby."""

FIELDS: Final[JsonObject] = {
    "price": {"type": "number", "multipleOf": 0.01, "x-field": {"kind": "money"}},
    "rate": {"type": "number"},
    "quantity": {"type": "integer"},
    "name": {"type": "string"},
    "paid": {"type": "boolean"},
    "due": {"type": "string", "format": "date"},
    "called": {"type": "string", "format": "date-time"},
    "tags": {
        "type": "array",
        "items": {"type": "string", "oneOf": [{"const": "a"}, {"const": "b"}]},
        "uniqueItems": True,
    },
    "lines": {
        "type": "array",
        "x-field": {"kind": "list"},
        "items": {
            "type": "object",
            "properties": {
                "qty": {"type": "integer"},
                "cost": {"type": "number"},
                "note": {"type": "string"},
                "day": {"type": "string", "format": "date"},
                "parts": {
                    "type": "array",
                    "x-field": {"kind": "list"},
                    "items": {"type": "object", "properties": {"n": {"type": "integer"}}},
                },
            },
        },
    },
}


def computed(formula: str, result: str = "decimal", **more: JsonValue) -> JsonObject:
    """Make the schema of a computed field."""
    types = {"text": "string", "date": "string", "date-time": "string", "yes-no": "boolean"}
    schema: JsonObject = {"type": types.get(result, "number"), **more}
    if result in {"date", "date-time"}:
        schema["format"] = result
    if result == "integer":
        schema["type"] = "integer"
    return {**schema, "x-field": {"kind": "computed", "formula": formula, "result": result}}


def model_with(**fields: JsonValue) -> Model:
    """Make a model of the usual fields and more."""
    return Model.read("order", {"type": "object", "properties": {**FIELDS, **fields}})


def outcome(fields: Mapping[str, JsonValue], data: JsonObject, at: At = AT) -> Computed:
    """Reckon the computed fields of one record."""
    found = declared(model_with(**fields))
    assert found is not None
    [one] = evaluate(found, [data], at)
    return one


def result_of(
    formula: str, data: JsonObject | None = None, result: str = "decimal", **more: JsonValue
) -> JsonValue | Refused:
    """Reckon one formula over one record."""
    found = outcome({"found": computed(formula, result, **more)}, data or {})
    return found["found"]


def flaw_of(formula: str, data: JsonObject | None = None, result: str = "decimal") -> str:
    """Name what is wrong with what a formula gives; '' if nothing is."""
    found = result_of(formula, data, result)
    return found.code if isinstance(found, Refused) else ""
