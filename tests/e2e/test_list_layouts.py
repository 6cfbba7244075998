"""What only a browser shows of lists: cards moved by hand and key, rows loaded below rows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.cast import Tenant
from tests.factories.shipped import publish_cases, some_cases

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]


def lane(page: Page, key: str) -> Locator:
    return page.locator(f"[data-lane={key}]")


def test_cards_are_moved_by_key_by_pointer_and_without_script(
    bjorkby: Tenant, page_of: Opened
) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 1)
    page = page_of(bjorkby, "member")
    page.goto(f"apps/{app}/inbox?view=board")
    name = page.locator("[data-card] a[data-open]").first

    name.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(lane(page, "investigating").locator("[data-card]")).to_have_count(1)
    expect(
        page.get_by_role("status").filter(has_text="is moved to Being investigated")
    ).to_be_visible()
    expect(page.locator("[data-card] a[data-open]")).to_be_focused()

    page.locator("[data-card]").drag_to(lane(page, "waiting"))
    expect(lane(page, "waiting").locator("[data-card]")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(lane(page, "investigating").locator("[data-card]")).to_have_count(1)

    plain = page_of(bjorkby, "member", java_script_enabled=False)
    plain.goto(f"apps/{app}/inbox?view=board")
    plain.get_by_role("button", name="Move ").click()
    plain.get_by_role("button", name="Waiting for the applicant").click()
    expect(lane(plain, "waiting").locator(".board-card")).to_have_count(1)
    expect(plain.get_by_text("is moved to Waiting for the applicant")).to_be_visible()


def test_more_rows_are_laid_below_and_found_again(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 60)
    page = page_of(bjorkby, "member")
    page.goto(f"apps/{app}/inbox")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(50)

    page.get_by_role("button", name="Load more").click()

    expect(rows).to_have_count(60)
    expect(rows.nth(50).locator("a[data-open]")).to_be_focused()
    expect(page.get_by_text("60 rows are shown")).to_be_visible()
    expect(page.get_by_role("link", name="Next")).to_have_count(0)
    expect(page.get_by_role("button", name="Load more")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/*")
    page.go_back()
    expect(rows).to_have_count(60)
