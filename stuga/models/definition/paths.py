"""Fields inside lists, and their values: a path names a field by its lists, `lines.product`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.field import Field
from stuga.models.definition.methods import ABSENT, Left
from stuga.models.definition.reading import pointer
from stuga.models.json import JsonObject, JsonValue

BETWEEN: Final = "."
"""Stands between the keys of a path; no key holds it."""


def whole(path: str) -> str:
    """Return the field of the model that a path leads into."""
    return path.partition(BETWEEN)[0]


def every(fields: Mapping[str, Field], above: str = "") -> Iterator[tuple[str, Field]]:
    """Yield the fields with their paths, those in the rows of a list after the list itself."""
    for key, field in fields.items():
        yield above + key, field
        yield from every(field.inner, f"{above}{key}{BETWEEN}")


def apart(fields: Mapping[str, Field], above: str = "") -> Iterator[tuple[str, Field]]:
    """Yield what goes by itself when a record is forgotten, with its path.

    A list goes field by field, each in every row, unless a method is said of the whole.
    """
    for key, field in fields.items():
        if field.inner and field.privacy.anonymise is None:
            yield from apart(field.inner, f"{above}{key}{BETWEEN}")
        else:
            yield above + key, field


def field_at(fields: Mapping[str, Field], path: str) -> Field | None:
    """Find the field that a path names."""
    key, _, below = path.partition(BETWEEN)
    field = fields.get(key)
    return field_at(field.inner, below) if field is not None and below else field


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that holds no others, the path of its field and the pointer to it."""

    path: str
    field: Field
    value: JsonValue
    pointer: str


def leaves(field: Field, value: JsonValue) -> Iterator[Leaf]:
    """Yield the values of a field: itself, or of a list those of each row; each reference alone."""
    yield from _leaves(field, value, field.key, pointer(field.key))


def _leaves(field: Field, value: JsonValue, path: str, at: str) -> Iterator[Leaf]:
    if field.kind.name not in {"list", "references"} or not isinstance(value, list):
        yield Leaf(path, field, value, at)
        return
    for position, one in enumerate(value):
        here = f"{at}/{position}"
        if field.kind.name == "references":
            yield Leaf(path, field, one, here)
        elif isinstance(one, dict):
            for key, inner in field.inner.items():
                if key in one:
                    below = here + pointer(key)
                    yield from _leaves(inner, one[key], path + BETWEEN + key, below)


def pointer_to(model: str, path: str) -> str:
    """Return where the definition says what a field is."""
    inside = path.replace(BETWEEN, "/items/properties/")
    return f"/models/{model}/properties/{inside}"


def has_value(data: JsonObject, path: str) -> bool:
    """Whether something stands at a path, in a row at least."""
    key, _, below = path.partition(BETWEEN)
    if key not in data or not below:
        return key in data
    rows = data[key]
    held = isinstance(rows, list) and any(
        has_value(row, below) for row in rows if isinstance(row, dict)
    )
    return bool(held)


def changed_at(data: JsonObject, path: str, change: Callable[[JsonValue], Left]) -> JsonObject:
    """Copy data with every value at a path changed; a row that is left empty goes."""
    key, _, below = path.partition(BETWEEN)
    if key not in data:
        return data
    value = data[key]
    if below:
        rows = value if isinstance(value, list) else []
        left = (changed_at(row, below, change) for row in rows if isinstance(row, dict))
        new: Left = [row for row in left if row] or ABSENT
    else:
        new = change(value)
    rest = {name: one for name, one in data.items() if name != key or new is not ABSENT}
    return rest if new is ABSENT else {**rest, key: new}
