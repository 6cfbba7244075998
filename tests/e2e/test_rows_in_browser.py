"""Rows of a list in Chromium: added, filled, moved and pasted, with a script and without one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from stuga.models.json import JsonObject
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.filling import stored
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import Desk

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]
PASTE = """(node, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  node.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true,
  }));
}"""


@pytest.fixture
def orders(bjorkby: Tenant) -> Tenant:
    publish(bjorkby, ORDERS, roles=SELLERS)
    for name in ("Bolt", "Nut"):
        Desk(bjorkby, model="product", app="orders").create(name=name)
    for name in ("Red", "Blue"):
        Desk(bjorkby, model="tag", app="orders").create(name=name)
    return bjorkby


def order_of(tenant: Tenant) -> JsonObject:
    return next(one for one in stored(tenant) if "title" in one)


def filled_in(page: Page) -> None:
    page.goto("apps/orders/edit")
    page.get_by_label("Title").fill("One")
    page.get_by_role("button", name="Add a row: Lines").click()
    first = page.get_by_role("group", name="Row 1 Lines", exact=True)
    first.get_by_label("What").fill("Bolts")
    first.get_by_label("Quantity").fill("2")
    first.get_by_label("Product").select_option("Bolt")
    page.get_by_role("button", name="Add a row: Lines").click()
    second = page.get_by_role("group", name="Row 2 Lines", exact=True)
    second.get_by_label("What").fill("Nuts")
    second.get_by_role("button", name="Move row 2 up").click()
    again = page.get_by_role("group", name="Row 1 Lines", exact=True).get_by_label("What")
    expect(again).to_have_value("Nuts")


def test_rows_come_and_go_without_a_new_page(
    orders: Tenant, page_of: Opened, axe: Check, shot: Shot
) -> None:
    page = page_of(orders, bypass_csp=True)
    page.goto("apps/orders/edit")
    page.evaluate("window.isTheSamePage = true")
    page.get_by_label("Title").fill("One")
    page.get_by_role("button", name="Add a row: Lines").click()
    first = page.get_by_role("group", name="Row 1 Lines", exact=True)
    expect(first.get_by_label("What")).to_be_focused()
    first.get_by_label("What").fill("Bolts")

    first.get_by_label("Quantity").evaluate(PASTE, "2\tBolt\n3\n")
    expect(
        page.get_by_role("group", name="Row 2 Lines", exact=True).get_by_label("Quantity")
    ).to_have_value("3")
    second = page.get_by_role("group", name="Row 2 Lines", exact=True)
    second.get_by_label("What").fill("Nuts")
    second.get_by_role("button", name="Add a row: Parts").click()
    second.get_by_label("Name").fill("Ring")
    page.get_by_role("button", name="Add a row: Lines").click()
    page.get_by_role("button", name="Remove row 3").click()
    expect(page.get_by_role("button", name="Remove row 3")).to_have_count(0)
    page.get_by_role("button", name="Move row 2 up").click()
    expect(
        page.get_by_role("group", name="Row 1 Lines", exact=True).get_by_label("What")
    ).to_have_value("Nuts")
    page.get_by_label("Blue").check()
    page.get_by_label("Street address").fill("Ågatan 1")
    page.get_by_label("City").fill("Björkby")
    assert page.evaluate("window.isTheSamePage")
    axe(page)
    shot(page, "rows-edit")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Ågatan 1")).to_be_visible()
    axe(page)
    shot(page, "rows-detail")
    nuts, bolts = order_of(orders)["lines"]
    expect(page.get_by_role("cell", name="Bolt", exact=True)).to_be_visible()
    assert nuts == {"what": "Nuts", "qty": 3, "parts": [{"name": "Ring"}]}
    assert (bolts["what"], bolts["qty"]) == ("Bolts", 2)


def test_rows_come_and_go_without_a_script(orders: Tenant, page_of: Opened) -> None:
    page = page_of(orders, java_script_enabled=False)
    filled_in(page)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("cell", name="Bolt", exact=True)).to_be_visible()
    assert [line["what"] for line in order_of(orders)["lines"]] == ["Nuts", "Bolts"]


def test_what_is_typed_while_a_row_comes_stays(orders: Tenant, page_of: Opened) -> None:
    page = page_of(orders)
    page.goto("apps/orders/edit")
    page.get_by_role("button", name="Add a row: Lines").click()
    first = page.get_by_role("group", name="Row 1 Lines", exact=True)
    first.get_by_label("What").fill("Bolts")
    asked: list[Route] = []

    def slow(route: Route) -> None:
        if route.request.method == "POST" and not asked:
            asked.append(route)
            first.get_by_label("What").fill("Bolts and nuts")
        route.continue_()

    page.route("**/edit", slow)
    page.get_by_role("button", name="Add a row: Lines").click()

    expect(page.get_by_role("group", name="Row 2 Lines", exact=True)).to_be_visible()
    expect(first.get_by_label("What")).to_have_value("Bolts and nuts")


def test_a_row_is_removed_once_however_fast_one_presses(orders: Tenant, page_of: Opened) -> None:
    page = page_of(orders)
    page.goto("apps/orders/edit")
    for number, what in enumerate(("Bolts", "Nuts", "Rings"), start=1):
        page.get_by_role("button", name="Add a row: Lines").click()
        row = page.get_by_role("group", name=f"Row {number} Lines", exact=True)
        row.get_by_label("What").fill(what)
    asked: list[Route] = []

    def slow(route: Route) -> None:
        if route.request.method == "POST":
            asked.append(route)
            if len(asked) == 1:
                page.get_by_role("button", name="Remove row 2").click()
        route.continue_()

    page.route("**/edit", slow)
    page.get_by_role("button", name="Remove row 1").click()

    expect(page.get_by_role("button", name="Remove row 3")).to_have_count(0)
    left = [page.get_by_role("group", name=f"Row {at} Lines", exact=True) for at in (1, 2)]
    assert [one.get_by_label("What").input_value() for one in left] == ["Nuts", "Rings"]
    page.get_by_role("button", name="Remove row 2").click()
    expect(page.get_by_role("button", name="Remove row 2")).to_have_count(0)
    expect(left[0].get_by_label("What")).to_have_value("Nuts")


def test_a_row_that_does_not_come_leaves_the_form_as_it_was(
    orders: Tenant, page_of: Opened
) -> None:
    page = page_of(orders)
    filled_in(page)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/orders/edit", lose)
    page.get_by_role("button", name="Add a row: Lines").click()

    expect(page.get_by_text("The server did not answer, so nothing was sent.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("One")
    page.unroute("**/orders/edit")
    page.get_by_role("button", name="Add a row: Lines").click()
    expect(page.get_by_role("group", name="Row 3 Lines", exact=True)).to_be_visible()
    expect(page.get_by_label("What").first).to_have_value("Nuts")
