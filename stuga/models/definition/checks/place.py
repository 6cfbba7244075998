"""Names a place in a definition as a builder knows it."""

from collections.abc import Mapping, Sequence
from typing import Final

from stuga.models.definition.reading import object_at, text_at
from stuga.models.definition.saying import Listed, Phrase, Said, in_row, msgid, quoted, said
from stuga.models.json import JsonObject, JsonValue

_PARTS: Final[Mapping[str, str]] = {
    "models": msgid("Model “{title}”"),
    "screens": msgid("Screen “{title}”"),
    "roles": msgid("Role “{title}”"),
    "purposes": msgid("Purpose “{title}”"),
    "retention": msgid("Retention rule “{title}”"),
}
_ITEMS: Final[Mapping[str, tuple[str, str]]] = {
    "steps": (msgid("step {n}"), msgid("step {n} “{title}”")),
    "elements": (msgid("element {n}"), msgid("element {n} “{title}”")),
    "oneOf": (msgid("choice {n}"), msgid("choice {n} “{title}”")),
    "required_when": (msgid("rule {n}"), msgid("rule {n} “{title}”")),
}
_ITEM: Final = (msgid("“{member}”, item {n}"), msgid("“{member}”, item {n} “{title}”"))


def place(document: JsonObject, path: Sequence[str | int]) -> Listed:
    """Name what stands at a path: `Screen “Apply”, step 1, element 3`."""
    if len(path) < 2 or path[0] not in _PARTS:  # noqa: PLR2004
        return in_row([said("App"), *(quoted(str(one)) for one in path[:1])])
    part, key = str(path[0]), str(path[1])
    raw = object_at(object_at(document, part), key)
    inside = _inside(raw, path[2:], in_model=part == "models")
    return in_row([Said(_PARTS[part], {"title": text_at(raw, "title", key)}), *inside])


def _inside(raw: JsonValue, path: Sequence[str | int], *, in_model: bool) -> list[Phrase]:
    words: list[Phrase] = []
    at = 0
    while at < len(path):
        name, following = path[at], path[at + 1] if at + 1 < len(path) else None
        if isinstance(following, int):
            words.append(_item(raw, str(name), following))
            raw, at = _at(_at(raw, name), following), at + 2
        elif in_model and name == "properties" and following is not None:
            raw, at = _at(_at(raw, name), following), at + 2
            title = text_at(raw, "title", str(following)) if isinstance(raw, dict) else following
            words.append(said("field “{title}”", title=title))
        else:
            words.append(quoted(str(name)))
            raw, at = _at(raw, name), at + 1
    return words


def _item(raw: JsonValue, name: str, position: int) -> Phrase:
    item = _at(_at(raw, name), position)
    title = text_at(item, "title") if isinstance(item, dict) else ""
    plain, titled = _ITEMS.get(name, _ITEM)
    numbered: dict[str, Phrase] = {"n": position + 1}
    if name not in _ITEMS:
        numbered["member"] = name
    return Said(titled, {**numbered, "title": title}) if title else Said(plain, numbered)


def _at(raw: JsonValue, part: str | int) -> JsonValue:
    if isinstance(raw, dict) and isinstance(part, str):
        return raw.get(part)
    if isinstance(raw, list) and isinstance(part, int) and part < len(raw):
        return raw[part]
    return None
