"""Two values of every field kind, what people type for them, and what is refused.

`EXAMPLES` names only what differs from a kind's own samples: a kind without an entry is tried
with those. A kind that needs more, such as a target, says so here and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from babel import Locale

from stuga.models.definition.kinds import KINDS, Kind
from stuga.models.json import JsonObject, JsonValue
from tests.factories.cast import Tenant

ENGLISH: Final = Locale("en", "GB")
TOO_LONG: Final = "x" * 20_001
ELSEWHERE: Final[Mapping[str, str]] = {
    "file": "test_files_api",
    "files": "test_files_api",
    "image": "test_files_api",
    "signature": "test_files_api",
}
"""Kinds whose values are uploaded or drawn first, and the tests that do so."""


@dataclass(frozen=True, kw_only=True)
class World:
    """What values may point at: people of the cast, and two records of the model of texts."""

    tenant: Tenant
    texts: tuple[str, str]


Values = tuple[JsonValue, JsonValue]


@dataclass(frozen=True, kw_only=True)
class Example:
    """How a kind is tried.

    :ivar more: what the property schema has beside a new field's
    :ivar values: two of them; the first sorts before the second
    :ivar typed: what stands for them in a file
    :ivar wrong: what is refused of a program
    :ivar wrong_typed: what is refused of people; "" if everything is taken
    """

    more: JsonObject = field(default_factory=dict)
    values: Callable[[World], Values]
    typed: Callable[[World, Values], tuple[str, str]]
    wrong: JsonValue = "?!"
    wrong_typed: str = "?!"


def sampled(kind: Kind, more: JsonObject) -> Values:
    """Take two samples of a kind that differ, in the order of its slot."""
    schema = schema_of(kind.name, more)
    several = [kind.sample(schema, seed) for seed in range(1, 12)]
    first = several[0]
    other = next(one for one in several if one != first)
    if kind.slot is None:
        return first, other
    low, high = sorted((first, other), key=lambda one: kind.slot_value(one, schema, "en"))
    return low, high


def schema_of(kind: str, more: JsonObject) -> JsonObject:
    """Return the property schema of the field that a kind is tried in."""
    schema = {**KINDS[kind].new_schema(), "title": "Value", **more}
    return {**schema, "x-privacy": {"personal": "none"}}


def as_shown(kind: str, more: JsonObject) -> Callable[[World, Values], tuple[str, str]]:
    schema = schema_of(kind, more)

    def typed(_world: World, values: Values) -> tuple[str, str]:
        first, other = (KINDS[kind].text(one, schema, ENGLISH) for one in values)
        return first, other

    return typed


def plain(kind: str, more: JsonObject | None = None, **differing: object) -> Example:
    """Make the example of a kind whose samples do."""
    told = more or {}
    usual: dict[str, object] = {
        "more": told,
        "values": lambda _world: sampled(KINDS[kind], told),
        "typed": as_shown(kind, told),
    }
    return Example(**{**usual, **differing})


def two(first: JsonValue, other: JsonValue) -> Callable[[World], Values]:
    return lambda _world: (first, other)


def _people(world: World) -> Values:
    first, other = sorted(str(world.tenant.people[who]) for who in ("member", "builder"))
    return first, other


def _names(world: World, values: Values) -> tuple[str, str]:
    emails = {
        str(world.tenant.people[who]): f"{who}@{world.tenant.slug}.example"
        for who in ("member", "builder")
    }
    return emails[str(values[0])], emails[str(values[1])]


_TO_TEXTS: Final[JsonObject] = {"x-field": {"kind": "reference", "model": "k_text"}}
_TO_SEVERAL: Final[JsonObject] = {"x-field": {"kind": "references", "model": "k_text"}}

EXAMPLES: Final[Mapping[str, Example]] = {
    "text": plain("text", wrong=5, wrong_typed=TOO_LONG),
    "long-text": plain("long-text", wrong=5, wrong_typed=TOO_LONG),
    "rich-text": plain(
        "rich-text",
        values=two("**One** word", "Two [words](https://example.se)"),
        wrong=5,
        wrong_typed=TOO_LONG,
    ),
    "yes-no": plain("yes-no", values=two(first=False, other=True), wrong="yes", wrong_typed=""),
    "choices": plain("choices", wrong=["nothing"], wrong_typed=""),
    "choice": plain("choice", wrong="nothing", wrong_typed="nothing"),
    "percent": plain("percent", values=two(7.5, 12.5)),
    "time": plain("time", values=two("08:30:00", "17:05:00"), wrong="25:00"),
    "duration": plain("duration", values=two("PT1H30M", "P1DT12H"), wrong="P1M"),
    "national-id": plain("national-id", {"x-field": {"kind": "national-id", "country": "SE"}}),
    "json": plain(
        "json", values=two({"a": [1, None]}, {"b": {"c": "å"}}), wrong=[1], wrong_typed="{"
    ),
    "person": plain("person", values=_people, typed=_names, wrong_typed=""),
    "reference": plain(
        "reference",
        _TO_TEXTS,
        values=lambda world: world.texts,
        typed=lambda _world, _values: ("First", "Second"),
        wrong_typed="",
    ),
    "references": plain(
        "references",
        _TO_SEVERAL,
        values=lambda world: ([world.texts[0]], [world.texts[1]]),
        typed=lambda _world, _values: ("First", "Second"),
        wrong=["?!"],
        wrong_typed="",
    ),
    "list": plain("list", wrong_typed=""),
    "sequence": plain("sequence", {"x-field": {"kind": "sequence", "format": "K-{number:03}"}}),
    "computed": plain(
        "computed",
        {"x-field": {"kind": "computed", "result": "text", "formula": "record.name"}},
    ),
}


def example_of(kind: str) -> Example:
    """Return how a kind is tried."""
    return EXAMPLES.get(kind) or plain(kind)
