"""Drafts broken at random: the checker names problems, and never falls over."""

import copy
import random
from collections.abc import Iterator

import pytest

from stuga.builder.templates import templates
from stuga.models.definition.check import problems
from stuga.models.definition.differences import differences
from stuga.models.definition.document import App
from stuga.models.json import JsonObject, JsonValue

ODD: list[JsonValue] = [
    None, True, 0, -1, 1.5, "", "{x}", "P1Y", [], [1], ["x"], {}, {"x": 1}, {"field": "x"}, [[]],
    [{}], "a" * 300, 1e300, 10**400, "(a+)+", {"type": "string"}, {"kind": "choice"},
    {"method": "mask"},
]  # fmt: skip


def places(value: JsonValue) -> Iterator[tuple[JsonObject | list[JsonValue], str | int]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield value, key
            yield from places(one)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield value, at
            yield from places(one)


def break_somewhere(document: JsonObject, chance: random.Random) -> None:
    whole: JsonObject = {key: one for key, one in document.items() if key != "texts"}
    holder, name = chance.choice(list(places(whole)))
    odd = copy.deepcopy(chance.choice(ODD))
    if (isinstance(holder, dict) and isinstance(name, str)) or (
        isinstance(holder, list) and isinstance(name, int)
    ):
        holder[name] = odd


@pytest.mark.parametrize("key", sorted(templates()))
def test_no_broken_draft_stops_the_checker(key: str) -> None:
    chance = random.Random(20261121)  # noqa: S311 - the same drafts each time
    live = templates()[key].document()
    for _ in range(12):
        draft = templates()[key].document()
        for _ in range(chance.choice([1, 2, 6])):
            break_somewhere(draft, chance)

        assert all(str(one.message) and one.code for one in problems(draft))
        assert all(str(one.sentence) for one in differences(live, draft))
        App.read(draft).in_language("sv")


def test_odd_limits_in_a_draft_are_problems_not_crashes() -> None:
    for keyword, value in (("multipleOf", 0), ("minimum", 10**400), ("maxLength", -1)):
        draft = templates()["case-handling"].document()
        amount = draft["models"]["case"]["properties"]["amount"]  # type: ignore[index,call-overload]
        amount[keyword] = value  # type: ignore[index,call-overload]

        assert problems(draft)
