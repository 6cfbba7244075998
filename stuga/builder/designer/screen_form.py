"""Reads the panel of a whole screen, by its type."""

from typing import Final

from stuga.builder.designer.condition_form import read_condition
from stuga.builder.designer.element_form import Members
from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import App, Screen
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject, JsonValue

MOST_DAYS: Final = 90


def read_screen(typed: Typed, app: App, screen: Screen) -> Members:
    """Return what the panel of a screen says; what is wrong is in `typed.errors`."""
    members: Members = {
        "title": typed.title("_title"),
        "description": typed.text("_description"),
    }
    if screen.type == "form":
        members |= _form(typed, app, screen)
    elif screen.type == "list":
        members |= _list(typed, app, screen)
    elif screen.type == "detail":
        members["edit"] = typed.choice("_edit", _screens(app, screen, "form"))
    return members


def _screens(app: App, screen: Screen, type_: str) -> list[str]:
    """List the screens of a type about the same model."""
    found = app.screens.values()
    return [one.key for one in found if one.type == type_ and one.model == screen.model]


def _form(typed: Typed, app: App, screen: Screen) -> Members:
    after: JsonObject = {
        **object_at(screen.raw, "after"),
        "title": typed.text("_after_title", longest=200),
        "message": typed.text("_after_message"),
        "open": typed.choice("_after_open", _screens(app, screen, "detail")),
    }
    return {
        "submit": typed.text("_submit", longest=200),
        "embed": [*typed.text("_embed").split()] or None,
        "review": True if typed.ticked("_review") else None,
        "keep_days": _days(typed),
        "access": "public" if typed.ticked("_public") else None,
        "after": {name: value for name, value in after.items() if value},
    }


def _days(typed: Typed) -> JsonValue:
    """Read for how many days strangers' unfinished forms are kept."""
    days = typed.number("_keep_days", whole=True)
    if days is not None and days not in range(1, MOST_DAYS + 1):
        words = typed.locale.text("Type a number of days from 1 to {most}.", most=MOST_DAYS)
        typed.refuse("_keep_days", words)
        return None
    return days


def _list(typed: Typed, app: App, screen: Screen) -> Members:
    model = app.models.get(screen.model)
    offered = [*(model.fields if model else ()), "created_at", "updated_at"]
    sort = typed.choice("_sort", [*offered, *(f"-{key}" for key in offered)])
    rest = [one for one in screen.sort[1:] if one.lstrip("-") != sort.lstrip("-")]
    return {
        "filters": [*typed.several("_filters", model.fields if model else ())],
        "sort": [sort, *rest] if sort else [*rest],
        "filter": read_condition(typed, "_filter", model, screen.raw.get("filter")),
        "open": typed.choice("_open", _screens(app, screen, "detail")),
        "create": typed.choice("_create", _screens(app, screen, "form")),
        "empty": typed.text("_empty"),
    }
