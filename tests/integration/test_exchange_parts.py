"""Files bring in several references, lists, addresses and places; numbers come by themselves."""

import pytest
from sqlalchemy import select

from stuga.models import Record
from stuga.platform.db import db
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.imports import csv_of, how_it_went
from tests.factories.jobs import run_outbox
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import Desk

IMPORTS = "/api/v1/apps/orders/imports/order"


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby, ORDERS, roles=SELLERS)
    return bjorkby.browser("member")


def orders(tenant: Tenant) -> list[dict[str, object]]:
    with tenant.inside():
        rows = db.session.scalars(select(Record.data).where(Record.data.has_key("title")))
        return sorted((dict(row) for row in rows), key=lambda row: str(row["title"]))


def brought_in(tenant: Tenant, browser: Browser, head: str, *rows: str) -> dict[str, object]:
    begun = browser.post(IMPORTS, data=csv_of(head, *rows), content_type="text/csv")
    assert begun.status_code == 202, begun.get_data(as_text=True)
    run_outbox(tenant)
    found: dict[str, object] = how_it_went(browser, begun.headers["Location"])
    return found


def test_cells_hold_several_parts(bjorkby: Tenant, nils: Browser) -> None:
    tags = Desk(bjorkby, model="tag", app="orders")
    red, blue = (str(tags.create(name=name).id) for name in ("Red", "Blue"))

    brought_in(
        bjorkby,
        nils,
        "Title,Tags,Ship to,Spot,Lines",
        'A,Red; Blue;Red,"Ågatan 1, 123 45 Björkby","59,33; 18,07","Bolt | 2\nNut"',
        "B,Blue,,,",
    )

    first, second = orders(bjorkby)
    assert {key: one for key, one in first.items() if key != "number"} == {
        "title": "A",
        "tags": [red, blue],
        "spot": {"lat": 59.33, "lon": 18.07},
        "lines": [{"what": "Bolt", "qty": 2}, {"what": "Nut"}],
        "ship_to": {"street": "Ågatan 1", "postal_code": "123 45", "city": "Björkby"},
    }
    assert second["tags"] == [blue]
    assert str(first["number"]).endswith("-00001")
    assert str(second["number"]).endswith("-00002")


def test_a_row_that_names_what_is_not_there_is_left_out(bjorkby: Tenant, nils: Browser) -> None:
    Desk(bjorkby, model="tag", app="orders").create(name="Red")

    brought_in(bjorkby, nils, "Title,Tags,Lines", "A,Red; Green,", 'B,,"Bolt | many"', "C,Red,")

    assert [one["title"] for one in orders(bjorkby)] == ["C"]
    assert str(orders(bjorkby)[0]["number"]).endswith("-00001")


def test_no_column_goes_into_a_number(bjorkby: Tenant, nils: Browser) -> None:
    brought_in(bjorkby, nils, "Title,Number", "A,C-1999-00001")
    assert str(orders(bjorkby)[0]["number"]).endswith("-00001")
    assert "1999" not in str(orders(bjorkby)[0]["number"])
