"""Changes of a screen's elements: add, move, duplicate, remove, set."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stuga.builder.designer.edits.tree import (
    copied,
    element_of,
    made_list,
    parts_of,
    put,
    shifted,
    texts_copied,
    without_texts,
)
from stuga.models.definition import starters
from stuga.models.definition.reading import list_at, objects_at, text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError

HOLDERS: Final = frozenset({"section", "columns"})
KEYED: Final = frozenset(
    {"section", "heading", "text", "button", "related", "chart", "metric", "list", "image"}
)


@dataclass(frozen=True, slots=True)
class Edited:
    """A changed document, and the pointer of what was worked on; '' if it is gone."""

    document: JsonObject
    at: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an element stands: in which list, and at which place."""

    holder: str
    siblings: list[JsonValue]
    at: int

    @property
    def pointer(self) -> str:
        return f"{self.holder}/elements/{self.at}"


def stand_of(document: JsonObject, pointer: str) -> Stand:
    """Return where an element stands.

    :raises NotFoundError: if the pointer names no element
    """
    parts = parts_of(pointer)
    if parts[-2:-1] != ("elements",) or not parts[-1].isdecimal():
        raise NotFoundError
    element_of(document, pointer)
    holder = pointer.rsplit("/", 2)[0]
    return Stand(holder, list_at(element_of(document, holder), "elements"), int(parts[-1]))


def add(document: JsonObject, holder: str, element: JsonObject, at: int | None = None) -> Edited:
    """Put a new element into a screen, step or section, last if no place is named."""
    result = copied(document)
    holder = _open_holder(result, holder)
    elements = made_list(element_of(result, holder), "elements")
    place = len(elements) if at is None else max(0, min(at, len(elements)))
    fresh = copy.deepcopy(element)
    _name(result, holder, fresh)
    elements.insert(place, fresh)
    return Edited(result, f"{holder}/elements/{place}")


def _open_holder(document: JsonObject, holder: str) -> str:
    """Lead to where elements are: the last step of a form that has steps."""
    raw = element_of(document, holder)
    if len(parts_of(holder)) == 2 and list_at(raw, "steps"):  # noqa: PLR2004  # /screens/key
        return f"{holder}/steps/{len(list_at(raw, 'steps')) - 1}"
    return holder


def remove(document: JsonObject, pointer: str) -> Edited:
    """Take an element away, with all inside it and its translations."""
    result = copied(document)
    stand = stand_of(result, pointer)
    gone = stand.siblings.pop(stand.at)
    for inner in _walk(gone):
        if key := text_at(inner, "key"):
            without_texts(result, _text_id(pointer, key))
    if not stand.siblings:
        return Edited(result, stand.holder if _is_element(stand.holder) else "")
    return Edited(result, f"{stand.holder}/elements/{min(stand.at, len(stand.siblings) - 1)}")


def duplicate(document: JsonObject, pointer: str) -> Edited:
    """Put a copy after an element, with keys of its own and the same translations."""
    result = copied(document)
    stand = stand_of(result, pointer)
    twin = copy.deepcopy(stand.siblings[stand.at])
    for inner in _walk(twin):
        if key := text_at(inner, "key"):
            fresh = starters.key_from(key, _keys(result, pointer), joint="-")
            inner["key"] = fresh
            texts_copied(result, _text_id(pointer, key), _text_id(pointer, fresh))
    stand.siblings.insert(stand.at + 1, twin)
    return Edited(result, f"{stand.holder}/elements/{stand.at + 1}")


def move(document: JsonObject, pointer: str, by: int) -> Edited:
    """Move an element up (-1) or down (1) among those beside it."""
    result = copied(document)
    stand = stand_of(result, pointer)
    to = shifted(stand.siblings, stand.at, by)
    return Edited(result, f"{stand.holder}/elements/{to}")


def move_in(document: JsonObject, pointer: str) -> Edited:
    """Move an element into the section beside it: the one above, else the one below."""
    result = copied(document)
    stand = stand_of(result, pointer)
    for at in (stand.at - 1, stand.at + 1):
        beside = stand.siblings[at] if 0 <= at < len(stand.siblings) else None
        if isinstance(beside, dict) and beside.get("type") in HOLDERS:
            inside = made_list(beside, "elements")
            moved = stand.siblings.pop(stand.at)
            inside.insert(len(inside) if at < stand.at else 0, moved)
            holder = f"{stand.holder}/elements/{min(at, stand.at)}"
            return Edited(result, f"{holder}/elements/{inside.index(moved)}")
    return Edited(result, pointer)


def move_out(document: JsonObject, pointer: str) -> Edited:
    """Move an element out of its section, to the place after it."""
    result = copied(document)
    stand = stand_of(result, pointer)
    if not _is_element(stand.holder):
        return Edited(result, pointer)
    outer = stand_of(result, stand.holder)
    outer.siblings.insert(outer.at + 1, stand.siblings.pop(stand.at))
    return Edited(result, f"{outer.holder}/elements/{outer.at + 1}")


def move_to(document: JsonObject, pointer: str, holder: str, at: int) -> Edited:
    """Move an element to a place in a screen, step or section; never into itself."""
    if f"{holder}/".startswith(f"{pointer}/"):
        raise NotFoundError
    result = copied(document)
    stand = stand_of(result, pointer)
    target = element_of(result, _open_holder(result, holder))
    moved = stand.siblings.pop(stand.at)
    inside = made_list(target, "elements")
    earlier = inside is stand.siblings and stand.at < at
    inside.insert(max(0, min(at - earlier, len(inside))), moved)
    return Edited(result, _pointer_of(result, pointer, moved))


def set_members(document: JsonObject, pointer: str, members: Mapping[str, JsonValue]) -> Edited:
    """Set what an element, a step or a screen says of itself; nothing takes a member away."""
    result = copied(document)
    raw = element_of(result, pointer)
    for name, value in members.items():
        put(raw, name, value)
    if _is_element(pointer) and raw.get("title"):
        _name(result, pointer, raw)
    return Edited(result, pointer)


def _pointer_of(document: JsonObject, near: str, wanted: JsonValue) -> str:
    screen = "/" + "/".join(parts_of(near)[:2])
    for pointer, element in walk(element_of(document, screen), screen):
        if element is wanted:
            return pointer
    raise NotFoundError


def walk(raw: JsonObject, pointer: str) -> Iterator[tuple[str, JsonObject]]:
    """Yield every element of a screen or of a part of it, with its pointer."""
    for at, step in objects_at(raw, "steps"):
        yield from walk(step, f"{pointer}/steps/{at}")
    for at, element in objects_at(raw, "elements"):
        here = f"{pointer}/elements/{at}"
        yield here, element
        yield from walk(element, here)


def _walk(element: JsonValue) -> Iterator[JsonObject]:
    if isinstance(element, dict):
        yield element
        for _, inner in objects_at(element, "elements"):
            yield from _walk(inner)


def _is_element(pointer: str) -> bool:
    return parts_of(pointer)[-2:-1] == ("elements",)


def _text_id(pointer: str, key: str) -> str:
    return f"screen.{parts_of(pointer)[1]}.element.{key}."


def _keys(document: JsonObject, pointer: str) -> set[str]:
    """List the keys of a screen's steps and elements."""
    screen = "/" + "/".join(parts_of(pointer)[:2])
    raw = element_of(document, screen)
    steps = {text_at(step, "key") for _, step in objects_at(raw, "steps")}
    return steps | {text_at(element, "key") for _, element in walk(raw, screen)}


def _name(document: JsonObject, pointer: str, element: JsonObject) -> None:
    """Give a key to an element that has words of its own, so that they can be translated."""
    kind = text_at(element, "type")
    if text_at(element, "key") or not (kind in KEYED or element.get("title")):
        return
    base = text_at(element, "title") or text_at(element, "field") or kind
    key = starters.key_from(base, _keys(document, pointer), joint="-")
    rest = {name: value for name, value in element.items() if name != "type"}
    element.clear()
    element.update({"type": kind, "key": key, **rest})
