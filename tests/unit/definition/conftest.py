"""Definitions that the tests change: a whole app, without a problem of its own."""

from collections.abc import Callable

import pytest

from stuga.builder.templates import templates
from stuga.models.definition.check import Problem, problems
from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject, JsonValue
from tests.factories.telling import untold

Broken = Callable[..., list[Problem]]


NOT_YET = {"encrypt-not-yet", "mask-not-yet"}


@pytest.fixture
def cases() -> JsonObject:
    document = templates()["case-handling"].document()
    document["accessibility"] = {"conformance": "full", "contact": "access@example.se"}
    return document


@pytest.fixture
def encrypted(cases: JsonObject) -> JsonObject:
    """Return the app with a field that is encrypted: rules for such ones hold already."""
    path = "/models/case/properties/pnr/x-privacy"
    flags: list[JsonObject] = [
        {"op": "add", "path": f"{path}/{flag}", "value": True} for flag in ("encrypt", "lookup")
    ]
    return patched(cases, flags)


@pytest.fixture
def broken(encrypted: JsonObject) -> Broken:
    """Check the app after operations such as `("add", "/screens/inbox/open", "nowhere")`.

    Whatever is found must be told in every language.
    """

    def check(*operations: tuple[str, str, JsonValue] | tuple[str, str]) -> list[Problem]:
        patch: list[JsonObject] = [
            dict(zip(("op", "path", "value"), operation, strict=False)) for operation in operations
        ]
        found = problems(patched(encrypted, patch))
        for one in found:
            assert untold(one.message) == []
            assert one.fix is None or untold(one.fix.title) == []
        return [one for one in found if one.code not in NOT_YET]

    return check
