"""What the checker finds in lists, sequences and files, told in every language."""

import pytest

from stuga.models.definition.check import Problem, problems
from stuga.models.definition.starters import NewField, from_fields, new_field
from stuga.models.json import JsonObject, JsonValue
from tests.factories.telling import untold

NOT_PERSONAL: JsonObject = {"personal": "none"}


def found_in(schema: JsonObject) -> list[Problem]:
    document = from_fields("a", "A", "en", "thing", [NewField(key="value", schema=schema)])
    found = [one for one in problems(document) if one.severity == "error"]
    assert [words for one in found for words in untold(one.message)] == []
    assert [words for one in found if one.fix for words in untold(one.fix.title)] == []
    return found


def row_of(**fields: JsonObject) -> JsonObject:
    schema = new_field("list", "Rows")
    schema["items"] = {"type": "object", "properties": dict(fields), "additionalProperties": False}
    return schema


def field(kind: str, **more: JsonValue) -> JsonObject:
    return {**new_field(kind, "Inner"), "x-privacy": NOT_PERSONAL, **more}


def test_a_sound_list_has_no_problem() -> None:
    assert found_in(row_of(inner=field("text"))) == []


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        (row_of(), "list-empty"),
        (row_of(inner=field("file")), "list-kind"),
        (row_of(inner=row_of(inner=row_of(inner=field("text")))), "list-deep"),
        (
            row_of(
                inner=field(
                    "text",
                    **{
                        "x-privacy": {
                            "personal": "direct",
                            "anonymise": {"method": "redact", "into": "other"},
                        }
                    },
                )
            ),
            "list-into",
        ),
        (
            {
                **row_of(inner=field("text", **{"x-privacy": {"personal": "direct"}})),
                "x-privacy": NOT_PERSONAL,
            },
            "list-privacy",
        ),
        (
            field("sequence", **{"x-field": {"kind": "sequence", "format": "C-{year}"}}),
            "sequence-format",
        ),
        (field("sequence", maxLength=10), "sequence-limits"),
        (
            field("file", **{"x-field": {"kind": "file", "accept": ["application/x-nothing"]}}),
            "accept-unknown",
        ),
        (field("file", default="01950000-0000-7000-8000-000000000017"), "file-default"),
    ],
)
def test_a_mistake_is_named(schema: JsonObject, code: str) -> None:
    assert code in {one.code for one in found_in(schema)}
