"""Mentioning someone while one types, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.factories.cast import Tenant
from tests.factories.talking import page_of as record_of
from tests.factories.talking import talked_case

pytestmark = pytest.mark.browser


def test_a_name_is_chosen_after_an_at_and_the_bell_of_its_person_counts(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    case = talked_case(bjorkby)
    page = page_of(bjorkby)
    page.goto(record_of(case).removeprefix("/"))
    box = page.get_by_role("textbox", name="New comment")
    box.press_sequentially("Look, @ad")
    people = page.get_by_role("listbox")
    expect(people.get_by_role("option")).to_have_text(["Ada Lind", "Adam Ek"])
    expect(people.get_by_role("option", selected=True)).to_have_text("Ada Lind")
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("Enter")
    expect(box).to_have_value("Look, @Ada Lind ")
    expect(people).to_be_hidden()
    box.press_sequentially("and @ad")
    expect(people).to_be_visible()
    box.press("Escape")
    expect(people).to_be_hidden()
    box.fill("Look, @Ada Lind")
    page.get_by_role("button", name="Comment on this").click()

    expect(page.locator(".mention")).to_have_text("@Ada Lind")
    theirs = page_of(bjorkby, "owner")
    theirs.goto("")
    theirs.get_by_role("link", name="Notifications, 1 unread").click()
    theirs.get_by_role("link", name="Nils Berg mentioned you in a comment in Cases").click()
    expect(theirs.locator(".remark:target")).to_contain_text("Look, @Ada Lind")
