"""Rich text and JSON."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.json_value import MOST_CHARACTERS, MOST_LEVELS, indented
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

JSON, RICH = KINDS["json"], KINDS["rich-text"]
SV = Locale("sv")
OBJECT: JsonObject = {"type": "object", "x-field": {"kind": "json"}}
LIST: JsonObject = {"type": "array", "x-field": {"kind": "json"}}


@pytest.mark.parametrize(
    ("typed", "schema", "stored"),
    [
        ('{"a": 1, "b": [true, null, "å"]}', OBJECT, {"a": 1, "b": [True, None, "å"]}),
        ("{}", OBJECT, {}),
        ('\n{\n  "a": 12.5\n}\n', OBJECT, {"a": 12.5}),
        ("[1, 2]", LIST, [1, 2]),
        ("[]", LIST, []),
    ],
)
def test_data_is_read_as_it_is(typed: str, schema: JsonObject, stored: JsonValue) -> None:
    assert JSON.parse(typed, schema, SV) == stored
    assert JSON.problem(stored, schema) is None


@pytest.mark.parametrize(
    ("typed", "schema", "refused"),
    [
        ("{", OBJECT, Refused("json-invalid", {"line": 1, "column": 2})),
        ('{\n "a": 1,\n}', OBJECT, Refused("json-invalid", {"line": 3, "column": 1})),
        ("{'a': 1}", OBJECT, Refused("json-invalid", {"line": 1, "column": 2})),
        ('{"a": NaN}', OBJECT, Refused("json-invalid", {"line": 1, "column": 1})),
        ('{"a": Infinity}', OBJECT, Refused("json-invalid", {"line": 1, "column": 1})),
        ('{"a": 1, "a": 2}', OBJECT, Refused("json-invalid", {"line": 1, "column": 1})),
        ('{"a": 1e999}', OBJECT, Refused("number-invalid")),
        ('{"a": "\\u0000"}', OBJECT, Refused("text-broken")),
        ('{"a": "\\ud800"}', OBJECT, Refused("text-broken")),
        ("[1]", OBJECT, Refused("type", {"expected": "object"})),
        ("{}", LIST, Refused("type", {"expected": "array"})),
        ('"text"', OBJECT, Refused("type", {"expected": "object"})),
        ("5", LIST, Refused("type", {"expected": "array"})),
        ("[" * 30 + "]" * 30, LIST, Refused("json-deep", {"most": MOST_LEVELS})),
        ("[" * 100_000, LIST, Refused("json-invalid", {"line": 1, "column": 1})),
        ('"' + "x" * 200_000 + '"', LIST, Refused("json-long", {"most": MOST_CHARACTERS})),
        ("9" * 5000, LIST, Refused("json-invalid", {"line": 1, "column": 1})),
    ],
)
def test_what_is_no_data_of_the_field_is_refused(
    typed: str, schema: JsonObject, refused: Refused
) -> None:
    assert JSON.parse(typed, schema, SV) == refused


def test_data_from_elsewhere_is_checked_too() -> None:
    deep: JsonValue = {}
    for _ in range(MOST_LEVELS):
        deep = {"in": deep}

    assert JSON.problem(deep, OBJECT) == Refused("json-deep", {"most": MOST_LEVELS})
    assert JSON.problem({"a": "x\0"}, OBJECT) == Refused("text-broken")
    assert JSON.problem({"a": ["x" * MOST_CHARACTERS]}, OBJECT) == Refused(
        "json-long", {"most": MOST_CHARACTERS}
    )
    assert JSON.problem("{}", OBJECT) is None


def test_data_can_be_typed_as_it_is_shown() -> None:
    value: JsonValue = {"b": [1, {"å": None}], "a": "text"}

    assert JSON.parse(JSON.text(value, OBJECT, SV), OBJECT, SV) == value
    assert JSON.parse(indented(value), OBJECT, SV) == value
    assert JSON.normal(value, OBJECT) == value


def test_data_is_an_object_or_a_list_and_has_no_order() -> None:
    assert JSON.fits(OBJECT)
    assert JSON.fits(LIST)
    assert not JSON.fits({"type": "string"})
    assert not JSON.fits({**LIST, "items": {"type": "string"}})
    assert JSON.slot is None
    assert JSON.operators == {"empty", "filled"}


def test_rich_text_is_stored_as_its_markdown() -> None:
    typed = "# Heading\r\n\r\n- one\r\n- two"

    assert RICH.parse(typed, RICH.new_schema(), SV) == "# Heading\n\n- one\n- two"
    assert RICH.text("**bold**", {}, SV) == "**bold**"
    assert RICH.problem("<script>alert(1)</script>", {}) is None
    assert RICH.slot is None
    assert not RICH.as_written
