"""Changes of screens and of the navigation that leads to them."""

from collections.abc import Mapping
from typing import Final

from stuga.builder.designer.edits.tree import (
    copied,
    made_list,
    members_shifted,
    object_of,
    put,
    shifted,
    without_texts,
)
from stuga.models.definition import starters
from stuga.models.definition.reading import list_at, members_at, object_at, texts_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError

TYPES: Final = ("form", "list", "detail", "dashboard", "page")
OF_MODEL: Final = frozenset({"form", "list", "detail"})
NAVIGATED: Final = frozenset({"list", "dashboard", "page"})


def add_screen(document: JsonObject, type_: str, model: str, title: str) -> tuple[JsonObject, str]:
    """Add a screen, laid out for its model. It opens to roles that have every right."""
    result = copied(document)
    screens = object_of(result, "screens") if "screens" in result else {}
    result["screens"] = screens
    key = starters.key_from(title, screens, joint="-")
    screens[key] = {**_laid_out(result, type_, model), "title": title}
    roles = object_at(result, "roles")
    for name, role in members_at(result, "roles"):
        if name == "user" or len(roles) == 1:
            made_list(role, "screens").append(key)
    if type_ in NAVIGATED:
        made_list(result, "navigation").append(key)
    return result, key


def _laid_out(document: JsonObject, type_: str, model: str) -> JsonObject:
    if type_ not in OF_MODEL:
        return {"type": type_, "title": "", "elements": []}
    if model not in object_at(document, "models"):
        raise NotFoundError
    made = starters.screens_for_model(document, model)
    for one in made.values():
        if isinstance(one, dict) and one.get("type") == type_:
            ways = _ways(document, type_, model)
            return {name: value for name, value in one.items() if name not in _WAYS} | ways
    raise NotFoundError


_WAYS: Final = ("open", "create", "edit", "after")


def _ways(document: JsonObject, type_: str, model: str) -> JsonObject:
    """Lead to the screens of the model that are there already."""
    first = {
        wanted: next(
            (
                key
                for key, raw in members_at(document, "screens")
                if raw.get("type") == wanted and raw.get("model") == model
            ),
            "",
        )
        for wanted in ("form", "detail")
    }
    form, detail = first["form"], first["detail"]
    found: dict[str, JsonObject] = {
        "list": {"open": detail, "create": form},
        "form": {"after": {"open": detail}} if detail else {},
        "detail": {"edit": form},
    }
    return {name: value for name, value in found[type_].items() if value}


def set_screen(document: JsonObject, key: str, members: Mapping[str, JsonValue]) -> JsonObject:
    """Set what a screen says of itself; nothing takes a member away."""
    result = copied(document)
    raw = object_of(result, "screens", key)
    for name, value in members.items():
        put(raw, name, value)
    return result


def remove_screen(document: JsonObject, key: str) -> JsonObject:
    """Take a screen away, and from navigation and roles; links to it become problems."""
    result = copied(document)
    object_of(result, "screens", key)
    del object_of(result, "screens")[key]
    result["navigation"] = [one for one in list_at(result, "navigation") if one != key]
    for _, role in members_at(result, "roles"):
        if "screens" in role:
            role["screens"] = [one for one in list_at(role, "screens") if one != key]
    without_texts(result, f"screen.{key}.")
    return result


def move_column(document: JsonObject, screen: str, column: str, by: int) -> JsonObject:
    """Move a list's column towards the front or the back."""
    result = copied(document)
    columns = made_list(object_of(result, "screens", screen), "columns")
    if column not in columns:
        raise NotFoundError
    shifted(columns, columns.index(column), by)
    return result


def set_column(document: JsonObject, screen: str, column: str, *, on: bool) -> JsonObject:
    """Add a column to a list, last, or take it away; a list keeps one column at least."""
    result = copied(document)
    raw = object_of(result, "screens", screen)
    columns: list[JsonValue] = [one for one in texts_at(raw, "columns") if one != column]
    raw["columns"] = [*columns, column] if on else columns or [column]
    return result


def navigate(document: JsonObject, screen: str, *, on: bool) -> JsonObject:
    """Put a screen into the app's navigation, last, or take it out."""
    result = copied(document)
    object_of(result, "screens", screen)
    rest = [one for one in list_at(result, "navigation") if one != screen]
    result["navigation"] = [*rest, screen] if on else rest
    return result


def move_in_navigation(document: JsonObject, screen: str, by: int) -> JsonObject:
    """Move a screen within the app's navigation."""
    result = copied(document)
    navigation = made_list(result, "navigation")
    if screen not in navigation:
        raise NotFoundError
    shifted(navigation, navigation.index(screen), by)
    return result


def move_screen(document: JsonObject, screen: str, by: int) -> JsonObject:
    """Move a screen among the others in the document."""
    result = copied(document)
    result["screens"] = members_shifted(object_of(result, "screens"), screen, by)
    return result
