"""Records checked against models: our closures and `jsonschema` say the same."""

import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from stuga.builder.templates import templates
from stuga.models.definition.keywords import CHECKS, VALIDATION_CODES, is_multiple
from stuga.models.definition.model import Model
from stuga.models.definition.patterns import compiled
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Refused
from stuga.models.definition.validation import record_validator
from stuga.models.definition.validation import tester as makes_check
from stuga.models.json import JsonObject, JsonValue

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("keyword_vectors.json").read_text("utf-8")
)


def exact_step(
    _validator: object, step: float, value: JsonValue, _schema: object
) -> Iterator[ValidationError]:
    """Take numbers for the decimals they are written as; `jsonschema` divides doubles."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and not is_multiple(value, step):  # type: ignore[arg-type]
        yield ValidationError("not a multiple")


def like_ecma(
    _validator: object, pattern: str, value: JsonValue, _schema: object
) -> Iterator[ValidationError]:
    """Give patterns the meaning of ECMA-262; `jsonschema` gives them Python's."""
    if isinstance(value, str) and not compiled(pattern).search(value):
        yield ValidationError("not like the pattern")


def is_json_number(_checker: object, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


Reference = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"multipleOf": exact_step, "pattern": like_ecma},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", is_json_number),
)


def found_by_us(schema: JsonObject, value: JsonValue) -> dict[str, Refused]:
    found: dict[str, Refused] = {}
    makes_check(schema)(value, "", found)
    return found


def places_by_reference(reference: Draft202012Validator, value: JsonValue) -> set[str]:
    places = set()
    for error in reference.iter_errors(value):
        place = pointer(*error.absolute_path)
        if error.validator == "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            places |= {place + pointer(name) for name in missing}
        elif error.validator == "additionalProperties" and error.validator_value is False:
            known = error.schema.get("properties", {})
            places |= {place + pointer(name) for name in error.instance if name not in known}
        else:
            places.add(place)
    return places


def every_value() -> list[tuple[dict[str, Any], JsonValue, bool]]:
    return [
        (vector, value, verdict == "valid")
        for vector in VECTORS
        for verdict in ("valid", "invalid")
        for value in vector[verdict]
    ]


def test_the_vectors_cover_every_keyword() -> None:
    covered = {vector["keyword"] for vector in VECTORS}

    assert {*CHECKS, "type", "items", "properties", "required", "additionalProperties"} <= covered
    assert all(vector["valid"] for vector in VECTORS)


def test_our_verdict_is_that_of_the_vectors() -> None:
    for vector, value, valid in every_value():
        found = found_by_us(vector["schema"], value)
        assert (not found) is valid, (vector["keyword"], vector["about"], value, found)


def test_the_verdict_of_jsonschema_is_that_of_the_vectors() -> None:
    for vector, value, valid in every_value():
        assert Reference(vector["schema"]).is_valid(value) is valid, (vector["about"], value)


def test_both_find_the_same_places_whatever_the_value() -> None:
    values = [value for _, value, _ in every_value()]
    for vector in VECTORS:
        test, reference = makes_check(vector["schema"]), Reference(vector["schema"])
        for value in values:
            found: dict[str, Refused] = {}
            test(value, "", found)
            assert set(found) == places_by_reference(reference, value), (vector["about"], value)


def test_both_agree_on_thousands_of_made_up_records() -> None:
    chance = random.Random(20261121)  # noqa: S311 - the same values each time
    odd: list[JsonValue] = [value for _, value, _ in every_value()]
    for template in templates().values():
        for model in template.app.models.values():
            test, reference = makes_check(model.schema), Reference(model.schema)
            for seed in range(60):
                record = made_up(model, seed, chance, odd)
                found: dict[str, Refused] = {}
                test(record, "", found)
                assert (not found) is reference.is_valid(record), (model.key, record, found)


def made_up(model: Model, seed: int, chance: random.Random, odd: list[JsonValue]) -> JsonObject:
    """Make a record that fits but for one or two members, now and then."""
    record: JsonObject = {
        field.key: field.kind.sample(field.schema, seed)
        for field in model.fields.values()
        if "pattern" not in field.schema
    }
    for _ in range(chance.choice([0, 1, 1, 2])):
        key = chance.choice([*model.fields, "unknown"])
        if chance.random() < 0.3:
            record.pop(key, None)
        else:
            record[key] = chance.choice(odd)
    return record


@pytest.mark.parametrize(
    ("schema", "value", "code", "arguments"),
    [
        ({"type": "string"}, 1, "type", {"expected": "string"}),
        ({"minLength": 3}, "ab", "min-length", {"limit": 3}),
        ({"maxLength": 3}, "abcd", "max-length", {"limit": 3}),
        ({"minimum": 0.10}, 0, "minimum", {"limit": "0.1"}),
        ({"maximum": 100}, 101, "maximum", {"limit": 100}),
        ({"exclusiveMinimum": 0}, 0, "exclusive-minimum", {"limit": 0}),
        ({"exclusiveMaximum": 1e21}, 1e21, "exclusive-maximum", {"limit": "1" + "0" * 21}),
        ({"multipleOf": 0.01}, 0.001, "multiple-of", {"limit": "0.01"}),
        ({"pattern": "^a"}, "b", "pattern", {}),
        ({"enum": ["a"]}, "b", "choice-unknown", {}),
        ({"oneOf": [{"const": "a"}]}, "b", "choice-unknown", {}),
        ({"minItems": 1}, [], "min-items", {"limit": 1}),
        ({"maxItems": 1}, [1, 2], "max-items", {"limit": 1}),
        ({"uniqueItems": True}, [1, 1], "items-repeated", {}),
    ],
)
def test_a_refusal_has_a_code_and_what_its_words_need(
    schema: JsonObject, value: JsonValue, code: str, arguments: dict[str, str | int]
) -> None:
    assert found_by_us(schema, value) == {"": Refused(code, arguments)}
    assert VALIDATION_CODES[code] == tuple(arguments)


def case() -> Model:
    return templates()["case-handling"].app.models["case"]


def test_a_record_is_refused_by_place_missing_and_unknown_fields_too() -> None:
    errors = record_validator(case())({"subject": "Fence", "kind": "castle", "colour": "red"})

    assert errors == {
        "/applicant": Refused("required"),
        "/kind": Refused("choice-unknown"),
        "/colour": Refused("unknown-field"),
    }


def test_a_kind_says_what_a_schema_cannot() -> None:
    record: JsonObject = {"subject": "Fence", "kind": "permit", "applicant": "Sten Ek"}
    validate = record_validator(case())

    assert not validate({**record, "pnr": "199001012385", "closed_on": "2026-02-28"})
    assert validate({**record, "pnr": "199001012386"})["/pnr"].code == "national-id-checksum"
    assert validate({**record, "closed_on": "2026-02-30"})["/closed_on"].code == "date-invalid"


def test_a_kind_is_not_asked_about_what_the_schema_refuses() -> None:
    errors = record_validator(case())({"email": 7, "phone": "0" * 40})

    assert errors["/email"] == Refused("type", {"expected": "string"})
    assert errors["/phone"] == Refused("max-length", {"limit": 32})


def test_an_item_of_a_list_is_named_by_its_number() -> None:
    schema: JsonObject = {"properties": {"a/b": {"items": {"type": "string"}}}}

    assert set(found_by_us(schema, {"a/b": ["x", 1, "y", 2]})) == {"/a~1b/1", "/a~1b/3"}


def test_infinity_and_nan_are_no_numbers() -> None:
    for value in (math.inf, -math.inf, math.nan):
        assert found_by_us({"type": "number"}, value)[""].code == "type"


def test_a_record_of_twenty_fields_is_checked_in_a_moment() -> None:
    model = case()
    validate = record_validator(model)
    record = {field.key: field.kind.sample(field.schema, 3) for field in model.fields.values()}
    assert not validate(record)

    def took() -> float:
        started = time.perf_counter()
        validate(record)
        return time.perf_counter() - started

    assert min(took() for _ in range(50)) < 0.005  # about 0.1 ms, most of it phone and e-mail
