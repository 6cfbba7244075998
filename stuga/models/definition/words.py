"""Texts of a definition and their translations, addressed by ids made of keys only."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from stuga.models.definition.reading import members_at, object_at, objects_at, text_at
from stuga.models.json import JsonObject, JsonValue

Path = tuple[str | int, ...]


class Foreign(str):
    """Words that have no translation: `language` is the one they are in, for `lang` beside them."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, words: str, language: str) -> Self:
        made = super().__new__(cls, words)
        made.language = language
        return made

    def __deepcopy__(self, _memo: object) -> "Foreign":
        return self

    def __reduce__(self) -> tuple[type["Foreign"], tuple[str, str]]:
        return Foreign, (str(self), self.language)


@dataclass(frozen=True, slots=True)
class Text:
    """One literal of the document: its id, where it stands, and what it says."""

    id: str
    path: Path
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """Translation look-up for one language, falling back to the app's own."""

    language: str
    app_language: str
    translated: Mapping[str, str]
    literals: Mapping[str, str]

    def text(self, text_id: str, default: str = "") -> str:
        return self.translated.get(text_id) or self.literals.get(text_id, default)

    def language_of(self, text_id: str) -> str:
        """Tell the language of what `text` gives, for `lang` on what fell back."""
        return self.language if self.translated.get(text_id) else self.app_language


def words_of(document: JsonObject, language: str) -> Words:
    own = text_at(document, "language", "en")
    raw = object_at(object_at(document, "texts"), language)
    translated = {key: one for key, one in raw.items() if isinstance(one, str)}
    return Words(language, own, translated, {one.id: one.words for one in texts_of(document)})


def in_language(document: JsonObject, language: str) -> JsonObject:
    """Copy the document with each literal replaced by its translation, or marked as foreign."""
    raw = object_at(object_at(document, "texts"), language)
    own = text_at(document, "language", "en")
    result = copy.deepcopy(document)
    for one in texts_of(document):
        words = raw.get(one.id)
        is_told = isinstance(words, str) and words
        _put(result, one.path, words if is_told else Foreign(one.words, own))
    return result


def _put(document: JsonObject, path: Path, words: JsonValue) -> None:
    holder: JsonValue = document
    for part in path[:-1]:
        holder = _member(holder, part)
    if isinstance(holder, dict) and isinstance(path[-1], str):
        holder[path[-1]] = words


def _member(holder: JsonValue, part: str | int) -> JsonValue:
    if isinstance(holder, dict) and isinstance(part, str):
        return holder[part]
    return holder[part] if isinstance(holder, list) and isinstance(part, int) else None


def texts_of(document: JsonObject) -> Iterator[Text]:
    """Yield every literal that can be translated, in document order."""
    yield from _literals(document, (), "app", "title", "description")
    told = object_at(document, "accessibility")
    contact = text_at(told, "contact")  # an address or a number is the same everywhere
    is_said = " " in contact and any(map(str.isalpha, contact))
    names = ("gaps", "contact") if is_said else ("gaps",)
    yield from _literals(told, ("accessibility",), "accessibility", *names)
    for part, name in (("purposes", "purpose"), ("retention", "retention"), ("roles", "role")):
        for key, raw in members_at(document, part):
            yield from _literals(raw, (part, key), f"{name}.{key}", "title", "description")
    for key, raw in members_at(document, "models"):
        yield from _model(raw, ("models", key), f"model.{key}")
    for key, raw in members_at(document, "screens"):
        yield from _screen(raw, ("screens", key), f"screen.{key}")


def _literals(raw: JsonObject, path: Path, prefix: str, *names: str) -> Iterator[Text]:
    for name in names:
        words = raw.get(name)
        if isinstance(words, str) and words:
            yield Text(f"{prefix}.{name}", (*path, name), words)


def _model(raw: JsonObject, path: Path, prefix: str) -> Iterator[Text]:
    yield from _literals(raw, path, prefix, "title", "description")
    for key, schema in members_at(raw, "properties"):
        yield from _field(schema, (*path, "properties", key), f"{prefix}.field.{key}")


def _field(schema: JsonObject, path: Path, name: str) -> Iterator[Text]:
    yield from _literals(schema, path, name, "title", "description")
    yield from _choices(schema, path, name)
    items, below = object_at(schema, "items"), (*path, "items")
    yield from _choices(items, below, name)
    for key, inner in members_at(items, "properties"):
        yield from _field(inner, (*below, "properties", key), f"{name}.field.{key}")


def _choices(schema: JsonObject, path: Path, prefix: str) -> Iterator[Text]:
    for at, one in objects_at(schema, "oneOf"):
        words = text_at(one, "title")
        if words:
            yield Text(f"{prefix}.choice.{one.get('const')}", (*path, "oneOf", at, "title"), words)


def _screen(raw: JsonObject, path: Path, prefix: str) -> Iterator[Text]:
    yield from _literals(raw, path, prefix, "title", "description", "submit", "empty")
    after = object_at(raw, "after")
    yield from _literals(after, (*path, "after"), f"{prefix}.after", "title", "message")
    for at, step in objects_at(raw, "steps"):
        here = (*path, "steps", at)
        yield from _literals(step, here, f"{prefix}.step.{text_at(step, 'key')}", *_STEP)
        yield from _elements(step, here, prefix)
    yield from _elements(raw, path, prefix)


_STEP = ("title", "description")
ELEMENT_WORDS = ("title", "description", "text", "alt", "caption", "empty")


def _elements(raw: JsonObject, path: Path, prefix: str) -> Iterator[Text]:
    for at, one in objects_at(raw, "elements"):
        here = (*path, "elements", at)
        key = text_at(one, "key")
        if key:
            yield from _literals(one, here, f"{prefix}.element.{key}", *ELEMENT_WORDS)
        yield from _elements(one, here, prefix)
