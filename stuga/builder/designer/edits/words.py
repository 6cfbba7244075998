"""Changes of an app's words: its title and icon, its translations, purposes and rules."""

from collections.abc import Mapping

from stuga.builder.apps import rules
from stuga.builder.designer.edits.tree import copied, made_object, object_of, put, without_texts
from stuga.models.definition import starters
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError


def set_app(document: JsonObject, title: str, members: Mapping[str, JsonValue]) -> JsonObject:
    """Set the app's title and what else it says of itself."""
    result = copied(rules.retitled(document, title))
    for name, value in members.items():
        put(result, name, value)
    return result


def set_texts(document: JsonObject, language: str, words: Mapping[str, str]) -> JsonObject:
    """Set translations by text id; an empty one falls back to the app's language."""
    result = copied(document)
    held = made_object(made_object(result, "texts"), language)
    for text_id, text in words.items():
        put(held, text_id, text)
    return result


def remove_language(document: JsonObject, language: str) -> JsonObject:
    """Take a language away, with all its texts."""
    result = copied(document)
    if object_of(result, "texts").pop(language, None) is None:
        raise NotFoundError
    return result


def set_part(
    document: JsonObject, part: str, key: str, members: Mapping[str, JsonValue]
) -> tuple[JsonObject, str]:
    """Set a purpose or a proposed rule; without a key it is a new one. Returns its key, too."""
    result = copied(document)
    held = made_object(result, part)
    if key:
        object_of(held, key)
    else:
        key = starters.key_from(str(members.get("title", "")), held, joint="-")
    raw = made_object(held, key)
    for name, value in members.items():
        put(raw, name, value)
    return result, key


def remove_part(document: JsonObject, part: str, key: str) -> JsonObject:
    """Take a purpose or a proposed rule away; who names it becomes a problem."""
    result = copied(document)
    if object_of(result, part).pop(key, None) is None:
        raise NotFoundError
    name = {"purposes": "purpose", "retention": "retention"}[part]
    without_texts(result, f"{name}.{key}.")
    return result


def translated(document: JsonObject, language: str) -> JsonObject:
    """Return the texts of a language by their id."""
    return object_at(object_at(document, "texts"), language)


def own_language(document: JsonObject) -> str:
    """Return the language that an app's literals are in."""
    return text_at(document, "language", "en")
