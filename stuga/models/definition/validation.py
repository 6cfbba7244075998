"""Checks a record against its model: JSON Schema's verdict, by closures made once per model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from stuga.models.definition.keywords import CHECKS, Check, is_of_type
from stuga.models.definition.kinds import Kind, kind_of
from stuga.models.definition.model import Model
from stuga.models.definition.reading import members_at, object_at, pointer, text_at, texts_at
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject, JsonValue

Found: TypeAlias = dict[str, Refused]
Tester: TypeAlias = Callable[[JsonValue, str, Found], None]

REQUIRED: Final = Refused("required")
UNKNOWN_FIELD: Final = Refused("unknown-field")


def record_validator(model: Model) -> Callable[[JsonObject], Errors]:
    """Make the validator of a model's records; keep it, making it costs more than using it.

    Errors are keyed by JSON pointer, one for each place. What JSON Schema cannot say (a checksum,
    a calendar) is asked of the field's kind, once the value has passed the rest.
    """
    kinds = {key: field.kind for key, field in model.fields.items()}
    test = _tester(model.schema, kinds)

    def validate(data: JsonObject) -> Errors:
        found: Found = {}
        test(data, "", found)
        return found

    return validate


def tester(schema: JsonObject) -> Tester:
    """Make a function that finds what in a value breaks a schema of the allowed keywords."""
    return _tester(schema, {})


def _tester(schema: JsonObject, kinds: Mapping[str, Kind]) -> Tester:
    checks = _checks(schema)
    inner = _members(schema, kinds) + _items(schema)

    def test(value: JsonValue, at: str, found: Found) -> None:
        for check in checks:
            refused = check(value)
            if refused is not None:
                found[at] = refused
                break
        for look in inner:
            look(value, at, found)

    return test


def _checks(schema: JsonObject) -> tuple[Check, ...]:
    kind = schema.get("type")
    first = (is_of_type(kind),) if isinstance(kind, str) else ()
    return first + tuple(
        make(schema[keyword]) for keyword, make in CHECKS.items() if keyword in schema
    )


@dataclass(frozen=True, slots=True)
class _Members:
    """What a schema says of the members of an object; called, it tests one."""

    required: tuple[tuple[str, str], ...]
    known: Mapping[str, tuple[str, Tester]]
    other: Tester

    def __call__(self, value: JsonValue, at: str, found: Found) -> None:
        if not isinstance(value, dict):
            return
        for key, below in self.required:
            if key not in value:
                found[at + below] = REQUIRED
        for key, one in value.items():
            known = self.known.get(key)
            if known is None:
                self.other(one, at + pointer(key), found)
            else:
                known[1](one, at + known[0], found)


def _members(schema: JsonObject, kinds: Mapping[str, Kind]) -> tuple[Tester, ...]:
    if not {"properties", "required", "additionalProperties"} & schema.keys():
        return ()
    known = {
        key: (pointer(key), _with_kind(tester(one), one, kinds.get(key)))
        for key, one in members_at(schema, "properties")
    }
    required = tuple((key, pointer(key)) for key in texts_at(schema, "required"))
    return (_Members(required, known, _other(schema)),)


def _other(schema: JsonObject) -> Tester:
    """Make the test of members that no property describes."""
    if schema.get("additionalProperties") is False:
        return _refuse_unknown
    return tester(object_at(schema, "additionalProperties"))


def _refuse_unknown(_value: JsonValue, at: str, found: Found) -> None:
    found[at] = UNKNOWN_FIELD


def _with_kind(test: Tester, schema: JsonObject, kind: Kind | None) -> Tester:
    if kind is None:
        return test

    def both(value: JsonValue, at: str, found: Found) -> None:
        before = len(found)
        test(value, at, found)
        if len(found) == before:
            for below, refused in kind.problems(value, schema).items():
                found[at + below] = refused

    return both


def _items(schema: JsonObject) -> tuple[Tester, ...]:
    items = object_at(schema, "items")
    if not items:
        return ()
    test = _tester(items, _kinds_in_rows(schema, items))

    def look(value: JsonValue, at: str, found: Found) -> None:
        if isinstance(value, list):
            for position, one in enumerate(value):
                test(one, f"{at}/{position}", found)

    return (look,)


def _kinds_in_rows(schema: JsonObject, items: JsonObject) -> Mapping[str, Kind]:
    """Return the kinds of the fields that a list's rows have; none for other arrays."""
    if text_at(object_at(schema, "x-field"), "kind") != "list":
        return {}
    found = ((key, kind_of(one)) for key, one in members_at(items, "properties"))
    return {key: kind for key, kind in found if kind is not None}
