"""Northwind through its screens: an order taken on a phone, worked by keyboard, read as figures."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.factories.cast import Tenant
from tests.factories.northwind import CENT, rows_of, worth
from tests.factories.northwind_screens import CARRIERS, bring_in

PHONE = {"width": 390, "height": 844}


def test_northwind_is_worked_through_its_screens(bjorkby: Tenant, page_of: OpenPage) -> None:
    bring_in(bjorkby)

    the_overview_tells_what_the_files_hold(page_of(bjorkby))
    an_order_is_taken(page_of(bjorkby, viewport=PHONE, java_script_enabled=False))
    the_list_is_worked_by_keyboard(page_of(bjorkby))
    cards_are_moved(page_of(bjorkby))


def an_order_is_taken(page: Page) -> None:
    """Take an order and a line of it, on a phone, without script."""
    page.goto("apps/northwind/orders")
    page.get_by_role("link", name="Add order").click()
    page.get_by_label("Order ID").fill("20001")
    customer, product = (
        rows_of("customers")[0]["CompanyName"],
        rows_of("products")[0]["ProductName"],
    )
    choose(page, "Customer", customer)
    page.get_by_label("Employee").select_option(label=rows_of("employees")[1]["LastName"])
    page.get_by_label("Order date").fill("2026-11-20")
    page.get_by_role("radio", name="United Package").check()
    page.get_by_label("Freight").fill("1 234,50")
    page.get_by_role("button", name="Save").click()

    page.goto("apps/northwind/orders")
    page.get_by_role("searchbox").fill("20001")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="20001").click()
    expect(page.get_by_role("main")).to_contain_text(customer)
    page.get_by_role("link", name="Add a line").click()
    choose(page, "Product", product)
    page.get_by_label("Unit price").fill("18")
    page.get_by_label("Quantity").fill("10")
    page.get_by_label("Discount").fill("0.25")
    page.get_by_role("button", name="Save").click()

    page.goto("apps/northwind/orders?q=20001")
    page.get_by_role("link", name="20001").click()
    expect(page.get_by_role("main")).to_contain_text("135.00")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def choose(page: Page, field: str, wanted: str) -> None:
    """Choose a record as one does without script: search, then take one of what was found."""
    box = page.get_by_role("textbox", name=field)
    box.fill(wanted)
    page.locator(".field", has=box).get_by_role("button", name="Search").click()
    page.get_by_role("combobox", name=field).select_option(label=wanted)


def the_list_is_worked_by_keyboard(page: Page) -> None:
    """Move, tick, open and search with single keys."""
    rows = sorted(rows_of("orders"), key=lambda row: row["OrderID"])
    page.goto("apps/northwind/orders")
    press(page, "j", "j")
    expect(row_of(page, rows[1]["OrderID"]).get_by_role("link").first).to_be_focused()
    press(page, "k", "x", "j", "x")
    ticked = page.get_by_role("checkbox", checked=True)
    expect(ticked).to_have_count(2)
    expect(page.get_by_text("Chosen: 2")).to_be_visible()
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/northwind/order/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(rows[1]["OrderID"])

    page.go_back()
    press(page, "/")
    page.keyboard.type(rows[7]["OrderID"])
    press(page, "Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    press(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(rows[7]["OrderID"])


def cards_are_moved(page: Page) -> None:
    """Move an order to another carrier with keys, then with the pointer."""
    page.goto("apps/northwind/orders?q=20001")
    page.get_by_role("link", name="Board").click()
    page.wait_for_load_state()
    card = page.locator("[data-card]")
    expect(lane_of(page, "United Package").locator("[data-card]")).to_have_count(1)

    card.get_by_role("link").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    moved = lane_of(page, "Federal Shipping").locator("[data-card]")
    expect(moved).to_have_count(1)
    expect(moved.get_by_role("link").first).to_be_focused()

    moved.hover()
    page.mouse.down()
    for _ in range(2):  # the first only begins the drag
        lane_of(page, "Speedy Express").hover()
    page.mouse.up()
    expect(lane_of(page, "Speedy Express").locator("[data-card]")).to_contain_text("20001")
    page.goto("apps/northwind/orders?q=20001")
    expect(row_of(page, "20001")).to_contain_text("Speedy Express")


def lane_of(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{title}"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def row_of(page: Page, order: str) -> Locator:
    return page.locator("tbody tr", has_text=order)


def the_overview_tells_what_the_files_hold(page: Page) -> None:
    """Read figures and charts, and reckon the same from the files."""
    page.goto("apps/northwind/overview")
    orders = rows_of("orders")

    assert amount(figure(page, "Sold")) == sum(map(worth, rows_of("order_details")))
    assert amount(figure(page, "All orders")) == len(orders)
    carriers = Counter(CARRIERS[row["ShipVia"]] for row in orders)
    assert table(page, "Orders by carrier") == carriers
    countries: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in orders:
        countries[row["ShipCountry"]] += Decimal(row["Freight"]).quantize(CENT)
    assert table(page, "Freight by country") == countries


def figure(page: Page, title: str) -> str:
    one = page.locator(".metric", has_text=title)
    return one.locator(".metric-text").inner_text().partition(title)[0]


def table(page: Page, title: str) -> dict[str, Decimal]:
    chart = page.get_by_role("region", name=title)
    chart.get_by_text("Figures as a table").click()
    rows = chart.locator("tbody tr").all()
    return {row.locator("th").inner_text(): amount(row.locator("td").inner_text()) for row in rows}


def amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9.-]", "", text))
