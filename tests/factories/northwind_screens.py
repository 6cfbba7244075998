"""Northwind as an app that people work in: a form for orders, their list, a board, an overview."""

import copy
from typing import Final

from stuga.models.json import JsonObject
from tests.factories.apps import NOT_PERSONAL, publish
from tests.factories.cast import Tenant
from tests.factories.imports import imported
from tests.factories.northwind import FILES, NORTHWIND, content_of

CARRIERS: Final = {"1": "Speedy Express", "2": "United Package", "3": "Federal Shipping"}
_ORDER: Final = ("order_id", "customer", "employee", "order_date", "ship_via", "freight")
_LINE: Final = ("order", "product", "unit_price", "quantity", "discount")

SCREENS: Final[JsonObject] = {
    "orders": {
        "type": "list",
        "model": "order",
        "title": "Orders",
        "columns": ["order_id", "customer", "ship_name", "order_date", "ship_via", "freight"],
        "sort": ["order_id"],
        "layouts": ["table", "board"],
        "board_by": "ship_via",
        "open": "order",
        "create": "take_order",
    },
    "take_order": {
        "type": "form",
        "model": "order",
        "title": "Take an order",
        "elements": [{"type": "field", "field": key} for key in _ORDER],
    },
    "add_line": {
        "type": "form",
        "model": "line",
        "title": "Add a line",
        "elements": [{"type": "field", "field": key} for key in _LINE],
    },
    "order": {
        "type": "detail",
        "model": "order",
        "title": "Order",
        "edit": "take_order",
        "elements": [
            *({"type": "field", "field": key} for key in _ORDER),
            {
                "type": "related",
                "key": "lines",
                "title": "Lines",
                "model": "line",
                "by": "order",
                "columns": ["product", "quantity", "unit_price", "total"],
                "create": "add_line",
            },
        ],
    },
    "overview": {
        "type": "dashboard",
        "title": "Overview",
        "elements": [
            {
                "type": "metric",
                "key": "sold",
                "title": "Sold",
                "model": "line",
                "value": {"sum": "total"},
            },
            {
                "type": "metric",
                "key": "count",
                "title": "All orders",
                "model": "order",
                "value": {"count": True},
            },
            {
                "type": "chart",
                "key": "carriers",
                "title": "Orders by carrier",
                "model": "order",
                "mark": "bar",
                "x": "ship_via",
                "y": {"count": True},
            },
            {
                "type": "chart",
                "key": "countries",
                "title": "Freight by country",
                "model": "order",
                "mark": "bar",
                "x": "ship_country",
                "y": {"sum": "freight"},
            },
        ],
    },
}


def worked_in() -> JsonObject:
    """Return Northwind with the screens above; the carrier is a choice."""
    found = copy.deepcopy(NORTHWIND)
    order = found["models"]["order"]  # type: ignore[index,call-overload]
    order["properties"]["ship_via"] = {
        "type": "string",
        "title": "Carrier",
        "x-privacy": dict(NOT_PERSONAL),
        "x-field": {"kind": "choice"},
        "oneOf": [{"const": key, "title": title} for key, title in CARRIERS.items()],
    }
    order["x-model"] |= {"search": ["order_id", "ship_name"], "index": ["order_date", "ship_via"]}
    found["screens"] |= copy.deepcopy(SCREENS)  # type: ignore[operator]
    found["navigation"] = ["orders", "overview"]
    handler = found["roles"]["handler"]  # type: ignore[index,call-overload]
    handler["screens"] = [*SCREENS, *handler["screens"]]
    return found


def bring_in(tenant: Tenant) -> None:
    """Publish the app and import the seven files."""
    publish(tenant, worked_in())
    for name, model in FILES.items():
        found = imported(tenant, content_of(name), path=f"/api/v1/apps/northwind/imports/{model}")
        assert found["failed"] == 0, (name, found["failures"])
