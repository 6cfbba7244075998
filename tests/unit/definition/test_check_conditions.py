"""What the checker finds in conditions."""

import pytest

from stuga.models.json import JsonObject
from tests.unit.definition.conftest import Broken

INBOX = "/screens/inbox"


@pytest.mark.parametrize(
    ("condition", "code", "words"),
    [
        ({"field": "subject", "lt": "m"}, "condition-operator", "before or after"),
        ({"field": "amount", "contains": "1"}, "condition-operator", "does not allow"),
        ({"field": "kind", "in": ["permit", "castle"]}, "condition-value", "“castle”"),
        ({"field": "amount", "gt": "much"}, "condition-value", "cannot be its value"),
        ({"field": "closed_on", "lt": "soon"}, "condition-value", "cannot be its value"),
        ({"field": "amount", "is": {"now": "P1D"}}, "condition-value", "no date"),
        ({"field": "amount", "is": {"field": "subject"}}, "condition-value", "never alike"),
        ({"field": "amount", "is": {"field": "sum"}}, "field-unknown", "“sum”"),
        ({"not": {"any": [{"field": "x", "is": 1}]}}, "field-unknown", "“x”"),
        ({"field": "pnr", "contains": "1990"}, "condition-operator", "does not allow"),
    ],
)
def test_a_condition_that_makes_no_sense_is_named(
    broken: Broken, condition: JsonObject, code: str, words: str
) -> None:
    (problem,) = broken(("add", f"{INBOX}/filter", condition))

    assert problem.code == code
    assert words in str(problem.message)


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "kind", "in": ["permit", "grant"]},
        {"field": "amount", "gte": 100.5},
        {"field": "due_on", "lt": {"now": "-P30D"}},
        {"field": "created_by", "is": {"me": "id"}},
        {"field": "subject", "contains": "fence"},
        {"field": "pnr", "is": "199001012385"},
        {"field": "due_on", "gt": {"field": "received_on"}},
        {"all": []},
    ],
)
def test_a_sound_condition_is_left_alone(broken: Broken, condition: JsonObject) -> None:
    assert not broken(("add", f"{INBOX}/filter", condition))


def test_an_encrypted_field_is_compared_only_with_look_up(broken: Broken) -> None:
    (problem,) = broken(
        ("remove", "/models/case/properties/pnr/x-privacy/lookup"),
        ("add", f"{INBOX}/filter", {"field": "pnr", "is": "199001012385"}),
    )

    assert problem.code == "encrypted-compared"


def test_an_encrypted_text_is_not_looked_into(broken: Broken) -> None:
    found = broken(
        ("add", "/models/case/properties/address/x-privacy/encrypt", True),
        ("add", f"{INBOX}/filter", {"field": "address", "contains": "Storgatan"}),
    )

    assert [one.code for one in found] == ["encrypted-compared"]
