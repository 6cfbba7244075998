"""Northwind as one app of seven models, and its seven files: its own, or ones of the same shape."""

import csv
import io
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from stuga.models.json import JsonObject
from tests.factories import spreadsheets
from tests.factories.apps import NOT_PERSONAL

CENT: Final = Decimal("0.01")
FILES: Final[Mapping[str, str]] = {
    "categories": "category",
    "suppliers": "supplier",
    "products": "product",
    "customers": "customer",
    "employees": "employee",
    "orders": "order",
    "order_details": "line",
}
"""File -> model, in an order in which what is referred to comes first."""


def content_of(name: str) -> bytes:
    """Return a file of Northwind, or one of the same shape."""
    found = spreadsheets.at_hand(name)
    return _MADE[name]() if found is None else found


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of Northwind, as Python's own reader sees them."""
    return list(csv.DictReader(io.StringIO(content_of(name).decode("utf-8-sig"))))


def worth(row: Mapping[str, str]) -> Decimal:
    """Reckon one line of an order by hand, in whole cents."""
    price, quantity = Decimal(row["UnitPrice"]), Decimal(row["Quantity"])
    exact = price * quantity * (1 - Decimal(row["Discount"]))
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


def _text(title: str, **schema: Any) -> JsonObject:  # noqa: ANN401
    return {"type": "string", "title": title, "x-privacy": dict(NOT_PERSONAL), **schema}


def _texts(*keys: str) -> JsonObject:
    return {key: _text(key.replace("_", " ").capitalize()) for key in keys}


def _date(title: str) -> JsonObject:
    return _text(title, format="date")


def _number(title: str, **schema: Any) -> JsonObject:  # noqa: ANN401
    return {"type": "number", "title": title, "x-privacy": dict(NOT_PERSONAL), **schema}


def _money(title: str, **field: Any) -> JsonObject:  # noqa: ANN401
    return _number(title, multipleOf=0.01, **{"x-field": {"currency": "USD", **field}})


def _to(title: str, model: str) -> JsonObject:
    return _text(title, **{"x-field": {"kind": "reference", "model": model}})


def _model(title: str, properties: JsonObject, code: str = "", label: str = "") -> JsonObject:
    rules: JsonObject = {"label": f"{{{label or code}}}", "unique": [[code]]} if code else {}
    return {
        "type": "object",
        "title": title,
        "properties": properties,
        "required": [code] if code else [],
        "additionalProperties": False,
        "x-model": rules,
    }


_PLACE: Final = ("address", "city", "region", "postal_code", "country")
_COMPANY: Final = ("company_name", "contact_name", "contact_title", *_PLACE, "phone", "fax")
_LINE: Final[JsonObject] = {
    "unit_price": _money("Unit price", kind="money"),
    "quantity": _number("Quantity", type="integer"),
    "discount": _number("Discount", multipleOf=0.01),
}
_OF_A_LINE: Final = "record.unit_price * record.quantity * (1 - record.discount)"
_OF_LINES: Final = "sum(record.lines.map(l, round(l.price * l.quantity * (1 - l.discount), 2)))"
_MODELS: Final[JsonObject] = {
    "category": _model(
        "Category", _texts("category_id", "category_name", "description"), "category_id"
    ),
    "supplier": _model(
        "Supplier", _texts("supplier_id", *_COMPANY, "home_page"), "supplier_id", "company_name"
    ),
    "product": _model(
        "Product",
        {
            **_texts("product_id", "product_name", "quantity_per_unit"),
            "supplier": _to("Supplier", "supplier"),
            "category": _to("Category", "category"),
            "unit_price": _money("Unit price", kind="money"),
            "units_in_stock": _number("Units in stock", type="integer"),
            "units_on_order": _number("Units on order", type="integer"),
            "reorder_level": _number("Reorder level", type="integer"),
            "discontinued": _text("Discontinued", type="boolean"),
        },
        "product_id",
        "product_name",
    ),
    "customer": _model("Customer", _texts("customer_id", *_COMPANY), "customer_id", "company_name"),
    "employee": _model(
        "Employee",
        {
            **_texts("employee_id", "last_name", "first_name", "title", "title_of_courtesy"),
            "birth_date": _date("Birth date"),
            "hire_date": _date("Hire date"),
            **_texts(*_PLACE, "home_phone", "extension"),
            "notes": _text("Notes", **{"x-field": {"kind": "long-text"}}),
            "reports_to": _to("Reports to", "employee"),
        },
        "employee_id",
        "last_name",
    ),
    "order": _model(
        "Order",
        {
            "order_id": _text("Order ID"),
            "customer": _to("Customer", "customer"),
            "employee": _to("Employee", "employee"),
            "order_date": _date("Order date"),
            "required_date": _date("Required date"),
            "shipped_date": _date("Shipped date"),
            "freight": _money("Freight", kind="money"),
            **_texts("ship_via", "ship_name", *(f"ship_{part}" for part in _PLACE)),
        },
        "order_id",
    ),
    "line": _model(
        "Line",
        {
            "order": _to("Order", "order"),
            "product": _to("Product", "product"),
            **_LINE,
            "total": _money("Total", kind="computed", result="money", formula=_OF_A_LINE),
        },
    ),
    "invoice": _model(
        "Invoice",
        {
            "order_id": _text("Order ID"),
            "lines": {
                "type": "array",
                "title": "Lines",
                "x-field": {"kind": "list"},
                "x-privacy": dict(NOT_PERSONAL),
                "items": {
                    "type": "object",
                    "properties": {
                        "price": _LINE["unit_price"],
                        "quantity": _LINE["quantity"],
                        "discount": _LINE["discount"],
                    },
                    "additionalProperties": False,
                },
            },
            "total": _money("Total", kind="computed", result="money", formula=_OF_LINES),
        },
        "order_id",
    ),
}
_ALL: Final = {"create": True, "read": True, "update": True, "delete": True, "export": True}
NORTHWIND: Final[JsonObject] = {
    "$schema": "urn:stuga:app:1",
    "key": "northwind",
    "title": "Northwind",
    "language": "en",
    "models": _MODELS,
    "screens": {
        f"{key}_list": {
            "type": "list",
            "model": key,
            "title": key.capitalize(),
            "columns": list(_MODELS[key]["properties"])[:4],  # type: ignore[index,call-overload]
        }
        for key in _MODELS
    },
    "navigation": [f"{key}_list" for key in _MODELS],
    "roles": {
        "handler": {
            "title": "Handler",
            "screens": [f"{key}_list" for key in _MODELS],
            "models": {key: dict(_ALL) for key in _MODELS},
        }
    },
}


def _table(head: str, *lines: str) -> bytes:
    return "\n".join((head, *lines, "")).encode()


def _categories() -> bytes:
    lines = (f'{n},Kind {n},"Goods, of kind {n}"' for n in range(1, 9))
    return _table("CategoryID,CategoryName,Description", *lines)


def _suppliers() -> bytes:
    head = (
        "SupplierID,CompanyName,ContactName,ContactTitle,Address,City,Region,PostalCode,Country,"
        "Phone,Fax,HomePage"
    )
    lines = (f"{n},Maker {n},Åsa Öberg,Owner,Road {n},Bø,,038{n:02},Norway,0{n},,"
             for n in range(1, 30))  # fmt: skip
    return _table(head, *lines)


def _products() -> bytes:
    head = (
        "ProductID,ProductName,SupplierID,CategoryID,QuantityPerUnit,UnitPrice,UnitsInStock,"
        "UnitsOnOrder,ReorderLevel,Discontinued"
    )
    lines = (
        f"{n},Goods {n},{1 + n % 29},{1 + n % 8},{n} boxes,{n}.{n:02},{n},0,{n % 30},{n % 2}"
        for n in range(1, 78)
    )
    return _table(head, *lines)


def _employees() -> bytes:
    head = (
        "EmployeeID,LastName,FirstName,Title,TitleOfCourtesy,BirthDate,HireDate,Address,City,"
        "Region,PostalCode,Country,HomePhone,Extension,Notes,ReportsTo"
    )
    above = {1: 2, 2: "", 3: 2, 4: 2, 5: 2, 6: 5, 7: 5, 8: 2, 9: 5}
    lines = (
        f'{n},Last {n},First {n},Seller,Ms.,1960-01-0{n},1993-01-0{n},"Street {n}\nHouse",Bø,,'
        f'0380{n},Norway,0{n},{n},"She ""sells"", and more.",{chief}'
        for n, chief in above.items()
    )
    return _table(head, *lines)


def _order_details() -> bytes:
    discounts = ("0.0", "0.05", "0.15", "0.25")
    lines = (
        f"{10248 + n % 830},{1 + n % 77},{n % 90}.{n % 10},{1 + n % 130},{discounts[n % 4]}"
        for n in range(2155)
    )
    return _table("OrderID,ProductID,UnitPrice,Quantity,Discount", *lines)


_MADE: Final[Mapping[str, Callable[[], bytes]]] = {
    "categories": _categories,
    "suppliers": _suppliers,
    "products": _products,
    "customers": lambda: spreadsheets.made("customers"),
    "employees": _employees,
    "orders": lambda: spreadsheets.made("orders"),
    "order_details": _order_details,
}
