"""Applies JSON Patch (RFC 6902) operations to a definition, as fixes of problems use them."""

import copy
from collections.abc import Iterable

from stuga.models.json import JsonObject, JsonValue


class PatchError(ValueError):
    """An operation that the document has no place for."""


def patched(document: JsonObject, operations: Iterable[JsonObject]) -> JsonObject:
    """Copy a document with the operations `add`, `replace`, `remove` and `move` carried out.

    :raises PatchError: if an operation is none of these, or its place is not there
    """
    result = copy.deepcopy(document)
    for operation in operations:
        path = _parts(operation.get("path"))
        match operation.get("op"):
            case "add":
                _put(result, path, copy.deepcopy(operation.get("value")))
            case "replace":
                _replace(result, path, copy.deepcopy(operation.get("value")))
            case "remove":
                _take(result, path)
            case "move":
                _put(result, path, _take(result, _parts(operation.get("from"))))
            case other:
                raise PatchError(f"no operation is called {str(other)[:40]!r}")
    return result


def _parts(path: JsonValue) -> list[str]:
    if not isinstance(path, str) or not path.startswith("/"):
        raise PatchError("an operation needs the path of a member")
    return [part.replace("~1", "/").replace("~0", "~") for part in path[1:].split("/")]


def _holder(document: JsonObject, path: list[str]) -> JsonValue:
    found: JsonValue = document
    for part in path[:-1]:
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list):
            found = found[_position(part, len(found) - 1)]
        else:
            raise PatchError(f"nothing is at {'/'.join(path)[:200]}")
    return found


def _put(document: JsonObject, path: list[str], value: JsonValue) -> None:
    holder, last = _holder(document, path), path[-1]
    if isinstance(holder, dict):
        holder[last] = value
    elif isinstance(holder, list):
        holder.insert(len(holder) if last == "-" else _position(last, len(holder)), value)
    else:
        raise PatchError(f"nothing holds {'/'.join(path)[:200]}")


def _replace(document: JsonObject, path: list[str], value: JsonValue) -> None:
    """Put a value in the place of another: a member keeps its place among the members."""
    holder, last = _holder(document, path), path[-1]
    if isinstance(holder, dict) and last in holder:
        holder[last] = value
    elif isinstance(holder, list):
        holder[_position(last, len(holder) - 1)] = value
    else:
        raise PatchError(f"nothing is at {'/'.join(path)[:200]}")


def _take(document: JsonObject, path: list[str]) -> JsonValue:
    holder, last = _holder(document, path), path[-1]
    if isinstance(holder, dict) and last in holder:
        return holder.pop(last)
    if isinstance(holder, list):
        return holder.pop(_position(last, len(holder) - 1))
    raise PatchError(f"nothing is at {'/'.join(path)[:200]}")


def _position(part: str, most: int) -> int:
    if not part.isdecimal() or int(part) > most:
        raise PatchError(f"a list has no place {part[:40]!r}")
    return int(part)
