"""The browser's own copy of a form: a day at most, nothing secret in it, offered only if newer."""

import copy
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from stuga.models import SavedForm
from stuga.platform.db import db
from tests.e2e.conftest import OpenPage
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant

pytestmark = pytest.mark.browser

COPIES: Final = """
Object.entries(localStorage).filter(([name]) => name.startsWith('stuga.typed'))
"""
AGED: Final = """(hours) => {
  for (const [name, text] of Object.entries(localStorage)) {
    const kept = JSON.parse(text);
    localStorage.setItem(name, JSON.stringify({...kept, at: kept.at - hours * 3600000}));
  }
}"""


def typed(page: Page, app: str, text: str = "Sten Ek") -> None:
    """Type while the server cannot be reached, so that the browser alone has it."""
    page.route("**/saved", lambda route: route.abort())
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Applicant").fill(text)
    expect(page.locator("[data-kept]")).to_contain_text("no connection")


def offered(page: Page) -> tuple[int, int]:
    """Count what is offered: by the server, and by the browser."""
    page.wait_for_load_state("networkidle")
    servers = page.get_by_role("link", name="Continue").locator("visible=true")
    return servers.count(), page.get_by_role("button", name="Use it").count()


def test_it_goes_after_a_day_and_not_before(bjorkby: Tenant, page_of: OpenPage) -> None:
    app, page = publish(bjorkby), page_of(bjorkby)
    typed(page, app)

    page.evaluate(AGED, 23)
    page.goto(f"apps/{app}/edit")
    expect(page.get_by_role("button", name="Use it")).to_be_visible()
    page.evaluate(AGED, 2)
    page.goto(f"apps/{app}/edit")

    assert offered(page)[1] == 0
    assert page.evaluate(COPIES) == []


def test_it_holds_nothing_that_is_encrypted_or_closed(bjorkby: Tenant, page_of: OpenPage) -> None:
    made: Any = copy.deepcopy(SMALL_CASES)
    made["models"]["case"]["properties"]["applicant"]["x-privacy"]["encrypt"] = True
    create = made["roles"]["handler"]["models"]["case"]
    create["create"] = {"fields": {"only": ["applicant", "kind"]}}
    app, page = publish(bjorkby, made), page_of(bjorkby)
    page.route("**/saved", lambda route: route.abort())
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Complaint").check()
    page.get_by_label("Applicant").fill("Sten Ek")
    expect(page.locator("[data-kept]")).to_contain_text("no connection")

    [[_, text]] = page.evaluate(COPIES)

    assert "complaint" in text
    assert "Sten" not in text
    assert "_csrf" not in text
    assert "amount" not in text
    assert page.locator("form[data-form] [name=amount]").count() == 0


def test_it_goes_at_signing_out_and_only_that_tenants(bjorkby: Tenant, page_of: OpenPage) -> None:
    app, page = publish(bjorkby), page_of(bjorkby)
    typed(page, app)
    foreign = {"at": 4102444800000, "action": "https://else/t/granby/apps/a/b", "pairs": []}
    page.evaluate("(one) => localStorage.setItem('stuga.typed x', JSON.stringify(one))", foreign)
    page.locator("summary", has_text="Nils Berg").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")

    assert [name for name, _ in page.evaluate(COPIES)] == ["stuga.typed x"]


def test_what_the_server_has_too_is_offered_once(bjorkby: Tenant, page_of: OpenPage) -> None:
    app, page = publish(bjorkby), page_of(bjorkby)
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Applicant").fill("Sten “Ek” \\ Åmål")
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    page.get_by_label("Complaint").check()
    page.reload()  # what is typed last goes to both as the page is left

    for _ in range(20):
        page.goto(f"apps/{app}/edit")
        if kept_kind(bjorkby) == "complaint":
            break
    page.goto(f"apps/{app}/edit")
    assert offered(page) == (1, 0)
    assert page.evaluate(COPIES) == []


def kept_kind(tenant: Tenant) -> str:
    """Return the last answer as the server keeps it."""
    with tenant.inside():
        pairs = db.session.scalars(select(SavedForm.typed)).first() or []
    return next((value for name, value in reversed(pairs) if name == "kind"), "")


def test_of_two_the_newer_is_offered(bjorkby: Tenant, page_of: OpenPage) -> None:
    app, page = publish(bjorkby), page_of(bjorkby)
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Applicant").fill("Sten")
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    page.route("**/saved", lambda route: route.abort())
    page.get_by_label("Applicant").fill("Sten Ek")
    expect(page.locator("[data-kept]")).to_contain_text("no connection")

    page.goto(f"apps/{app}/edit")
    expect(page.get_by_role("button", name="Use it")).to_be_visible()
    assert offered(page) == (0, 1)
    page.evaluate(AGED, 1)
    page.goto(f"apps/{app}/edit")
    assert offered(page) == (1, 0)


def test_thrown_away_it_gives_way_to_the_servers(bjorkby: Tenant, page_of: OpenPage) -> None:
    app, page = publish(bjorkby), page_of(bjorkby)
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Applicant").fill("Sten")
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    page.route("**/saved", lambda route: route.abort())
    page.get_by_label("Applicant").fill("Sten Ek")
    expect(page.locator("[data-kept]")).to_contain_text("no connection")
    page.goto(f"apps/{app}/edit")
    page.locator("[data-copy-drop]").click()
    expect(page.get_by_role("link", name="Continue")).to_be_visible()
    assert page.evaluate(COPIES) == []
