"""The palette and the list of keys, by keyboard."""

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import OpenPage
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.records import Desk

pytestmark = pytest.mark.browser


def test_places_acts_and_records_are_reached_by_keys(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish(bjorkby)
    Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/inbox", wait_until="networkidle")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Find a place")
    expect(box).to_be_focused()
    expect(page.get_by_role("option", name="Sign out")).to_be_visible()

    box.fill("sten")
    expect(page.get_by_role("option", name="Sten Ek")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Applicant")).to_have_value("Sten Ek")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("Control+k")
    box.fill("dark")
    expect(page.get_by_role("option", name="Dark")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_what_is_typed_before_the_palette_is_there_is_not_lost(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)

    def slow(route: Route) -> None:
        page.keyboard.type("/dark x")
        route.continue_()

    page.route("**/js/palette.js", slow)
    page.goto(f"apps/{app}/inbox", wait_until="networkidle")
    page.keyboard.press("Control+k")

    expect(page.get_by_role("combobox", name="Find a place")).to_have_value("/dark x")
    expect(page.get_by_role("combobox", name="Find a place")).to_be_focused()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("")


def test_keys_of_the_page_are_listed_and_can_be_switched_off(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/inbox", wait_until="networkidle")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys of this page")
    expect(keys.get_by_text("Search the list")).to_be_visible()
    expect(keys.get_by_text("Redo")).to_have_count(0)
    keys.get_by_role("link", name="All keys").click()
    page.get_by_role("button", name="Switch them off").click()

    page.goto(f"apps/{app}/inbox", wait_until="networkidle")
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-search-box]")).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find a place")).to_be_focused()
