"""Finds places in a definition by JSON pointer, and copies it before it is changed."""

import copy
from collections.abc import Iterator, MutableSequence

from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError


def copied(document: JsonObject) -> JsonObject:
    """Copy a document, so that the one that was read stays as it is."""
    return copy.deepcopy(document)


def parts_of(pointer: str) -> tuple[str, ...]:
    """Take a JSON pointer (RFC 6901) apart."""
    if not pointer.startswith("/"):
        return ()
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def value_at(document: JsonObject, pointer: str) -> JsonValue:
    """Return what stands at a pointer.

    :raises NotFoundError: if nothing does
    """
    found: JsonValue = document
    for part in parts_of(pointer):
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            raise NotFoundError
    return found


def object_of(document: JsonObject, *path: str) -> JsonObject:
    """Return the object at a path of member names.

    :raises NotFoundError: if there is none
    """
    found: JsonValue = document
    for part in path:
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        raise NotFoundError
    return found


def element_of(document: JsonObject, pointer: str) -> JsonObject:
    """Return the element, step or screen at a pointer.

    :raises NotFoundError: if there is none
    """
    found = value_at(document, pointer)
    if not isinstance(found, dict) or parts_of(pointer)[:1] != ("screens",):
        raise NotFoundError
    return found


def made_object(raw: JsonObject, key: str) -> JsonObject:
    """Return an object member to write in, made if it is not there."""
    found = raw.get(key)
    if not isinstance(found, dict):
        found = {}
        raw[key] = found
    return found


def made_list(raw: JsonObject, key: str) -> list[JsonValue]:
    """Return a list member to write in, made if it is not there."""
    found = raw.get(key)
    if not isinstance(found, list):
        found = []
        raw[key] = found
    return found


def put(raw: JsonObject, key: str, value: JsonValue) -> None:
    """Set a member; nothing, an empty text or an empty list takes it away."""
    if value is None or value in ("", [], {}):
        raw.pop(key, None)
    else:
        raw[key] = value


def shifted(items: MutableSequence[JsonValue], at: int, by: int) -> int:
    """Move an item of a list as far as there is room; return where it is now."""
    to = max(0, min(len(items) - 1, at + by))
    items.insert(to, items.pop(at))
    return to


def members_shifted(raw: JsonObject, key: str, by: int) -> JsonObject:
    """Give an object with one member moved among the others."""
    names = list(raw)
    if key not in raw:
        raise NotFoundError
    at = names.index(key)
    to = max(0, min(len(names) - 1, at + by))
    names.insert(to, names.pop(at))
    return {name: raw[name] for name in names}


def without_texts(document: JsonObject, prefix: str) -> None:
    """Take the translations of something that goes away, in every language."""
    for words in _texts(document):
        for text_id in [one for one in words if one.startswith(prefix)]:
            del words[text_id]


def texts_copied(document: JsonObject, prefix: str, to: str) -> None:
    """Give what was duplicated the translations of what it was made from."""
    for words in _texts(document):
        for text_id in [one for one in words if one.startswith(prefix)]:
            words[to + text_id.removeprefix(prefix)] = words[text_id]


def _texts(document: JsonObject) -> Iterator[JsonObject]:
    for words in object_at(document, "texts").values():
        if isinstance(words, dict):
            yield words
