"""Compares what a definition has beside its models: screens, roles, rules, words."""

from collections.abc import Iterator
from typing import Final

from stuga.builder.publishing.commands import PartChange
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject, JsonValue

KEYED: Final = ("screens", "roles", "purposes", "retention")
SINGLE: Final = (
    "title",
    "description",
    "icon",
    "language",
    "navigation",
    "texts",
    "theme",
    "accessibility",
)
_NOTHING: Final[tuple[JsonValue, ...]] = (None, "", [], {})


def part_changes(before: JsonObject, after: JsonObject) -> list[PartChange]:
    """List the parts that are new, gone or different, in the order in which people think of them.

    The order of members says nothing, that of lists does.
    """
    return [*_keyed(before, after), *_single(before, after)]


def _keyed(before: JsonObject, after: JsonObject) -> Iterator[PartChange]:
    for part in KEYED:
        old, new = object_at(before, part), object_at(after, part)
        for key in [*new, *(key for key in old if key not in new)]:
            how = _how(old.get(key), new.get(key))
            if how:
                yield PartChange(part, key, _title(new.get(key, old.get(key)), key), how)


def _single(before: JsonObject, after: JsonObject) -> Iterator[PartChange]:
    for part in SINGLE:
        how = _how(before.get(part), after.get(part))
        if how:
            yield PartChange(part, "", "", how)


def _how(old: JsonValue, new: JsonValue) -> str:
    if old == new or (old in _NOTHING and new in _NOTHING):
        return ""
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _title(raw: JsonValue, key: str) -> str:
    return text_at(raw, "title", key) if isinstance(raw, dict) else key
