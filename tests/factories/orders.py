"""An app of orders, whose fields have parts: lines, addresses, places, several references."""

from typing import Final

from stuga.models.json import JsonObject

NOT_PERSONAL: Final[JsonObject] = {"personal": "none"}
TEXT: Final[JsonObject] = {"type": "string", "maxLength": 200, "x-privacy": NOT_PERSONAL}


def _points(kind: str, model: str, on_delete: str) -> JsonObject:
    one: JsonObject = {"x-field": {"kind": kind, "model": model, "on_delete": on_delete}}
    shape: JsonObject = {"type": "string"}
    if kind == "references":
        shape = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
    return {**shape, **one, "x-privacy": NOT_PERSONAL}


LINES: Final[JsonObject] = {
    "type": "array",
    "title": "Lines",
    "x-field": {"kind": "list"},
    "items": {
        "type": "object",
        "required": ["what"],
        "additionalProperties": False,
        "properties": {
            "what": {**TEXT, "title": "What"},
            "qty": {
                "type": "integer",
                "title": "Quantity",
                "minimum": 1,
                "x-privacy": NOT_PERSONAL,
            },
            "product": {**_points("reference", "product", "restrict"), "title": "Product"},
            "for_whom": {
                "type": "string",
                "title": "For whom",
                "maxLength": 100,
                "x-privacy": {"personal": "direct", "anonymise": {"method": "redact"}},
            },
            "parts": {
                "type": "array",
                "title": "Parts",
                "x-field": {"kind": "list"},
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "name": {**TEXT, "title": "Name"},
                        "maker": {
                            "type": "string",
                            "title": "Maker",
                            "x-privacy": {"personal": "direct", "anonymise": {"method": "drop"}},
                        },
                    },
                },
            },
        },
    },
}
ORDER: Final[JsonObject] = {
    "type": "object",
    "title": "Order",
    "properties": {
        "number": {
            "type": "string",
            "title": "Number",
            "x-field": {"kind": "sequence", "format": "C-{year}-{number:05}"},
            "x-privacy": NOT_PERSONAL,
        },
        "title": {**TEXT, "title": "Title"},
        "code": {**TEXT, "title": "Code"},
        "ship_to": {
            "type": "object",
            "title": "Ship to",
            "x-field": {"kind": "address", "region": "SE"},
            "properties": {
                "street": {"type": "string", "maxLength": 200},
                "postal_code": {"type": "string", "maxLength": 20},
                "city": {"type": "string", "maxLength": 100},
                "country": {"type": "string", "maxLength": 2},
            },
            "additionalProperties": False,
            "x-privacy": {"personal": "direct", "anonymise": {"method": "truncate"}},
        },
        "spot": {
            "type": "object",
            "title": "Spot",
            "x-field": {"kind": "place"},
            "properties": {
                "lat": {"type": "number", "minimum": -90, "maximum": 90},
                "lon": {"type": "number", "minimum": -180, "maximum": 180},
            },
            "required": ["lat", "lon"],
            "additionalProperties": False,
            "x-privacy": NOT_PERSONAL,
        },
        "tags": {**_points("references", "tag", "unlink"), "title": "Tags"},
        "kits": {**_points("references", "kit", "cascade"), "title": "Kits"},
        "needs": {**_points("references", "product", "restrict"), "title": "Needs"},
        "lines": LINES,
        "done_on": {
            "type": "string",
            "title": "Done on",
            "format": "date",
            "x-privacy": NOT_PERSONAL,
        },
    },
    "required": ["title"],
    "additionalProperties": False,
    "x-model": {
        "label": "{number} {title}",
        "index": ["number", "ship_to"],
        "search": ["title", "number", "lines", "ship_to"],
        "unique": [["code"]],
    },
}


def _named(title: str) -> JsonObject:
    return {
        "type": "object",
        "title": title,
        "properties": {"name": {**TEXT, "title": "Name"}},
        "required": ["name"],
        "additionalProperties": False,
        "x-model": {"label": "{name}", "search": ["name"]},
    }


RIGHTS: Final[JsonObject] = dict.fromkeys(("create", "read", "update", "delete", "export"), True)
ORDERS: Final[JsonObject] = {
    "$schema": "urn:stuga:app:1",
    "key": "orders",
    "title": "Orders",
    "language": "en",
    "models": {
        "order": ORDER,
        "product": _named("Product"),
        "tag": _named("Tag"),
        "kit": _named("Kit"),
    },
    "screens": {
        "edit": {
            "type": "form",
            "model": "order",
            "title": "Order",
            "elements": [
                {"type": "field", "field": key}
                for key in ("number", "title", "ship_to", "spot", "tags", "lines")
            ],
        },
        "orders": {
            "type": "list",
            "model": "order",
            "title": "Orders",
            "columns": ["number", "title", "ship_to", "tags", "lines"],
            "open": "order",
        },
        "order": {
            "type": "detail",
            "model": "order",
            "title": "Order",
            "elements": [
                {"type": "field", "field": key}
                for key in ("number", "title", "ship_to", "spot", "tags", "lines")
            ],
            "edit": "edit",
        },
    },
    "navigation": ["orders"],
    "roles": {
        "seller": {
            "title": "Seller",
            "screens": ["edit", "orders", "order"],
            "models": dict.fromkeys(("order", "product", "tag", "kit"), RIGHTS),
        },
        "packer": {
            "title": "Packer",
            "screens": ["orders"],
            "models": {"order": {"read": {"fields": {"except": ["lines"]}}}},
        },
    },
}
SELLERS: Final = {"owner": "seller", "member": "seller"}
