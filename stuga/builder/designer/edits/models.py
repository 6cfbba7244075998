"""Changes of models: begin one with its screens, name it, take it away."""

from collections.abc import Mapping
from typing import Final

from stuga.builder.designer.edits.screens import remove_screen
from stuga.builder.designer.edits.tree import (
    copied,
    made_object,
    object_of,
    put,
    without_texts,
)
from stuga.models.definition import starters
from stuga.models.definition.reading import members_at, object_at, text_at
from stuga.models.definition.starters import NewField
from stuga.models.json import JsonObject, JsonValue

FIRST_FIELD: Final = {"en": "Name", "sv": "Namn", "nb": "Navn"}


def add_model(document: JsonObject, title: str) -> tuple[JsonObject, str]:
    """Begin a model with one field, and its list, form and detail. Returns its key, too."""
    name = FIRST_FIELD.get(text_at(document, "language"), FIRST_FIELD["en"])
    key = starters.key_from(title, object_at(document, "models"))
    first = NewField(key="name", schema=starters.new_field("text", name), required=True)
    return starters.with_model(document, key, starters.model_of(title, [first])), key


def set_model(
    document: JsonObject, key: str, members: Mapping[str, JsonValue], settings: JsonObject
) -> JsonObject:
    """Set a model's title, description, label, history and proposed rules."""
    result = copied(document)
    raw = object_of(result, "models", key)
    for name, value in members.items():
        put(raw, name, value)
    for name, value in settings.items():
        put(made_object(raw, "x-model"), name, value)
    return result


def remove_model(document: JsonObject, key: str) -> JsonObject:
    """Take a model away, with its screens, rights and translations."""
    result = copied(document)
    object_of(result, "models", key)
    for screen, raw in [*members_at(result, "screens")]:
        if raw.get("model") == key:
            result = remove_screen(result, screen)
    del object_of(result, "models")[key]
    for _, role in members_at(result, "roles"):
        object_at(role, "models").pop(key, None)
    without_texts(result, f"model.{key}.")
    return result
