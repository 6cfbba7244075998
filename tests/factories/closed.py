"""An app in which one field is closed to guests and open to keepers, and nothing else differs."""

from typing import Any, Final

from stuga.models.json import JsonObject
from tests.factories.apps import NOT_PERSONAL, publish
from tests.factories.cast import Tenant

SECRET: Final = "Viskat-4711"
OTHER: Final = "Tyst-0815"
WORTH: Final = 98765432.5
CLOSED: Final = ["secret", "worth"]
_OPEN: Final = {"fields": {"except": CLOSED}}


def _field(title: str, **schema: Any) -> JsonObject:  # noqa: ANN401
    return {"type": "string", "title": title, "x-privacy": dict(NOT_PERSONAL), **schema}


def _elements(*keys: str) -> list[JsonObject]:
    return [{"type": "field", "field": key} for key in keys]


def _metric(key: str, **value: str) -> JsonObject:
    return {"type": "metric", "key": key, "title": key, "model": "item", "value": value}


_CHART: Final[JsonObject] = {
    "type": "chart",
    "key": "chart",
    "title": "Chart",
    "model": "item",
    "mark": "bar",
    "x": "secret",
    "y": {"count": True},
}
_ALL: Final = {"create": True, "read": True, "update": True, "delete": True, "export": True}
_SOME: Final = {
    "create": _OPEN, "read": _OPEN, "update": _OPEN, "delete": True, "export": True,
}  # fmt: skip
_SCREENS: Final = ["items", "item", "edit", "overview", "notes", "note"]

VAULT: Final[JsonObject] = {
    "$schema": "urn:stuga:app:1",
    "key": "vault",
    "title": "Vault",
    "language": "en",
    "models": {
        "item": {
            "type": "object",
            "title": "Item",
            "properties": {
                "title": _field("Title", maxLength=100),
                "secret": _field("Secret", maxLength=100),
                "worth": _field(
                    "Worth",
                    type="number",
                    multipleOf=0.01,
                    **{"x-field": {"kind": "money", "currency": "SEK"}},
                ),
            },
            "required": ["title"],
            "additionalProperties": False,
            "x-model": {
                "label": "{title} {secret}",
                "index": ["title", "secret", "worth"],
                "search": ["title", "secret"],
                "unique": [["secret"]],
                "history": True,
            },
        },
        "note": {
            "type": "object",
            "title": "Note",
            "properties": {
                "text": _field("Text"),
                "about": _field("About", **{"x-field": {"kind": "reference", "model": "item"}}),
            },
            "additionalProperties": False,
            "x-model": {"label": "{text}", "search": ["text"]},
        },
    },
    "screens": {
        "items": {
            "type": "list",
            "model": "item",
            "title": "Items",
            "columns": ["title", "secret", "worth"],
            "filters": ["title", "secret"],
            "sort": ["title"],
            "open": "item",
        },
        "item": {
            "type": "detail",
            "model": "item",
            "title": "Item",
            "elements": _elements("title", "secret", "worth"),
            "edit": "edit",
        },
        "edit": {
            "type": "form",
            "model": "item",
            "title": "Edit",
            "elements": [
                *_elements("secret", "worth"),
                {"type": "field", "field": "title", "show": {"field": "secret", "filled": True}},
            ],
        },
        "overview": {
            "type": "dashboard",
            "title": "Overview",
            "elements": [_CHART, _metric("sum", sum="worth")],
        },
        "notes": {
            "type": "list",
            "model": "note",
            "title": "Notes",
            "columns": ["text", "about"],
        },
        "note": {
            "type": "form",
            "model": "note",
            "title": "Note",
            "elements": _elements("text", "about"),
        },
    },
    "navigation": ["items", "overview", "notes"],
    "roles": {
        "keeper": {
            "title": "Keeper",
            "screens": _SCREENS,
            "models": {"item": _ALL, "note": _ALL},
        },
        "guest": {
            "title": "Guest",
            "screens": _SCREENS,
            "models": {"item": _SOME, "note": _ALL},
        },
    },
}


def publish_vault(tenant: Tenant, definition: JsonObject = VAULT) -> None:
    """Publish the app: Ada, the owner, keeps it, and Nils is a guest."""
    publish(tenant, definition, roles={"owner": "keeper", "member": "guest"})
