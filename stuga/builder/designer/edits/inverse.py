"""Finds what takes a change back: JSON Patch operations (RFC 6902) from one document to another."""

import json
from collections.abc import Iterator

from stuga.models.definition.reading import pointer
from stuga.models.json import JsonObject, JsonValue

Path = tuple[str | int, ...]


def patch_between(before: JsonObject, after: JsonObject) -> list[JsonValue]:
    """List the operations that make `after` of `before`, the order of members included."""
    return [*_objects(before, after, ())]


def _objects(before: JsonObject, after: JsonObject, path: Path) -> Iterator[JsonObject]:
    kept = [key for key in before if key in after]
    is_extended = list(after)[: len(kept)] == kept
    if path and not is_extended:
        # Members come back at the end; where order tells something, the whole is put back.
        yield _set(path, after)
        return
    for key in before:
        if key not in after:
            yield {"op": "remove", "path": pointer(*path, key)}
    for key, value in after.items():
        if key not in before:
            yield {"op": "add", "path": pointer(*path, key), "value": value}
        else:
            yield from _values(before[key], value, (*path, key))


def _values(before: JsonValue, after: JsonValue, path: Path) -> Iterator[JsonObject]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _objects(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(before, after, path)
    elif before != after or type(before) is not type(after):
        yield _set(path, after)


def _set(path: Path, value: JsonValue) -> JsonObject:
    """Set a value where it stands: adding to an object keeps the place of a member."""
    is_item = isinstance(path[-1], int)
    return {"op": "replace" if is_item else "add", "path": pointer(*path), "value": value}


def _lists(before: list[JsonValue], after: list[JsonValue], path: Path) -> Iterator[JsonObject]:
    """Change items one by one where as many stay; else change only the middle that differs."""
    was_written, now_written = [*map(_written, before)], [*map(_written, after)]
    first = _same(was_written, now_written)
    last = _same(was_written[first:][::-1], now_written[first:][::-1])
    old, new = was_written[first : len(before) - last], now_written[first : len(after) - last]
    end = len(before) - last - 1
    if not old and not new:
        return
    if new == [*old[1:], *old[:1]]:
        yield _move(path, first, end)
    elif new == [*old[-1:], *old[:-1]]:
        yield _move(path, end, first)
    elif len(before) == len(after):
        for at, (was, now) in enumerate(zip(before, after, strict=True)):
            yield from _values(was, now, (*path, at))
    else:
        for at in reversed(range(first, end + 1)):
            yield {"op": "remove", "path": pointer(*path, at)}
        for at in range(first, len(after) - last):
            yield {"op": "add", "path": pointer(*path, at), "value": after[at]}


def _move(path: Path, at: int, to: int) -> JsonObject:
    return {"op": "move", "from": pointer(*path, at), "path": pointer(*path, to)}


def _written(value: JsonValue) -> str:
    """Write a value so that all that tells two apart shows: kinds and the order of members."""
    return json.dumps(value)


def _same(before: list[str], after: list[str]) -> int:
    """Count the items that are the same from the beginning."""
    count = 0
    for old, new in zip(before, after, strict=False):
        if old != new:
            break
        count += 1
    return count
