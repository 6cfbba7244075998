"""The shape of definitions."""

import warnings

import pytest
from jsonschema import Draft202012Validator, validate

from stuga.models.definition.check import problems
from stuga.models.definition.patch import patched
from stuga.models.definition.structure import schema_documents, structure_problems, validator_of
from stuga.models.json import JsonObject, JsonValue
from tests.factories.telling import untold


def found(document: JsonObject, *patch: JsonObject) -> list[tuple[str, str]]:
    problems_found = structure_problems(patched(document, patch))
    assert [words for one in problems_found for words in untold(one.message)] == []
    return [(one.pointer, str(one.message)) for one in problems_found]


def add(path: str, value: JsonValue) -> JsonObject:
    return {"op": "add", "path": path, "value": value}


@pytest.mark.parametrize("name", sorted(schema_documents()))
def test_every_schema_is_a_schema_with_its_own_name(name: str) -> None:
    document = schema_documents()[name]

    Draft202012Validator.check_schema(document)
    assert document["$id"] == f"urn:stuga:{name.removesuffix('.json')}:1"


def test_no_validator_warns_at_the_vocabulary() -> None:
    validator_of("urn:stuga:app:1")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        validate({"a": 1}, {"$schema": "urn:stuga:vocabulary:1", "type": "object"})


def test_a_model_is_plain_json_schema_to_any_validator(cases: JsonObject) -> None:
    model = cases["models"]["case"]  # type: ignore[index,call-overload]
    alone = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model}  # type: ignore[dict-item]

    Draft202012Validator.check_schema(alone)
    record = {"subject": "Fence", "kind": "permit", "applicant": "Sten Ek"}
    assert Draft202012Validator(alone).is_valid(record)
    assert not Draft202012Validator(alone).is_valid({**record, "kind": "other"})


def test_a_whole_app_has_no_structural_problem(cases: JsonObject) -> None:
    assert not structure_problems(cases)


@pytest.mark.parametrize(
    ("patch", "pointer", "words"),
    [
        (add("/colour", "red"), "", "App: “colour” is not known here."),
        ({"op": "remove", "path": "/title"}, "", "App: “title” is missing."),
        (add("/key", "My App"), "/key", "“My App” cannot be a key."),
        (add("/language", "English"), "/language", "is not a language"),
        (add("/theme/accent", "green"), "/theme/accent", "is not a colour"),
        (add("/models/case/type", "array"), "/models/case/type", "Model “Case”, “type”: this must"),
        (
            add("/models/case/properties/kind/title", ""),
            "/models/case/properties/kind/title",
            "is empty",
        ),
        (
            add("/models/case/properties/kind/minLenght", 3),
            "/models/case/properties/kind",
            "“minLenght” is not known here",
        ),
        (
            add("/models/case/properties/kind/$ref", "#/x"),
            "/models/case/properties/kind",
            "“$ref” is not known here",
        ),
        (
            add("/screens/inbox/filter", {"field": "kind"}),
            "/screens/inbox/filter",
            "a condition needs a comparison",
        ),
        (
            add("/screens/inbox/filter", {"field": "kind", "is": "a", "in": ["b"]}),
            "/screens/inbox/filter",
            "makes one comparison",
        ),
        (
            add("/screens/inbox/filter", {"all": [{"field": "kind", "equals": "permit"}]}),
            "/screens/inbox/filter/all/0",
            "“equals” is not known here",
        ),
        (add("/screens/inbox/type", "table"), "/screens/inbox/type", "“table” is not one of form"),
        (
            add("/screens/overview/elements/0", {"type": "gauge"}),
            "/screens/overview/elements/0/type",
            "“gauge” is not one of field",
        ),
        (
            add("/screens/overview/elements/3/y", {"median": "amount"}),
            "/screens/overview/elements/3/y",
            "“median” is not known here",
        ),
        (
            add("/retention/closed-2y/keep_max", "2 years"),
            "/retention/closed-2y/keep_max",
            "Write P2Y for two years",
        ),
        (
            add("/roles/handler/models/case/read", "yes"),
            "/roles/handler/models/case/read",
            "this must be true or false or an object",
        ),
        (
            add("/models/case/properties/kind/x-privacy", {"personal": "maybe"}),
            "/models/case/properties/kind/x-privacy/personal",
            "“maybe” is not one of none, direct",
        ),
        (add("/automations/x", {}), "/automations", "cannot be used yet"),
    ],
)
def test_a_misshapen_part_is_named_with_its_place(
    cases: JsonObject, patch: JsonObject, pointer: str, words: str
) -> None:
    problems_found = found(cases, patch)

    assert any(place == pointer and words in message for place, message in problems_found), (
        problems_found
    )


def test_places_are_named_by_title_and_number(cases: JsonObject) -> None:
    patch = add("/screens/apply/steps/1/elements/0/widgett", "radio")

    ((_, message),) = found(cases, patch)

    assert message.startswith("Screen “Apply or get in touch”, step 2 “Your matter”, element 1: ")


def test_a_misspelt_member_is_corrected_by_its_fix(cases: JsonObject) -> None:
    wrong = patched(
        cases,
        [{"op": "move", "from": "/screens/inbox/columns", "path": "/screens/inbox/colums"}],
    )
    fix = next(one.fix for one in structure_problems(wrong) if one.fix)

    assert str(fix.title) == "Correct the spelling"
    assert patched(wrong, fix.patch) == cases


def test_a_misspelt_value_is_corrected_by_its_fix(cases: JsonObject) -> None:
    wrong = patched(cases, [add("/screens/inbox/type", "lists")])
    fix = structure_problems(wrong)[0].fix

    assert fix is not None
    assert patched(wrong, fix.patch) == cases


def test_a_part_that_was_sound_before_is_found_broken_after(cases: JsonObject) -> None:
    assert not structure_problems(cases)

    assert found(cases, add("/screens/inbox/columns", "kind"))
    assert not structure_problems(cases)


def test_a_document_nested_beyond_reason_is_refused_without_a_crash() -> None:
    deep: JsonObject = {"type": "section"}
    for _ in range(3000):
        deep = {"elements": [deep]}

    (problem,) = problems({"screens": {"a": deep}})

    assert problem.code == "too-deep"


@pytest.mark.parametrize("odd", ["x", 3, None, True, [], [[]], {"": {"": []}}, {"a": None}])
def test_anything_can_be_checked_without_a_crash(cases: JsonObject, odd: JsonValue) -> None:
    for part in cases:
        assert problems({**cases, part: odd}) is not None
