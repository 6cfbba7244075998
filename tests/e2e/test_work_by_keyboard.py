"""Lists, the trash, the designer and administration worked with keys alone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from stuga.models import RetentionRule
from stuga.platform.db import db
from tests.e2e.conftest import OpenPage
from tests.e2e.keyboard import choose, press, reach, write
from tests.factories.building import begun
from tests.factories.cast import Tenant
from tests.factories.filling import stored
from tests.factories.shipped import publish_bookings, publish_cases, some_cases, some_items

pytestmark = pytest.mark.browser


def test_a_view_is_kept_and_opened_and_a_chip_goes(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 6)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/inbox?filter[kind]=permit", wait_until="networkidle")
    press(page, page.locator("summary", has_text="Views"))
    write(page, page.get_by_label("Name of the view"), "Permits")
    press(page, page.get_by_role("button", name="Save this view"))
    expect(page.locator(".toast")).to_be_visible()
    press(page, page.locator(".chip-remove"))
    expect(page.locator("[data-row]")).to_have_count(6)
    press(page, page.locator("summary", has_text="Views"))
    press(page, page.get_by_role("link", name="Permits", exact=True))
    expect(page.locator(".chip-remove")).to_be_visible()
    press(page, page.locator(".chip-remove"))
    expect(page.locator("[data-row]")).to_have_count(6)


def test_rows_are_ticked_and_changed_together(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 6)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/inbox?filter[priority]=normal", wait_until="networkidle")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.get_by_text("Chosen: 2")).to_be_visible()
    press(page, page.get_by_role("button", name="Change"))
    press(page, page.get_by_role("checkbox", name="Priority"), "Space")
    press(page, page.get_by_role("button", name="Next"))
    choose(page, page.get_by_role("radio", name="High"))
    press(page, page.locator("main form button.button-primary"))
    expect(page.get_by_text("2 records")).to_be_visible()
    assert sorted(one["priority"] for one in stored(bjorkby)) == ["high"] * 4 + ["low"] * 2


def test_a_record_is_deleted_and_restored(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish_bookings(bjorkby)
    [item, *_] = some_items(bjorkby, app)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/item/{item.id}", wait_until="networkidle")
    press(page, page.get_by_role("button", name="Delete"))
    page.wait_for_url("**/items")
    press(page, page.locator(".page-actions .menu-more > summary"))
    press(page, page.get_by_role("link", name="Trash"))
    press(page, page.get_by_role("button", name="Restore Projector"))
    expect(page.get_by_role("heading", name="Projector, large hall")).to_be_visible()


def test_a_screen_is_built_moved_undone_and_published(bjorkby: Tenant, page_of: OpenPage) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto("build/cases/screens/apply", wait_until="networkidle")
    tree, said = page.locator("[data-tree]"), page.locator("[data-said]")
    here = tree.locator("[aria-current]")
    parts = (tree, page.locator("[data-canvas]"), page.locator(".desk-panel"))
    for part in (*parts, page.locator(".desk-add"), tree):
        page.keyboard.press("F6")
        expect(part.locator(":focus").or_(part.and_(page.locator(":focus")))).to_be_in_viewport()
    page.keyboard.press("Shift+F6")
    expect(page.locator(".desk-add :focus")).to_be_in_viewport()
    press(page, tree.get_by_role("link", name="Kind"))
    expect(here).to_have_text("Kind")
    expect(here).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(said).to_have_text("Moved to position 1 of 3")
    expect(here).to_be_focused()
    press(page, page.get_by_role("button", name="Notes"))
    expect(here).to_contain_text("Notes")
    expect(here).to_be_focused()
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    press(page, undo)
    expect(tree).not_to_contain_text("Notes")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(undo).to_be_disabled()
    expect(redo).to_be_focused()
    page.keyboard.press("Enter")
    expect(undo).to_be_enabled()
    press(page, page.get_by_role("link", name="Publish…"))
    press(page, page.get_by_role("button", name="Publish version 1"))
    expect(page.get_by_text("Version 1 is live").first).to_be_visible()


def test_a_rule_is_previewed_and_put_in_force(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 2)
    page = page_of(bjorkby, "admin")
    page.goto("admin/retention", wait_until="networkidle")
    press(page, page.get_by_role("link", name="New rule for Case"))
    reach(page, page.get_by_label("The clock starts"))
    page.keyboard.type("Closed on")
    write(page, page.get_by_label("Keep at most", exact=True), "2")
    press(page, page.get_by_role("button", name="Preview"))
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
    press(page, page.get_by_role("button", name="Put in force").first)
    expect(page.get_by_text("The rule is in force.")).to_be_visible()
    with bjorkby.inside():
        [rule] = db.session.scalars(select(RetentionRule))
        assert rule.rule["start"] == {"field": "closed_on"}
