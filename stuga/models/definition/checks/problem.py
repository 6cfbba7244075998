"""A problem of a definition, and its fix where there is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from stuga.models.definition.saying import Sentence
from stuga.models.json import JsonObject, JsonValue

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that removes a problem: JSON Patch operations (RFC 6902) on the document."""

    title: Sentence
    patch: tuple[JsonObject, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, in a builder's words. An error blocks publishing."""

    severity: Severity
    pointer: str
    code: str
    message: Sentence
    fix: Fix | None = None


Problems: TypeAlias = Iterator[Problem]


def error(pointer: str, code: str, message: Sentence, fix: Fix | None = None) -> Problem:
    return Problem("error", pointer, code, message, fix)


def warning(pointer: str, code: str, message: Sentence, fix: Fix | None = None) -> Problem:
    return Problem("warning", pointer, code, message, fix)


def adding(title: Sentence, pointer: str, value: JsonValue) -> Fix:
    """Offer to set a member of an object, which may be there already."""
    return Fix(title, ({"op": "add", "path": pointer, "value": value},))


def replacing(title: Sentence, pointer: str, value: JsonValue) -> Fix:
    return Fix(title, ({"op": "replace", "path": pointer, "value": value},))


def removing(title: Sentence, pointer: str) -> Fix:
    return Fix(title, ({"op": "remove", "path": pointer},))
