"""A small app to change, and what its screens hold."""

import copy

import pytest

from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES


@pytest.fixture
def cases() -> JsonObject:
    """Return a definition that a test may change."""
    return copy.deepcopy(SMALL_CASES)


def names(document: JsonObject, screen: str = "apply") -> list[object]:
    """List what stands on a screen: fields and keys, what is inside as a list."""
    return _names(object_at(object_at(document, "screens"), screen))


def _names(raw: JsonObject) -> list[object]:
    found: list[object] = []
    for one in [*raw.get("steps", []), *raw.get("elements", [])]:
        found.append(one.get("field") or one.get("key") or one["type"])
        if "elements" in one:
            found.append(_names(one))
    return found
