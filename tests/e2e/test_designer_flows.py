"""Building an app in Chromium: by keyboard and mouse, with undo, and without any script."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from stuga.models import App
from stuga.models.json import JsonObject
from stuga.platform.db import db
from tests.e2e.conftest import OpenPage
from tests.factories.building import begun, definition, saved
from tests.factories.cast import Tenant

pytestmark = pytest.mark.browser

APPLY = "build/cases/screens/apply"


def draft(tenant: Tenant, key: str = "cases") -> JsonObject:
    """Return an app's draft as it is stored."""
    with tenant.inside():
        found = db.session.query(App).filter_by(key=key).one()
        return json.loads(json.dumps(found.draft))


def fields_of(tenant: Tenant) -> list[str]:
    """List what stands on the form, in order."""
    elements = draft(tenant)["screens"]["apply"]["elements"]
    return [one.get("field") or one["key"] for one in elements]


def tree(page: Page) -> Locator:
    return page.locator("[data-tree]")


def said(page: Page) -> Locator:
    return page.locator("[data-said]")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_app_is_built_from_nothing_and_published(
    bjorkby: Tenant, page_of: OpenPage, *, script: bool
) -> None:
    page = page_of(bjorkby, "builder", java_script_enabled=script)
    page.goto("build/new")
    page.get_by_label("What is it called?").fill("Visits")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_label("New model").fill("Visit")
    page.get_by_role("button", name="Add the model").click()
    page.get_by_label("Title").first.fill("Seen on")
    page.get_by_role("radio", name="Date", exact=True).check(force=True)
    page.get_by_role("button", name="Add the field").click()
    expect(page.get_by_role("link", name="Seen on")).to_be_visible()
    page.get_by_role("link", name="Seen on").click()
    page.get_by_role("radio", name="Not personal").check()
    page.get_by_role("button", name="Save the field").click()
    expect(page.get_by_role("row", name="Seen on")).to_contain_text("Not personal")
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish version 1").click()

    expect(page.get_by_text("Version 1 is live").first).to_be_visible()
    made = draft(bjorkby, "visits")["models"]["visit"]["properties"]
    assert list(made) == ["name", "seen_on"]


def test_keys_move_duplicate_and_remove_and_undo_brings_all_back(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto(APPLY)
    tree(page).get_by_role("link", name="Kind").click()
    expect(tree(page).locator("[aria-current]")).to_have_text("Kind")
    page.wait_for_load_state()
    page.keyboard.press("Alt+ArrowUp")
    expect(said(page)).to_have_text("Moved to position 1 of 3")
    assert fields_of(bjorkby) == ["kind", "applicant", "cost"]
    expect(tree(page).locator("[aria-current]")).to_be_focused()

    tree(page).get_by_role("link", name="Cost").click()
    expect(tree(page).locator("[aria-current]")).to_contain_text("Cost")
    page.wait_for_load_state()
    page.keyboard.press("Control+d")
    expect(said(page)).to_have_text("Duplicated")
    assert fields_of(bjorkby) == ["kind", "applicant", "cost", "cost-2"]
    page.keyboard.press("Delete")
    expect(said(page)).to_have_text("Removed")

    before = definition()
    for _ in range(3):
        page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert draft(bjorkby) == before
    page.keyboard.press("Control+Shift+z")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    assert fields_of(bjorkby) == ["kind", "applicant", "cost"]


def test_undo_outlives_the_page(bjorkby: Tenant, page_of: OpenPage) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto(f"{APPLY}?at=/screens/apply/elements/0")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(said(page)).to_have_text("Removed")

    page.goto("build/cases/models/case")
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert fields_of(bjorkby) == ["applicant", "kind", "cost"]


def test_what_is_typed_in_the_panel_is_saved_and_shown_by_itself(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto(f"{APPLY}?at=/screens/apply/elements/2")
    title = page.locator(".desk-form").get_by_label("Title")
    title.press("End")
    title.press_sequentially(" of it")

    expect(page.locator("[data-canvas]")).to_contain_text("Cost of it")
    expect(title).to_be_focused()
    expect(title).to_have_value("Cost of it")
    assert draft(bjorkby)["screens"]["apply"]["elements"][2]["title"] == "Cost of it"


def test_what_is_typed_is_saved_before_something_else_is_selected(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto(f"{APPLY}?at=/screens/apply/elements/2")
    page.locator(".desk-form").get_by_label("Title").fill("Price")
    tree(page).get_by_role("link", name="Applicant").click()

    expect(tree(page).get_by_role("link", name="Price")).to_be_visible()
    expect(tree(page).locator("[aria-current]")).to_have_text("Applicant")


def test_a_click_on_the_canvas_selects_and_switches_change_the_look(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto("build/cases/screens/edit")
    box = page.locator("[data-canvas] [data-field=kind]").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + 10)
    expect(tree(page).locator("[aria-current]")).to_have_text("Kind")
    expect(page.locator("[data-canvas] [data-selected]")).to_have_attribute("data-field", "kind")

    page.locator("[name=width]").select_option("390")
    expect(page.locator("[data-canvas]")).to_have_attribute("data-width", "390")
    expect(tree(page).locator("[aria-current]")).to_have_text("Kind")
    page.locator("[name=role]").select_option("applicant")
    expect(page.locator("[data-canvas]")).not_to_contain_text("Applicant")


def test_someone_elses_change_is_named_and_mine_can_go_on_top(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto(f"{APPLY}?at=/screens/apply/elements/0")
    theirs = definition()
    theirs["title"] = "Matters"
    saved(bjorkby.browser("owner"), theirs, revision=1)

    page.get_by_role("button", name="Move down").click()
    expect(page.get_by_text("Ada Lind saved the draft")).to_be_visible()
    page.get_by_role("button", name="Put mine on top").click()

    expect(tree(page).get_by_role("link", name="Applicant")).to_be_visible()
    assert draft(bjorkby)["title"] == "Matters"
    assert fields_of(bjorkby) == ["kind", "applicant", "cost"]


def test_without_script_the_last_act_is_taken_back_from_its_toast(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder", java_script_enabled=False)
    page.goto(f"{APPLY}?at=/screens/apply/elements/2")
    page.get_by_role("button", name="Remove", exact=True).click()
    assert fields_of(bjorkby) == ["applicant", "kind"]

    page.locator(".toast").get_by_role("button", name="Undo").click()

    expect(page.locator(".toast")).to_contain_text("Taken back")
    assert draft(bjorkby) == definition()


def test_a_condition_is_saved_when_it_says_what_to_compare_with(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder")
    page.goto(f"{APPLY}?at=/screens/apply/elements/1")
    condition = page.get_by_role("group", name="Shows when")
    condition.get_by_label("Field").select_option("applicant")
    condition.get_by_label("Value").fill("Sten")

    expect(condition.get_by_label("Field")).to_have_count(2)
    element = draft(bjorkby)["screens"]["apply"]["elements"][1]
    assert element["show"] == {"field": "applicant", "is": "Sten"}


def test_the_words_that_embed_a_form_are_copied_from_its_panel(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    begun(bjorkby)
    page = page_of(bjorkby, "builder", permissions=["clipboard-read", "clipboard-write"])
    page.goto(APPLY)
    page.get_by_label("Anyone may fill it in, without signing in").check()
    page.get_by_text("On other sites").click()
    page.get_by_label("Sites that may show the form").fill("https://www.bjorkby.se")
    page.get_by_label("Sites that may show the form").blur()
    snippet = page.get_by_label("Once it is published, put this into a page there:")
    expect(snippet).to_have_js_property("readOnly", value=True)

    page.get_by_role("button", name="Copy", exact=True).click()

    expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == snippet.input_value()
    assert snippet.input_value().startswith("<iframe src=")
