"""Reads members of a JSON object; one of the wrong type counts as absent."""

from collections.abc import Iterator

from stuga.models.json import JsonObject, JsonValue


def text_at(raw: JsonObject, key: str, default: str = "") -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else default


def flag_at(raw: JsonObject, key: str, *, default: bool = False) -> bool:
    value = raw.get(key)
    return value if isinstance(value, bool) else default


def object_at(raw: JsonObject, key: str) -> JsonObject:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def condition_at(raw: JsonObject, key: str) -> JsonObject | None:
    value = raw.get(key)
    return value if isinstance(value, dict) else None


def texts_at(raw: JsonObject, key: str) -> tuple[str, ...]:
    value = raw.get(key)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def list_at(raw: JsonObject, key: str) -> list[JsonValue]:
    value = raw.get(key)
    return value if isinstance(value, list) else []


def objects_at(raw: JsonObject, key: str) -> Iterator[tuple[int, JsonObject]]:
    """Yield the objects of a list with their positions."""
    for position, one in enumerate(list_at(raw, key)):
        if isinstance(one, dict):
            yield position, one


def members_at(raw: JsonObject, key: str) -> Iterator[tuple[str, JsonObject]]:
    """Yield the objects of an object with their keys."""
    for name, one in object_at(raw, key).items():
        if isinstance(one, dict):
            yield name, one


def pointer(*parts: str | int) -> str:
    """Write a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
