"""Whether a definition has the shape that its JSON Schemas ask for."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from itertools import islice
from typing import Final, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import create, extend, validates
from referencing import Registry
from referencing.jsonschema import DRAFT202012, EMPTY_REGISTRY, SchemaRegistry

from stuga.models.definition.checks.problem import Problem
from stuga.models.definition.checks.sentences import fix_for, sentence
from stuga.models.definition.reading import object_at, pointer, text_at
from stuga.models.json import JsonObject, JsonValue

DEEPEST: Final = 50
FILES: Final = (
    "app.json",
    "condition.json",
    "element.json",
    "model.json",
    "retention.json",
    "role.json",
    "screen.json",
    "vocabulary.json",
    "words.json",
)


@cache
def schema_documents() -> Mapping[str, JsonObject]:
    """Read the schemas that ship with the product, by file name; the same ones each time."""
    folder = resources.files("stuga.models.definition") / "schemas"
    return {name: json.loads((folder / name).read_text("utf-8")) for name in FILES}


@cache
def registry() -> SchemaRegistry:
    """Gather our schemas by their `$id`, for any validator that follows references to them."""
    found: SchemaRegistry = Registry().combine(EMPTY_REGISTRY)
    for document in schema_documents().values():
        # At a `$schema`, jsonschema goes back to its own validator, and our quick `if` is lost.
        plain = {key: one for key, one in document.items() if key != "$schema"}
        found = found.with_resource(text_at(document, "$id"), DRAFT202012.create_resource(plain))
    return found.crawl()


@cache
def validator_of(urn: str) -> Draft202012Validator:
    """Make the validator of one of our schemas, such as `urn:stuga:app:1`, once."""
    register_vocabulary()
    return _Validator({"$ref": urn}, registry=registry())


def _if(
    validator: Draft202012Validator, test: JsonObject, instance: JsonValue, schema: JsonObject
) -> Iterator[ValidationError]:
    """Do as JSON Schema's `if`, but decide at once what our schemas ask: which type, which member.

    The plain way tries an element against each of its twelve types, at ten times the cost.
    """
    decided = _decided(test, instance)
    holds = validator.evolve(schema=test).is_valid(instance) if decided is None else decided
    branch = "then" if holds else "else"
    if branch in schema:
        yield from validator.descend(instance, object_at(schema, branch), schema_path=branch)


def _decided(test: JsonObject, instance: JsonValue) -> bool | None:
    required = test.get("required")
    if not isinstance(instance, dict) or not isinstance(required, list) or len(required) != 1:
        return None
    (key,) = required
    if test.keys() == {"required"}:
        return key in instance
    wanted = object_at(object_at(test, "properties"), str(key)).get("const")
    return instance.get(str(key)) == wanted if isinstance(wanted, str) else None


# The stubs of `extend` have no types; it makes a class like the one it is given.
_Validator: Final = cast(
    "type[Draft202012Validator]",
    extend(Draft202012Validator, {"if": _if}),  # type: ignore[no-untyped-call]
)


@cache
def register_vocabulary() -> None:
    """Make our vocabulary known to `jsonschema`, which warns at an unknown `$schema`."""
    vocabulary = schema_documents()["vocabulary.json"]
    like = Draft202012Validator
    known = create(
        meta_schema=vocabulary,
        validators=dict(like.VALIDATORS),
        version="stuga-vocabulary-1",
        type_checker=like.TYPE_CHECKER,
        format_checker=like.FORMAT_CHECKER,
        id_of=_id_of,
    )
    # The stubs take an instance here; it is the class that is registered.
    validates("stuga-vocabulary-1")(known)  # type: ignore[arg-type]


def _id_of(schema: bool | Mapping[str, JsonValue]) -> str:  # noqa: FBT001 - jsonschema's signature
    found = "" if isinstance(schema, bool) else schema.get("$id", "")
    return found if isinstance(found, str) else ""


def is_too_deep(document: JsonObject) -> bool:
    """Whether a document is nested so deeply that nobody wrote it: it would end the stack."""
    level: list[JsonValue] = [document]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
    return bool(level)


def _inside(value: JsonValue) -> Iterable[JsonValue]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


MOST_PROBLEMS: Final = 200


def structure_problems(document: JsonObject) -> list[Problem]:
    """List where a definition has not the shape of an app, in document order; the first 200."""
    found = validator_of("urn:stuga:app:1").iter_errors(_without_known_parts(document))
    errors = islice(found, MOST_PROBLEMS)
    return [_problem(document, error) for error in sorted(errors, key=_position)]


# What stands for a part that was found sound before: while someone designs, for all but one.
_SOUND: Final[Mapping[str, tuple[str, JsonObject]]] = {
    "models": (
        "urn:stuga:model:1",
        {"type": "object", "title": "·", "properties": {}, "additionalProperties": False},
    ),
    "screens": ("urn:stuga:screen:1", {"type": "page", "title": "·"}),
    "roles": ("urn:stuga:role:1", {"title": "·"}),
    "texts": ("urn:stuga:app:1#/properties/texts/additionalProperties", {}),
}


def _without_known_parts(document: JsonObject) -> JsonObject:
    short = dict(document)
    for name, (urn, stand_in) in _SOUND.items():
        parts = document.get(name)
        if isinstance(parts, dict):
            short[name] = {
                key: stand_in if _is_sound(urn, json.dumps(part)) else part
                for key, part in parts.items()
            }
    return short


@lru_cache(maxsize=500)
def _is_sound(urn: str, text: str) -> bool:
    return validator_of(urn).is_valid(json.loads(text))


def _position(error: ValidationError) -> list[str]:
    return [f"{part:08}" if isinstance(part, int) else part for part in error.absolute_path]


def _problem(document: JsonObject, error: ValidationError) -> Problem:
    return Problem(
        severity="error",
        pointer=pointer(*error.absolute_path),
        code=f"structure-{error.validator}",
        message=sentence(document, error),
        fix=fix_for(error),
    )
