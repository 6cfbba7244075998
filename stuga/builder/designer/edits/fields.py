"""Changes of a model's fields: add, set, move, remove, index, search, unique."""

import copy
from collections.abc import Mapping
from typing import Final

from stuga.builder.designer.edits.tree import (
    copied,
    made_list,
    made_object,
    members_shifted,
    object_of,
    put,
    without_texts,
)
from stuga.models.definition import starters
from stuga.models.definition.document import Model
from stuga.models.definition.paths import BETWEEN
from stuga.models.definition.reading import (
    list_at,
    members_at,
    object_at,
    objects_at,
    text_at,
    texts_at,
)
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError

SWITCHES: Final = ("index", "search", "unique", "required")
LISTS: Final = ("columns", "filters", "sort")
KEPT: Final = ("title", "description", "x-privacy")


def holder_of(document: JsonObject, model: str, path: str) -> tuple[JsonObject, str]:
    """Return what holds a field, and its key: the model, or a row of the list that a path names.

    :raises NotFoundError: if there is no such model or list
    """
    raw = object_of(document, "models", model)
    *lists, key = path.split(BETWEEN)
    for one in lists:
        raw = object_of(raw, "properties", one, "items")
    return raw, key


def text_id(model: str, path: str) -> str:
    """Return what the ids of a field's texts begin with."""
    return f"model.{model}.field.{path.replace(BETWEEN, '.field.')}."


def add_in_list(
    document: JsonObject, model: str, path: str, kind: str, title: str
) -> tuple[JsonObject, str]:
    """Add a field of a kind to the rows of a list. Returns its path, too."""
    result = copied(document)
    raw, _ = holder_of(result, model, f"{path}{BETWEEN}")
    properties = made_object(raw, "properties")
    key = starters.key_from(title, properties)
    properties[key] = starters.new_field(kind, title)
    return result, f"{path}{BETWEEN}{key}"


def add_field(document: JsonObject, model: str, kind: str, title: str) -> tuple[JsonObject, str]:
    """Add a field of a kind; it joins the model's first form and detail. Returns its key, too."""
    result = copied(document)
    raw = object_of(result, "models", model)
    properties = made_object(raw, "properties")
    key = starters.key_from(title, properties)
    properties[key] = starters.new_field(kind, title)
    for type_ in ("form", "detail"):
        _join(result, model, key, type_)
    settings = made_object(raw, "x-model")
    if not text_at(settings, "label") and kind == "text":
        settings["label"] = f"{{{key}}}"
    return result, key


def _join(document: JsonObject, model: str, key: str, type_: str) -> None:
    """Put a field last on the model's first screen of a type; a public form asks for no more."""
    for _, screen in members_at(document, "screens"):
        is_open = screen.get("access") == "public"
        if screen.get("type") != type_ or screen.get("model") != model or is_open:
            continue
        steps = [step for _, step in objects_at(screen, "steps")]
        made_list(steps[-1] if steps else screen, "elements").append(
            {"type": "field", "field": key}
        )
        return


def set_field(
    document: JsonObject, model: str, key: str, schema: JsonObject, *, required: bool
) -> JsonObject:
    """Replace what a field is: title, limits, choices, privacy. It is named by its path."""
    result = copied(document)
    raw, own = holder_of(result, model, key)
    properties = object_of(raw, "properties")
    if own not in properties:
        raise NotFoundError
    properties[own] = copy.deepcopy(schema)
    _forget_choices(result, text_id(model, key), schema)
    _switched(raw, "required", own, on=required)
    return result


def _forget_choices(document: JsonObject, field: str, schema: JsonObject) -> None:
    """Take the translations of choices that are no longer there."""
    prefix = f"{field}choice."
    holder = schema if "oneOf" in schema else object_at(schema, "items")
    left = {f"{prefix}{one.get('const')}" for _, one in objects_at(holder, "oneOf")}
    for _, words in members_at(document, "texts"):
        for text_id in [one for one in words if one.startswith(prefix) and one not in left]:
            del words[text_id]


def of_kind(schema: JsonObject, kind: str) -> JsonObject:
    """Make a field of another kind, which keeps its title, hint and privacy."""
    fresh = starters.new_field(kind, text_at(schema, "title"))
    kept: JsonObject = {name: schema[name] for name in KEPT if name in schema}
    return {"type": fresh.pop("type"), **kept, **{k: v for k, v in fresh.items() if k not in kept}}


def switch(document: JsonObject, model: str, key: str, name: str, *, on: bool) -> JsonObject:
    """Make a field required, indexed, searched or unique, or no longer so."""
    result = copied(document)
    raw, own = holder_of(result, model, key)
    if own not in object_at(raw, "properties") or name not in SWITCHES:
        raise NotFoundError
    if own != key and name != "required":
        raise NotFoundError  # what stands in rows is not found by itself
    if name == "search":
        found = Model.read(model, raw).search  # those too that nobody has named
        made_object(raw, "x-model")["search"] = [*found]
    _switched(raw, name, own, on=on)
    return result


def _switched(raw: JsonObject, name: str, key: str, *, on: bool) -> None:
    holder = raw if name == "required" else made_object(raw, "x-model")
    is_rule = name == "unique"
    wanted: JsonValue = [key] if is_rule else key
    items = [one for one in list_at(holder, name) if one != wanted]
    if on:
        items.append(wanted)
    if name == "search":
        holder[name] = items  # none at all is a choice too
    else:
        put(holder, name, items)


def move_field(document: JsonObject, model: str, key: str, by: int) -> JsonObject:
    """Move a field among the others of its model."""
    result = copied(document)
    raw, own = holder_of(result, model, key)
    raw["properties"] = members_shifted(object_at(raw, "properties"), own, by)
    return result


def remove_field(document: JsonObject, model: str, key: str) -> JsonObject:
    """Take a field away, and from where it is merely shown or named.

    What decides by it, such as a condition or a chart, stays and is a problem until it is mended.
    """
    result = copied(document)
    raw, own = holder_of(result, model, key)
    if object_of(raw, "properties").pop(own, None) is None:
        raise NotFoundError
    put(raw, "required", [one for one in list_at(raw, "required") if one != own])
    without_texts(result, text_id(model, key))
    if own != key:
        return result
    _leave_settings(object_at(raw, "x-model"), key)
    for _, screen in members_at(result, "screens"):
        _leave_screen(screen, model, key, text_at(screen, "model"))
    for _, role in members_at(result, "roles"):
        _leave_rights(object_at(object_at(role, "models"), model), key)
    return result


def _leave_settings(settings: JsonObject, key: str) -> None:
    for name in ("index", "search"):
        if name in settings:
            put(settings, name, [one for one in list_at(settings, name) if one != key])
    rules = [one for one in list_at(settings, "unique") if isinstance(one, list)]
    if "unique" in settings:
        put(settings, "unique", [rule for rule in rules if key not in rule])
    if "required_when" in settings:
        rest = [one for _, one in objects_at(settings, "required_when") if one.get("field") != key]
        put(settings, "required_when", [*rest])
    label = " ".join(text_at(settings, "label").replace(f"{{{key}}}", "").split())
    put(settings, "label", label)


def _leave_screen(raw: JsonObject, model: str, key: str, at_model: str) -> None:
    here = text_at(raw, "model") or at_model
    if here == model:
        for name in LISTS:
            if name in raw:
                kept = [one for one in texts_at(raw, name) if one.lstrip("-") != key]
                raw[name] = [*kept] if kept or name != "columns" else ["created_at"]
    if "elements" in raw:
        raw["elements"] = [
            one
            for one in list_at(raw, "elements")
            if not (isinstance(one, dict) and _is_the_field(one, key) and here == model)
        ]
    for name in ("elements", "steps"):
        for _, inner in objects_at(raw, name):
            _leave_screen(inner, model, key, here)


def _is_the_field(element: JsonObject, key: str) -> bool:
    return element.get("type") == "field" and element.get("field") == key


def _leave_rights(rights: JsonObject, key: str) -> None:
    for raw in rights.values():
        fields = object_at(raw, "fields") if isinstance(raw, dict) else {}
        for name in ("only", "except"):
            if name in fields:
                fields[name] = [one for one in list_at(fields, name) if one != key]
        if isinstance(raw, dict) and "hidden" in raw:
            put(raw, "hidden", [one for one in list_at(raw, "hidden") if one != key])


def set_x_field(schema: JsonObject, members: Mapping[str, JsonValue]) -> None:
    """Set settings of a field's kind, in place."""
    settings = made_object(schema, "x-field")
    for name, value in members.items():
        put(settings, name, value)
    put(schema, "x-field", settings)
