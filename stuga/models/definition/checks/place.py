"""Names a place in a definition as a builder knows it."""

from collections.abc import Sequence

from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject, JsonValue

_PARTS = {
    "models": "Model",
    "screens": "Screen",
    "roles": "Role",
    "purposes": "Purpose",
    "retention": "Retention rule",
}
_ITEMS = {"steps": "step", "elements": "element", "oneOf": "choice", "required_when": "rule"}


def place(document: JsonObject, path: Sequence[str | int]) -> str:
    """Name what stands at a path: `Screen “Apply”, step 1, element 3`."""
    if len(path) < 2 or path[0] not in _PARTS:  # noqa: PLR2004
        return f"App, “{path[0]}”" if path else "App"
    part, key = str(path[0]), str(path[1])
    raw = object_at(object_at(document, part), key)
    words = [f"{_PARTS[part]} “{text_at(raw, 'title', key)}”"]
    words += _inside(raw, path[2:], in_model=part == "models")
    return ", ".join(words)


def _inside(raw: JsonValue, path: Sequence[str | int], *, in_model: bool) -> list[str]:
    words: list[str] = []
    at = 0
    while at < len(path):
        name, following = path[at], path[at + 1] if at + 1 < len(path) else None
        if isinstance(following, int):
            words.append(_item(raw, str(name), following))
            raw, at = _at(_at(raw, name), following), at + 2
        elif in_model and name == "properties" and following is not None:
            raw, at = _at(_at(raw, name), following), at + 2
            title = text_at(raw, "title", str(following)) if isinstance(raw, dict) else following
            words.append(f"field “{title}”")
        else:
            words.append(f"“{name}”")
            raw, at = _at(raw, name), at + 1
    return words


def _item(raw: JsonValue, name: str, position: int) -> str:
    item = _at(_at(raw, name), position)
    title = text_at(item, "title") if isinstance(item, dict) else ""
    noun = _ITEMS.get(name, f"“{name}”, item")
    return f"{noun} {position + 1}" + (f" “{title}”" if title else "")


def _at(raw: JsonValue, part: str | int) -> JsonValue:
    if isinstance(raw, dict) and isinstance(part, str):
        return raw.get(part)
    if isinstance(raw, list) and isinstance(part, int) and part < len(raw):
        return raw[part]
    return None
