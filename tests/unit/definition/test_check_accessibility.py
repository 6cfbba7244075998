"""What an app says of its accessibility, if anyone can use it."""

import pytest

from stuga.models.json import JsonObject
from tests.unit.definition.conftest import Broken

SAID = "/accessibility"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({}, "accessibility-unsaid"),
        ({"contact": "access@example.se"}, "accessibility-unsaid"),
        ({"conformance": "partial"}, "accessibility-no-contact"),
    ],
)
def test_an_app_for_anyone_says_how_accessible_it_is_and_whom_to_turn_to(
    broken: Broken, stated: JsonObject, code: str
) -> None:
    [found] = broken(("add", SAID, stated))

    assert (found.code, found.severity, found.pointer) == (code, "warning", SAID)


def test_a_contact_in_words_is_wanted_in_every_language(broken: Broken) -> None:
    stated: JsonObject = {"conformance": "full", "contact": "Write to the registry"}

    found = broken(("add", SAID, stated))

    assert {one.code for one in found} == {"language-missing"}
    assert not broken(("add", f"{SAID}/contact", "+46 8 123 45 67"))
