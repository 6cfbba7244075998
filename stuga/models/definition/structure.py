"""Whether a definition has the shape that its JSON Schemas ask for."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import create, validates
from referencing import Registry
from referencing.jsonschema import DRAFT202012, EMPTY_REGISTRY, SchemaRegistry

from stuga.models.definition.checks.problem import Problem
from stuga.models.definition.checks.sentences import fix_for, sentence
from stuga.models.definition.reading import pointer, text_at
from stuga.models.json import JsonObject, JsonValue

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
        found = found.with_resource(text_at(document, "$id"), DRAFT202012.create_resource(document))
    return found.crawl()


@cache
def validator_of(urn: str) -> Draft202012Validator:
    """Make the validator of one of our schemas, such as `urn:stuga:app:1`, once."""
    register_vocabulary()
    return Draft202012Validator({"$ref": urn}, registry=registry())


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


def structure_problems(document: JsonObject) -> list[Problem]:
    """List where a definition has not the shape of an app, in document order."""
    errors = validator_of("urn:stuga:app:1").iter_errors(document)
    return [_problem(document, error) for error in sorted(errors, key=_position)]


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
