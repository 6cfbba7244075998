"""Writes a definition for people to read, and remembers on which line each place begins."""

import json

from stuga.models.definition.reading import pointer
from stuga.models.json import JsonObject, JsonValue

INDENT = 2


def printed(document: JsonObject) -> tuple[str, dict[str, int]]:
    """Return a document as indented JSON, and the line (from 1) of each JSON pointer."""
    lines: list[str] = []
    places: dict[str, int] = {}
    _write(document, (), 0, lines, places, before="", after="")
    return "\n".join(lines), places


def _write(
    value: JsonValue,
    path: tuple[str | int, ...],
    depth: int,
    lines: list[str],
    places: dict[str, int],
    *,
    before: str,
    after: str,
) -> None:
    places[pointer(*path)] = len(lines) + 1
    margin = " " * (INDENT * depth)
    if not isinstance(value, dict | list) or not value:
        lines.append(f"{margin}{before}{json.dumps(value, ensure_ascii=False)}{after}")
        return
    is_object = isinstance(value, dict)
    inner: list[tuple[str | int, JsonValue]] = (
        [*value.items()] if isinstance(value, dict) else [*enumerate(value)]
    )
    lines.append(f"{margin}{before}{'{' if is_object else '['}")
    for at, (name, one) in enumerate(inner):
        label = f"{json.dumps(name, ensure_ascii=False)}: " if is_object else ""
        comma = "," if at + 1 < len(inner) else ""
        _write(one, (*path, name), depth + 1, lines, places, before=label, after=comma)
    lines.append(f"{margin}{'}' if is_object else ']'}{after}")


def line_at(places: dict[str, int], at: str) -> int:
    """Return the line of a pointer, or of the nearest place that is there."""
    while at and at not in places:
        at = at.rpartition("/")[0]
    return places.get(at, 1)
