"""Field sets of several roles add up to what any of them allows."""

from stuga.models.definition.document import ALL_FIELDS, Fields, Model
from stuga.runtime.records.rights import united
from tests.factories.apps import SMALL_CASES

CASE = Model.read("case", SMALL_CASES["models"]["case"])
KEYS = (*CASE.fields, "created_by", "id", "revision")


def only(*keys: str) -> Fields:
    return Fields(only=frozenset(keys))


def without(*keys: str) -> Fields:
    return Fields(excepted=frozenset(keys))


def allowed(several: list[Fields]) -> set[str]:
    found = united(several, CASE)
    return {key for key in KEYS if found.allow(key)}


def test_one_set_stays_as_it_is() -> None:
    assert united([only("kind")], CASE) == only("kind")


def test_all_fields_swallow_every_other_set() -> None:
    assert united([only("kind"), ALL_FIELDS], CASE) == ALL_FIELDS


def test_what_any_set_allows_is_allowed() -> None:
    assert allowed([only("kind"), only("amount")]) == {"kind", "amount", "id", "revision"}
    assert allowed([without("notes", "email"), without("email", "kind")]) == set(KEYS) - {"email"}
    assert allowed([without("notes"), only("notes")]) == set(KEYS)
