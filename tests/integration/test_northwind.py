"""Northwind whole: seven files into one app, its references, and totals as its files give them."""

import json
from collections import defaultdict
from decimal import Decimal

from sqlalchemy import func, select

from stuga.models import Record
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.records.acting import acting_in
from stuga.runtime.records.aggregates import MOST_GROUPS, Aggregate, Groups, figures_in
from stuga.runtime.records.commands import InModel
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.imports import how_it_went
from tests.factories.jobs import run_outbox
from tests.factories.northwind import CENT, FILES, NORTHWIND, content_of, rows_of, worth

IMPORTS = "/api/v1/apps/northwind/imports"


def imported(tenant: Tenant, model: str, content: bytes, media: str = "text/csv") -> JsonObject:
    browser = tenant.browser("member")
    answer = browser.post(f"{IMPORTS}/{model}", data=content, content_type=media)
    assert answer.status_code == 202, answer.get_data(as_text=True)
    run_outbox(tenant)
    return how_it_went(browser, answer.headers["Location"])


def records_by(tenant: Tenant, model: str, key: str) -> dict[str, JsonObject]:
    """Return what the records of a model hold, by a field that names them."""
    return {str(data[key]): data for _, data in stored(tenant, model)}


def stored(tenant: Tenant, model: str) -> list[tuple[str, JsonObject]]:
    with tenant.inside():
        acting = acting_in(tenant.actor("member"), place(model))
        wanted = select(Record.id, Record.data).where(Record.model_id == acting.model.id)
        return [(str(one.id), one.data) for one in db.session.execute(wanted)]


def place(model: str) -> InModel:
    return InModel(app="northwind", model=model, now=clock.now())


def totals_by(column: str) -> dict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of("order_details"):
        found[row[column]] += worth(row)
    return dict(found)


def summed(tenant: Tenant, by: str = "", where: JsonObject | None = None) -> Groups:
    with tenant.inside():
        acting = acting_in(tenant.actor("member"), place("line"))
        return figures_in(
            acting,
            Aggregate(
                app="northwind",
                model="line",
                now=acting.now,
                by=by,
                figure="sum",
                of="total",
                where=where,
            ),
        )


def test_seven_files_become_one_app_whose_totals_agree(bjorkby: Tenant) -> None:
    publish(bjorkby, NORTHWIND)

    for name, model in FILES.items():
        found = imported(bjorkby, model, content_of(name))
        rows = len(rows_of(name))
        assert (found["created"], found["failed"]) == (rows, 0), (name, found["failures"])

    references_stand(bjorkby)
    employees_report(bjorkby)
    sums_agree(bjorkby)


def references_stand(tenant: Tenant) -> None:
    """Every reference leads to the record that its file names."""
    names = {
        model: {ident: str(data[key]) for ident, data in stored(tenant, model)}
        for model, key in {
            "customer": "customer_id",
            "employee": "employee_id",
            "supplier": "supplier_id",
            "category": "category_id",
        }.items()
    }
    orders = records_by(tenant, "order", "order_id")
    for row in rows_of("orders"):
        made = orders[row["OrderID"]]
        assert names["customer"][str(made["customer"])] == row["CustomerID"].strip()
        assert names["employee"][str(made["employee"])] == row["EmployeeID"]
        assert made["order_date"] == row["OrderDate"].partition(" ")[0]
        assert Decimal(str(made["freight"])) == Decimal(row["Freight"]).quantize(CENT)
    products = records_by(tenant, "product", "product_id")
    for row in rows_of("products"):
        made = products[row["ProductID"]]
        assert names["supplier"][str(made["supplier"])] == row["SupplierID"]
        assert names["category"][str(made["category"])] == row["CategoryID"]
        assert made["discontinued"] is (row["Discontinued"] == "1")


def employees_report(tenant: Tenant) -> None:
    """Employees report to whom their file says, also where that one stands further down in it."""
    ids = {ident: str(data["employee_id"]) for ident, data in stored(tenant, "employee")}
    employees = records_by(tenant, "employee", "employee_id")
    found = {key: ids.get(str(data.get("reports_to")), "") for key, data in employees.items()}

    assert found == {row["EmployeeID"]: row["ReportsTo"] for row in rows_of("employees")}


def sums_agree(tenant: Tenant) -> None:
    """See that sums over lines, whose totals are computed, are those that the files give."""
    [whole] = summed(tenant).groups
    assert whole.figure == sum(map(worth, rows_of("order_details")))

    orders = {ident: str(data["order_id"]) for ident, data in stored(tenant, "order")}
    wanted = totals_by("OrderID")
    largest = summed(tenant, by="order")
    assert largest.cut
    found = {orders[str(one.value)]: one.figure for one in largest.groups}
    assert len(found) == MOST_GROUPS
    assert found == {key: wanted[key] for key in found}
    assert sorted(found.values()) == sorted(wanted.values())[-MOST_GROUPS:]

    for ident, order_id in list(orders.items())[::10]:
        [one] = summed(tenant, where={"field": "order", "is": ident}).groups
        assert one.figure == wanted[order_id], order_id


def test_orders_that_hold_their_lines_compute_their_totals(bjorkby: Tenant) -> None:
    publish(bjorkby, NORTHWIND)
    lines: defaultdict[str, list[JsonValue]] = defaultdict(list)
    for row in rows_of("order_details"):
        lines[row["OrderID"]].append(
            {
                "price": float(row["UnitPrice"]),
                "quantity": int(row["Quantity"]),
                "discount": float(row["Discount"]),
            }
        )
    given = [{"order_id": key, "lines": several} for key, several in lines.items()]

    found = imported(bjorkby, "invoice", json.dumps(given).encode(), "application/json")

    assert (found["created"], found["failed"]) == (len(lines), 0), found["failures"]
    made = records_by(bjorkby, "invoice", "order_id")
    totals = {key: Decimal(str(data["total"])) for key, data in made.items()}
    assert totals == totals_by("OrderID")
    with bjorkby.inside():
        assert db.session.scalar(select(func.count()).select_from(Record)) == len(lines)


def test_those_who_name_each_other_in_a_ring_come_in_together(bjorkby: Tenant) -> None:
    publish(bjorkby, NORTHWIND)
    content = b"EmployeeID,LastName,ReportsTo\n1,A,2\n2,B,1\n3,C,4\n4,D,\n5,E,9\n"

    found = imported(bjorkby, "employee", content)

    assert sorted(records_by(bjorkby, "employee", "employee_id")) == ["1", "2", "3", "4"]
    assert [(one["row"], list(one["errors"])) for one in found["failures"]] == [
        (6, ["reports_to"]),
    ]
