"""How the limits of a field's schema become tighter or looser."""

from collections.abc import Iterator, Mapping
from typing import Final

from stuga.models.definition.keywords import is_multiple, is_number, shown
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject, JsonValue

# Keyword to: whether a greater value is tighter, and its words.
_LIMITS: Final[Mapping[str, tuple[bool, str]]] = {
    "minLength": (True, "the shortest length"),
    "maxLength": (False, "the longest length"),
    "minimum": (True, "the least"),
    "maximum": (False, "the greatest"),
    "exclusiveMinimum": (True, "the least (not included)"),
    "exclusiveMaximum": (False, "the greatest (not included)"),
    "minItems": (True, "the fewest"),
    "maxItems": (False, "the most"),
}


def narrowings(before: JsonObject, after: JsonObject) -> Iterator[str]:
    """Name each limit that values allowed before may now break."""
    for keyword, (grows_tighter, words) in _LIMITS.items():
        former, limit = before.get(keyword), after.get(keyword)
        if _is_tighter(former, limit, grows_tighter=grows_tighter):
            yield f"{words} is now {_words(limit)}" + _formerly(former)
    if after.get("pattern") and after.get("pattern") != before.get("pattern"):
        yield "it must now follow a pattern" if "pattern" not in before else "its pattern changes"
    if after.get("format") and after.get("format") != before.get("format"):
        yield f"it must now be in the format {after['format']}"
    former, step = before.get("multipleOf"), after.get("multipleOf")
    if is_number(step) and not (is_number(former) and is_multiple(former, step)):
        yield f"its values now go in steps of {shown(step)}" + _formerly(former)
    if after.get("uniqueItems") is True and before.get("uniqueItems") is not True:
        yield "no item may stand twice"
    if "items" in before and "items" in after:
        yield from narrowings(object_at(before, "items"), object_at(after, "items"))


def widenings(before: JsonObject, after: JsonObject) -> Iterator[str]:
    """Name each limit that is lifted or loosened: the same change seen from the other side."""
    for keyword, (grows_tighter, words) in _LIMITS.items():
        former, limit = before.get(keyword), after.get(keyword)
        if _is_tighter(limit, former, grows_tighter=grows_tighter):
            yield f"{words} is now {_words(limit)}" + _formerly(former)
    if "pattern" in before and "pattern" not in after:
        yield "it need no longer follow a pattern"
    former, step = before.get("multipleOf"), after.get("multipleOf")
    if is_number(former) and former != step and (not is_number(step) or is_multiple(former, step)):
        yield f"its values now go in steps of {_words(step)}" + _formerly(former)
    if before.get("uniqueItems") is True and after.get("uniqueItems") is not True:
        yield "an item may stand twice"
    if "items" in before and "items" in after:
        yield from widenings(object_at(before, "items"), object_at(after, "items"))


def _is_tighter(former: JsonValue, limit: JsonValue, *, grows_tighter: bool) -> bool:
    if not is_number(limit):
        return False
    if not is_number(former):
        return True
    return limit > former if grows_tighter else limit < former


def _words(limit: JsonValue) -> str:
    return str(shown(limit)) if is_number(limit) else "free"


def _formerly(former: JsonValue) -> str:
    return f", it was {shown(former)}" if is_number(former) else ""
