"""An app whose orders are reckoned: totals, a condition on one, a formula over another."""

from typing import Any, Final

from stuga.models.json import JsonObject
from tests.factories.apps import NOT_PERSONAL


def _field(title: str, **schema: Any) -> JsonObject:  # noqa: ANN401
    return {"title": title, "x-privacy": dict(NOT_PERSONAL), **schema}


def _computed(title: str, formula: str, result: str, **schema: Any) -> JsonObject:  # noqa: ANN401
    more = {"currency": "SEK"} if result == "money" else {}
    settings = {"kind": "computed", "result": result, "formula": formula, **more}
    return _field(title, **schema, **{"x-field": settings})


PROPERTIES: Final[JsonObject] = {
    "customer": _field("Customer", type="string", maxLength=200),
    "price": _field(
        "Price",
        type="number",
        multipleOf=0.01,
        minimum=0,
        **{"x-field": {"kind": "money", "currency": "SEK"}},
    ),
    "quantity": _field("Quantity", type="integer", minimum=0),
    "parts": _field("Parts", type="integer"),
    "share": _computed("Share", "record.total / record.parts", "decimal", type="number"),
    "vat": _computed("VAT", "record.total * 0.25", "money", type="number", multipleOf=0.01),
    "total": _computed(
        "Total",
        "record.price * record.quantity",
        "money",
        type="number",
        multipleOf=0.01,
        maximum=100_000,
    ),
    "large": _computed("Large", "record.total > 1000", "yes-no", type="boolean"),
    "label": _computed(
        "Label", "record.customer + ': ' + text(record.total)", "text", type="string"
    ),
    "approver": _field("Approver", type="string", maxLength=200),
}

ORDERS: Final[JsonObject] = {
    "$schema": "urn:stuga:app:1",
    "key": "cases",
    "title": "Orders",
    "language": "en",
    "models": {
        "order": {
            "type": "object",
            "title": "Order",
            "properties": PROPERTIES,
            "required": ["customer"],
            "additionalProperties": False,
            "x-model": {"label": "{label}", "index": ["total"], "search": ["customer", "label"]},
        }
    },
    "screens": {
        "edit": {
            "type": "form",
            "model": "order",
            "title": "Order",
            "review": True,
            "steps": [
                {
                    "key": "what",
                    "title": "What",
                    "elements": [
                        {"type": "field", "field": "customer"},
                        {"type": "field", "field": "price"},
                        {"type": "field", "field": "quantity"},
                        {"type": "field", "field": "total"},
                        {
                            "type": "field",
                            "field": "approver",
                            "show": {"field": "total", "gt": 1000},
                            "required": True,
                        },
                    ],
                },
                {
                    "key": "more",
                    "title": "More",
                    "elements": [
                        {"type": "field", "field": "parts"},
                        {"type": "field", "field": "share"},
                        {"type": "field", "field": "vat"},
                    ],
                },
            ],
        },
        "inbox": {
            "type": "list",
            "model": "order",
            "title": "Orders",
            "columns": ["customer", "total", "large"],
            "sort": ["-total"],
            "filters": ["total"],
            "open": "order",
            "create": "edit",
        },
        "order": {
            "type": "detail",
            "model": "order",
            "title": "Order",
            "elements": [
                {"type": "field", "field": "customer"},
                {"type": "field", "field": "total"},
            ],
            "edit": "edit",
        },
    },
    "navigation": ["inbox"],
    "roles": {
        "handler": {
            "title": "Handler",
            "screens": ["inbox", "edit", "order"],
            "models": {
                "order": {
                    "create": True,
                    "read": True,
                    "update": True,
                    "delete": True,
                    "export": True,
                }
            },
        },
        "clerk": {
            "title": "Clerk",
            "screens": ["edit"],
            "models": {
                "order": {
                    "create": {"fields": {"only": ["customer", "price", "quantity"]}},
                    "read": {"fields": {"except": ["total", "vat", "label", "share"]}},
                    "update": {"fields": {"only": ["customer", "price", "quantity"]}},
                }
            },
        },
    },
}
