"""The main job, on real input: two spreadsheets become an app, people work in it, it forgets."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from stuga.models import Base
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import db, reading_trail
from stuga.runtime.retention import sweeping
from tests.contracts.test_tables import SHARED
from tests.factories.cast import Browser, Tenant
from tests.factories.doors import PASSWORD, give_password
from tests.factories.jobs import run_outbox
from tests.factories.spreadsheets import northwind

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
Shot = Callable[[Page, str], None]
STUGA: Final = Path(sys.executable).with_name("stuga")
LATER: Final = f"{clock.now().year + 1}-01-01T03:00Z"
API: Final = "/api/v1/apps/northwind/records"
NEW_PHONE: Final = "+46812345678"
FORGOTTEN: Final = ("Contact name", "Phone", "Address")


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def customers() -> list[dict[str, str]]:
    """Return the customers with the day of the last shipment to each, as the orders tell it."""
    shipped: dict[str, str] = {}
    for order in rows_of(northwind("orders")):
        name, day = order["CustomerID"], order["ShippedDate"][:10]
        if day[:1].isdigit():
            shipped[name] = max(day, shipped.get(name, ""))
    found = rows_of(northwind("customers"))
    return [{**one, "LastShipped": shipped.get(one["CustomerID"], "")} for one in found]


def written(rows: Sequence[dict[str, str]]) -> bytes:
    made = io.StringIO()
    writer = csv.DictWriter(made, [*rows[0]])
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()


def test_two_spreadsheets_become_an_app_that_forgets(
    bjorkby: Tenant, page_of: Opened, settings: Settings, shot: Shot
) -> None:
    old, kept = customers()[:2]
    vera = page_of(bjorkby, "builder")
    import_customers(bjorkby, vera)
    import_orders(bjorkby, vera)
    shot(vera, "story-imported")
    publish(vera)
    bjorkby.give("member", "northwind", "user")

    nils = page_of(bjorkby, "")
    sign_in(nils, give_password(bjorkby, "member"))
    add_an_order(nils, old)
    edit_in_two_tabs(nils, shot)
    delete_and_undo(nils)
    change(nils, old, "Phone", NEW_PHONE)
    change(nils, kept, "Last shipped", clock.now().date().isoformat())
    assert mentions(bjorkby, old["ContactName"])
    assert mentions(bjorkby, NEW_PHONE)

    ada = page_of(bjorkby, "owner")
    put_rule_in_force(ada, "Customer", "Last shipped", FORGOTTEN, shot)
    put_rule_in_force(ada, "Order", "Shipped date", ("Ship name", "Ship address"), shot)
    run_outbox(bjorkby)
    assert due_by(bjorkby, datetime(1997, 1, 1, tzinfo=UTC)) == 0
    said = retention_run(bjorkby, settings, LATER)
    run_outbox(bjorkby)

    due = sum(bool(one["LastShipped"]) for one in customers()) - 1
    assert f"{due} anonymised by customer: Anonymise Contact name, Address and Phone" in said
    assert_forgotten(bjorkby, old)
    assert_kept(bjorkby, kept)
    look_for(nils, old, shot)
    read_the_trail(ada, shot)


def import_customers(tenant: Tenant, page: Page) -> None:
    page.goto("build/new/spreadsheet")
    chosen(page, "customers.csv", written(customers()))
    for name in ("ContactName", "Phone", "Address"):
        expect(privacy_of(page, name)).to_have_value("direct")
    page.locator("[name=key]").fill("northwind")
    page.get_by_label("Keep Fax").uncheck()
    privacy_of(page, "City").select_option(label="Not personal")
    page.get_by_label("Purpose").fill("Handling orders")
    page.get_by_label("Legal basis").select_option(label="Contract")
    page.get_by_label("Let me work with the records").check()
    page.get_by_role("button", name="Make the app and publish it").click()
    run_outbox(tenant)
    expect(page.get_by_text("Done: all")).to_be_visible()


def import_orders(tenant: Tenant, page: Page) -> None:
    page.goto("build/new/spreadsheet?into=northwind")
    chosen(page, "orders.csv", northwind("orders"))
    kind = column(page, "CustomerID").get_by_label("Kind")
    expect(kind.locator("option:checked")).to_have_text("Reference: Customer, by Customer ID")
    page.get_by_label("Let me work with the records").check()
    page.get_by_role("button", name="Add and publish").click()
    run_outbox(tenant)
    expect(page.get_by_text("Done: all")).to_be_visible()


def chosen(page: Page, name: str, content: bytes) -> None:
    page.set_input_files(
        "input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Continue").click()


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def privacy_of(page: Page, name: str) -> Locator:
    return column(page, name).get_by_label("Privacy")


def publish(page: Page) -> None:
    """Call the app something else in the builder, and publish that."""
    page.goto("build/northwind/settings")
    page.get_by_label("Title").fill("Northwind")
    page.get_by_role("button", name="Save").click()
    page.goto("build/northwind/publish")
    page.get_by_role("button", name="Publish version 3").click()
    expect(page.locator(".toast")).to_contain_text("Version 3 is live")


def sign_in(page: Page, email: str) -> None:
    page.goto("apps/northwind/order")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orders")


def add_an_order(page: Page, buyer: dict[str, str]) -> None:
    page.get_by_role("link", name="Add order").click()
    page.get_by_label("Order ID").fill("20001")
    customer = page.get_by_role("combobox", name="Customer")
    customer.press_sequentially(buyer["CustomerID"])
    page.get_by_role("option", name=buyer["CompanyName"]).click()
    page.get_by_label("Freight").fill("12.50")
    page.get_by_label("Ship name").fill("Sten Ek")
    page.get_by_label("Ship city").fill("Luleå")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("20001")
    expect(page.get_by_role("link", name=buyer["CompanyName"])).to_be_visible()


def edit_in_two_tabs(page: Page, shot: Shot) -> None:
    page.get_by_role("link", name="Edit").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Ship city").fill("Umeå")
    other.get_by_label("Freight").fill("99")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".toast")).to_contain_text("20001 is saved")
    other.close()

    page.get_by_label("Ship city").fill("Kiruna")
    page.get_by_label("Ship name").fill("Åsa Öberg")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Someone saved this before you")).to_be_visible()
    city = page.get_by_role("group", name="Ship city")
    expect(city).to_contain_text("Kiruna")
    expect(city).to_contain_text("Umeå")
    shot(page, "story-conflict")
    city.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save my choices").click()
    expect(page.locator(".toast")).to_contain_text("20001 is saved")
    for value in ("Kiruna", "Åsa Öberg", "99.00"):
        expect(page.locator("main")).to_contain_text(value)


def delete_and_undo(page: Page) -> None:
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text("20001 is in the trash")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("20001 is back")


def opened(page: Page, customer: dict[str, str]) -> None:
    page.goto(f"apps/northwind/customer?q={customer['CustomerID']}")
    page.get_by_role("link", name=customer["CustomerID"]).first.click()


def change(page: Page, customer: dict[str, str], field: str, value: str) -> None:
    opened(page, customer)
    page.get_by_role("link", name="Edit").click()
    page.get_by_label(field).fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("is saved")


def put_rule_in_force(
    page: Page, model: str, start: str, fields: Sequence[str], shot: Shot
) -> None:
    page.goto("admin/retention")
    page.get_by_role("link", name=f"New rule for {model}").first.click()
    page.get_by_label("The clock starts").select_option(label=start)
    page.get_by_label("Keep at most", exact=True).fill("1")
    page.get_by_label("Anonymise some fields").check()
    ticked = page.locator("input[name=field]:checked")
    while ticked.count():
        ticked.first.uncheck()
    for field in fields:
        page.locator(".field-row").get_by_label(field).first.check()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
    shot(page, f"story-preview-{model.lower()}")
    page.get_by_role("button", name="Put in force").first.click()
    expect(page.get_by_text("The rule is in force.")).to_be_visible()


def due_by(tenant: Tenant, now: datetime) -> int:
    ada = tenant.actor("owner")
    with tenant.inside():
        return sweeping.would_do(ada, now).records


def retention_run(tenant: Tenant, settings: Settings, now: str) -> str:
    """Run what is due by another moment, as an operator would for a drill."""
    environment = {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
    }
    command = [STUGA, "retention", "run", "--tenant", tenant.slug, "--now", now]
    done = subprocess.run(  # noqa: S603  # our own program
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def mentions(tenant: Tenant, words: str) -> list[str]:
    """Name every table of the tenant that holds the words, in whatever column and form."""
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name in SHARED:
            continue
        sql = text(
            f"SELECT count(*) FROM {table.fullname} AS row "  # noqa: S608  # a name of ours
            "WHERE row::text ILIKE :words OR row::text LIKE :bytes"
        )
        given = {"words": f"%{words}%", "bytes": f"%{words.encode().hex()}%"}
        with tenant.inside(), reading_trail() as trail:
            session = trail if table.name.startswith("audit") else db.session
            if session.execute(sql, given).scalar():
                found.append(table.name)
    return found


def assert_forgotten(tenant: Tenant, customer: dict[str, str]) -> None:
    gone = (customer["ContactName"], customer["Phone"], NEW_PHONE)
    assert [mentions(tenant, value) for value in gone] == [[], [], []]
    browser = tenant.browser("member")
    record = found(browser, customer)
    assert record["data"].get("address") != customer["Address"]
    answers = [
        browser.get(f"{API}/customer/{record['id']}"),
        browser.get(f"{API}/customer/{record['id']}/history"),
        browser.get(f"{API}/customer?limit=200"),
        browser.get("/apps/northwind/customer"),
    ]
    for answer in answers:
        assert not any(value in answer.get_data(as_text=True) for value in gone)
    search = browser.get(f"{API}/customer?q={customer['ContactName']}")
    assert search.get_json()["items"] == []


def found(browser: Browser, customer: dict[str, str]) -> JsonObject:
    path = f"{API}/customer?filter[customer_id]={customer['CustomerID']}"
    [record] = browser.get(path).get_json()["items"]
    return record


def assert_kept(tenant: Tenant, customer: dict[str, str]) -> None:
    data = found(tenant.browser("member"), customer)["data"]
    assert data["contact_name"] == customer["ContactName"]
    assert data["phone"].endswith(customer["Phone"][-4:])


def look_for(page: Page, customer: dict[str, str], shot: Shot) -> None:
    opened(page, customer)
    expect(page.get_by_role("heading", level=1)).to_have_text(customer["CompanyName"])
    expect(page.locator("main")).not_to_contain_text(customer["ContactName"])
    expect(page.locator("main")).not_to_contain_text(customer["Phone"])
    shot(page, "story-forgotten")


def read_the_trail(page: Page, shot: Shot) -> None:
    for action in ("record.anonymise", "retention.run", "retention.write", "record.import"):
        page.goto(f"admin/audit?action={action}")
        expect(page.locator(".trail-line").first).to_be_visible()
    page.goto("admin/audit?action=retention.run")
    shot(page, "story-trail")
