"""A problem of a definition, and its fix where there is one."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from stuga.models.json import JsonObject

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that removes a problem: JSON Patch operations (RFC 6902) on the document."""

    title: str
    patch: tuple[JsonObject, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, in a builder's words. An error blocks publishing."""

    severity: Severity
    pointer: str
    code: str
    message: str
    fix: Fix | None = None
