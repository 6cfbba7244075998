"""Definitions that the tests change: a whole app, without a problem of its own."""

from collections.abc import Callable

import pytest

from stuga.builder.templates import templates
from stuga.models.definition.check import Problem, problems
from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject, JsonValue

Broken = Callable[..., list[Problem]]


@pytest.fixture
def cases() -> JsonObject:
    return templates()["case-handling"].document()


@pytest.fixture
def broken(cases: JsonObject) -> Broken:
    """Check the app after operations such as `("add", "/screens/inbox/open", "nowhere")`."""

    def check(*operations: tuple[str, str, JsonValue] | tuple[str, str]) -> list[Problem]:
        patch: list[JsonObject] = [
            dict(zip(("op", "path", "value"), operation, strict=False)) for operation in operations
        ]
        return problems(patched(cases, patch))

    return check
