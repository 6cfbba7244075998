"""What holds for every field kind."""

import itertools
from datetime import datetime

import pytest
from babel import Locale

from stuga.models.definition import validation
from stuga.models.definition.kinds import KINDS, Kind, Slot, kind_of
from stuga.models.definition.refusals import CODES, Refused
from stuga.models.json import JsonObject, JsonValue

LOCALES = [Locale("sv"), Locale("nb"), Locale("en"), Locale("en", "US")]
NAMES = [
    "text",
    "long-text",
    "integer",
    "decimal",
    "money",
    "yes-no",
    "date",
    "date-time",
    "choice",
    "choices",
    "rich-text",
    "percent",
    "time",
    "duration",
    "organisation-number",
    "iban",
    "bankgiro",
    "json",
    "e-mail",
    "phone",
    "link",
    "national-id",
    "person",
    "reference",
]
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def test_the_kinds_that_apps_rely_on_are_there() -> None:
    assert set(NAMES) <= set(KINDS)


# A computed field is of the kind of its result.
@pytest.mark.parametrize("kind", [one for one in KINDS.values() if one.name != "computed"])
def test_a_new_field_is_of_its_kind(kind: Kind) -> None:
    schema = kind.new_schema()

    assert kind.fits(schema)
    assert kind_of(schema) is kind
    assert kind.new_schema() is not schema


@every_kind
def test_samples_are_valid_normal_and_differ(kind: Kind) -> None:
    schema = kind.new_schema()
    samples = [kind.sample(schema, seed) for seed in range(40)]

    for sample in samples:
        assert problems_of(kind, sample, schema) == []
        assert kind.normal(sample, schema) == sample
    assert samples == [kind.sample(schema, seed) for seed in range(40)]
    assert len({str(sample) for sample in samples}) > 1


def problems_of(kind: Kind, value: JsonValue, schema: JsonObject) -> list[Refused]:
    found: dict[str, Refused] = {}
    validation.tester(schema)(value, "", found)
    own = kind.problem(value, schema)
    return [*found.values(), *([own] if own else [])]


@every_kind
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_what_is_shown_can_be_typed(kind: Kind, locale: Locale) -> None:
    schema = kind.new_schema()

    for seed in range(40):
        sample = kind.sample(schema, seed)
        assert kind.parse(kind.text(sample, schema, locale), schema, locale) == sample


@every_kind
@pytest.mark.parametrize("typed", ["", "  ", "\u00a0\t\n", [], [""]])
def test_nothing_typed_is_nothing(kind: Kind, typed: str | list[str]) -> None:
    assert kind.parse(typed, kind.new_schema(), LOCALES[0]) is None


@every_kind
def test_nothing_has_no_problem_no_words_and_no_slot(kind: Kind) -> None:
    schema = kind.new_schema()

    assert kind.problem(None, schema) is None
    assert kind.normal(None, schema) is None
    assert kind.text(None, schema, LOCALES[0]) == ""
    assert kind.slot_value(None, schema, "sv") is None


@every_kind
@pytest.mark.parametrize("typed", ["Sten\0Ek", "Sten\ud800Ek", "\udfff"])
def test_what_the_database_cannot_keep_is_refused(kind: Kind, typed: str) -> None:
    schema = kind.new_schema()

    assert isinstance(kind.parse(typed, schema, LOCALES[0]), Refused)
    if schema["type"] == "string":
        assert kind.problem(typed, schema) == Refused("text-broken")
        assert kind.normal(typed, schema) == typed


# Kinds whose values have parts take what others must leave alone.
WRONG: dict[str, list[JsonValue]] = {name: [{"a": 1}, [1], [None], [[]]] for name in KINDS}
WRONG["json"] = ["{}", 5, True]


@every_kind
def test_a_wrong_json_type_is_left_to_json_schema(kind: Kind) -> None:
    for value in WRONG[kind.name]:
        is_left_alone(kind, value, kind.new_schema())


def is_left_alone(kind: Kind, value: JsonValue, schema: JsonObject) -> None:
    assert kind.problem(value, schema) is None
    assert kind.normal(value, schema) == value
    assert kind.text(value, schema, LOCALES[0]) == ""
    assert kind.slot_value(value, schema, "sv") is None


@every_kind
def test_a_slot_holds_what_its_column_takes(kind: Kind) -> None:
    types = {None: type(None), Slot.TEXT: str, Slot.NUMBER: float, Slot.DATE: datetime}
    schema = kind.new_schema()

    for seed in range(10):
        assert type(kind.slot_value(kind.sample(schema, seed), schema, "sv")) is types[kind.slot]


@every_kind
def test_a_refusal_has_a_known_code_and_its_arguments(kind: Kind) -> None:
    schema = {**kind.new_schema(), "multipleOf": 5}
    nasty = ["!", "12345678901234567890", "-", "//", "@", "1.5", "2026-13-01", "x" * 9999, "1" * 99]

    for typed, locale in itertools.product(nasty, LOCALES):
        found = kind.parse(typed, schema, locale)
        refused = found if isinstance(found, Refused) else kind.problem(found, schema)
        if refused:
            assert set(refused.arguments) == set(CODES[refused.code])


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "pattern": "^a"}, "text"),
        ({"type": "integer"}, "integer"),
        ({"type": "number", "multipleOf": 0.5}, "decimal"),
        ({"type": "boolean"}, "yes-no"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "date-time"}, "date-time"),
        ({"type": "string", "format": "email"}, "e-mail"),
        ({"type": "string", "format": "uri"}, "link"),
        ({"type": "string", "format": "personnummer"}, "national-id"),
        ({"type": "string", "format": "time-local"}, "time"),
        ({"type": "string", "format": "duration"}, "duration"),
        ({"type": "number", "x-field": {"kind": "percent"}}, "percent"),
        ({"type": "string", "x-field": {"kind": "national-id", "country": "NO"}}, "national-id"),
        ({"type": "string", "oneOf": [{"const": "a", "title": "A"}]}, "choice"),
        ({"type": "string", "enum": ["a", "b"]}, "choice"),
        ({"type": "array", "items": {"type": "string", "enum": ["a"]}}, "choices"),
        ({"type": "string", "x-field": {"kind": "person"}}, "person"),
        ({"type": "number", "x-field": {"kind": "money", "currency": "EUR"}}, "money"),
        ({"type": "string", "x-field": {"widget": "radio"}}, "text"),
        ({"type": "integer", "x-field": {"kind": "person"}}, "person"),
    ],
)
def test_a_schema_tells_its_kind(schema: JsonObject, name: str) -> None:
    assert kind_of(schema) is KINDS[name]


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object"},
        {"type": "array"},
        {"type": "array", "items": {"type": "string"}},
        {"type": ["string", "null"]},
        {"type": "string", "format": "uuid"},
        {"type": "string", "enum": [1, 2]},
        {"type": "string", "oneOf": [{"const": "a"}, {"minLength": 3}]},
        {"type": "string", "x-field": {"kind": "hologram"}},
        {"type": "string", "x-field": {"kind": 5}},
    ],
)
def test_a_schema_without_a_known_kind_has_none(schema: JsonObject) -> None:
    assert kind_of(schema) is None


def test_a_named_kind_that_does_not_fit_can_be_told() -> None:
    assert not KINDS["person"].fits({"type": "integer"})
    assert not KINDS["long-text"].fits({"type": "string", "format": "date"})
    assert not KINDS["money"].fits({"type": "string"})
