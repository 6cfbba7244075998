"""How the limits of a field's schema become tighter or looser."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stuga.models.definition.keywords import Number, is_multiple, is_number, shown
from stuga.models.definition.reading import object_at
from stuga.models.definition.saying import Phrase, Said, msgid, quoted, said
from stuga.models.json import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit of a field, and what is said of it."""

    grows_tighter: bool
    now: str
    changed: str
    lifted: str


_LIMITS: Final[Mapping[str, _Limit]] = {
    "minLength": _Limit(
        grows_tighter=True,
        now=msgid("the shortest length is now {limit}"),
        changed=msgid("the shortest length is now {limit}, not {former}"),
        lifted=msgid("the shortest length is no longer limited"),
    ),
    "maxLength": _Limit(
        grows_tighter=False,
        now=msgid("the longest length is now {limit}"),
        changed=msgid("the longest length is now {limit}, not {former}"),
        lifted=msgid("the longest length is no longer limited"),
    ),
    "minimum": _Limit(
        grows_tighter=True,
        now=msgid("the least is now {limit}"),
        changed=msgid("the least is now {limit}, not {former}"),
        lifted=msgid("the least is no longer limited"),
    ),
    "maximum": _Limit(
        grows_tighter=False,
        now=msgid("the greatest is now {limit}"),
        changed=msgid("the greatest is now {limit}, not {former}"),
        lifted=msgid("the greatest is no longer limited"),
    ),
    "exclusiveMinimum": _Limit(
        grows_tighter=True,
        now=msgid("the least (not included) is now {limit}"),
        changed=msgid("the least (not included) is now {limit}, not {former}"),
        lifted=msgid("the least (not included) is no longer limited"),
    ),
    "exclusiveMaximum": _Limit(
        grows_tighter=False,
        now=msgid("the greatest (not included) is now {limit}"),
        changed=msgid("the greatest (not included) is now {limit}, not {former}"),
        lifted=msgid("the greatest (not included) is no longer limited"),
    ),
    "minItems": _Limit(
        grows_tighter=True,
        now=msgid("the fewest are now {limit}"),
        changed=msgid("the fewest are now {limit}, not {former}"),
        lifted=msgid("the fewest are no longer limited"),
    ),
    "maxItems": _Limit(
        grows_tighter=False,
        now=msgid("the most are now {limit}"),
        changed=msgid("the most are now {limit}, not {former}"),
        lifted=msgid("the most are no longer limited"),
    ),
}

_STEPS: Final = _Limit(
    grows_tighter=True,
    now=msgid("its values now go in steps of {limit}"),
    changed=msgid("its values now go in steps of {limit}, not {former}"),
    lifted=msgid("its values no longer go in steps"),
)


def narrowings(before: JsonObject, after: JsonObject) -> Iterator[Said]:
    """Name each limit that values allowed before may now break."""
    for keyword, words in _LIMITS.items():
        former, limit = before.get(keyword), after.get(keyword)
        if _is_tighter(former, limit, grows_tighter=words.grows_tighter):
            yield _told(words, former, limit)
    if after.get("pattern") and after.get("pattern") != before.get("pattern"):
        is_new = "pattern" not in before
        yield said("it must now follow a pattern") if is_new else said("its pattern changes")
    if after.get("format") and after.get("format") != before.get("format"):
        yield said("it must now be in the format {format}", format=quoted(str(after["format"])))
    former, step = before.get("multipleOf"), after.get("multipleOf")
    if is_number(step) and not (is_number(former) and is_multiple(former, step)):
        yield _told(_STEPS, former, step)
    if after.get("uniqueItems") is True and before.get("uniqueItems") is not True:
        yield said("no item may stand twice")
    if "items" in before and "items" in after:
        yield from narrowings(object_at(before, "items"), object_at(after, "items"))


def widenings(before: JsonObject, after: JsonObject) -> Iterator[Said]:
    """Name each limit that is lifted or loosened: the same change seen from the other side."""
    for keyword, words in _LIMITS.items():
        former, limit = before.get(keyword), after.get(keyword)
        if _is_tighter(limit, former, grows_tighter=words.grows_tighter):
            yield _told(words, former, limit)
    if "pattern" in before and "pattern" not in after:
        yield said("it need no longer follow a pattern")
    former, step = before.get("multipleOf"), after.get("multipleOf")
    if is_number(former) and former != step and (not is_number(step) or is_multiple(former, step)):
        yield _told(_STEPS, former, step)
    if before.get("uniqueItems") is True and after.get("uniqueItems") is not True:
        yield said("an item may stand twice")
    if "items" in before and "items" in after:
        yield from widenings(object_at(before, "items"), object_at(after, "items"))


def _told(words: _Limit, former: JsonValue, limit: JsonValue) -> Said:
    if not is_number(limit):
        return Said(words.lifted)
    told: dict[str, Phrase] = {"limit": _exact(limit)}
    if is_number(former):
        return Said(words.changed, {**told, "former": _exact(former)})
    return Said(words.now, told)


def _exact(limit: Number) -> Phrase:
    return Decimal(shown(limit))


def _is_tighter(former: JsonValue, limit: JsonValue, *, grows_tighter: bool) -> bool:
    if not is_number(limit):
        return False
    if not is_number(former):
        return True
    return limit > former if grows_tighter else limit < former
