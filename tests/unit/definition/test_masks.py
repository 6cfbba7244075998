"""What a mask leaves of a value: the end of a text, and of all else that there is one."""

import pytest

from stuga.models.definition.field import Field
from stuga.models.definition.masks import masked, masked_in
from stuga.models.json import JsonObject, JsonValue


def field_of(**schema: JsonValue) -> Field:
    found = Field.read("field", {"title": "Field", **schema}, required=False)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("198112289874", "••••9874"),
        ("Viskat-4711", "••••711"),
        ("123456", "••••56"),
        ("123", "••••3"),
        ("ab", "••••"),
        ("", "••••"),
        ("x" * 500 + "1234", "••••1234"),
    ],
)
def test_the_end_of_a_text_stays_and_its_length_does_not_show(value: str, shown: str) -> None:
    assert masked(field_of(type="string"), value) == shown


def test_numbers_of_registers_show_their_end() -> None:
    assert masked(field_of(type="string", format="personnummer"), "198112289874") == "••••9874"


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "number"}, 1234567.5),
        ({"type": "boolean"}, True),
        ({"type": "string", "format": "date"}, "2026-01-31"),
        ({"type": "string", "oneOf": [{"const": "permit"}, {"const": "complaint"}]}, "permit"),
        ({"type": "string", "x-field": {"kind": "long-text"}}, "A long story."),
        (
            {"type": "string", "x-field": {"kind": "reference", "model": "case"}},
            "01990000-0000-7000-8000-000000001234",
        ),
        ({"type": "array", "items": {"type": "string"}, "x-field": {"kind": "json"}}, ["a"]),
    ],
)
def test_of_all_else_it_is_told_only_that_there_is_a_value(
    schema: JsonObject, value: JsonValue
) -> None:
    assert masked(field_of(**schema), value) == "••••"


def test_where_there_is_nothing_nothing_is_masked() -> None:
    assert masked_in([field_of(type="string")], {"other": "seen", "field": None}) == {}
