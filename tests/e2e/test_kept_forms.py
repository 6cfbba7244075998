"""A form keeps itself while one types: leaving it or losing the connection loses nothing."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.factories.apps import publish
from tests.factories.cast import Tenant

pytestmark = pytest.mark.browser


def test_what_is_typed_is_there_on_another_device(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Applicant").fill("Sten Ek")
    expect(page.locator("[data-kept]")).to_contain_text("Saved")

    phone = page_of(bjorkby, viewport={"width": 390, "height": 800})
    phone.goto(f"apps/{app}/edit")
    phone.get_by_role("link", name="Continue").click()

    expect(phone.get_by_label("Applicant")).to_have_value("Sten Ek")
    phone.get_by_label("Complaint").check()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Sten Ek is saved")).to_be_visible()
    page.goto(f"apps/{app}/edit")
    expect(page.get_by_role("link", name="Continue")).to_have_count(0)


def test_a_lost_connection_is_told_and_what_was_typed_is_kept_later(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)
    page.clock.install()
    page.goto(f"apps/{app}/edit")
    page.context.set_offline(True)  # Playwright's
    page.get_by_label("Applicant").fill("Sten Ek")
    page.clock.run_for(2_500)
    expect(page.locator("[data-kept]")).to_contain_text("no connection")

    page.context.set_offline(False)  # Playwright's
    page.clock.run_for(16_000)
    expect(page.locator("[data-kept]")).to_contain_text("Saved")


def test_leaving_at_once_keeps_the_last_word(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Applicant").fill("Sten Ek")
    page.goto(f"apps/{app}/inbox")
    carry_on = page.get_by_role("link", name="Continue")
    for _ in range(50):  # what is sent in leaving comes when the next page is already asked for
        page.goto(f"apps/{app}/edit")
        if carry_on.is_visible():
            break
    carry_on.click()
    expect(page.get_by_label("Applicant")).to_have_value("Sten Ek")
