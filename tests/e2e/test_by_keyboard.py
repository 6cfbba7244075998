"""Acts that are done with keys alone: Tab leads to everything, Enter and Space do it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.keyboard import press, reach
from tests.factories.cast import Tenant
from tests.factories.shipped import publish_cases, some_cases
from tests.factories.talking import api_of, talked_case

pytestmark = pytest.mark.browser


def test_a_list_is_narrowed_rearranged_and_read_as_a_calendar(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 8)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/inbox", wait_until="networkidle")
    press(page, page.locator("summary", has_text="Filters"))
    reach(page, page.get_by_label("Add a filter on"))
    page.keyboard.type("Kind")
    press(page, page.get_by_role("button", name="Add", exact=True))
    expect(page.get_by_label("Value of Kind of case")).to_be_focused()
    page.keyboard.type("Permit")
    press(page, page.get_by_role("button", name="Show results"))
    expect(page.locator("[data-row]")).to_have_count(2)

    press(page, page.locator("summary", has_text="Columns"))
    press(page, page.get_by_role("checkbox", name="Priority"), "Space")
    press(page, page.get_by_role("button", name="Show these columns"))
    expect(page.get_by_role("columnheader", name="Priority")).to_have_count(0)
    views = page.locator("summary", has_text="Views")
    press(page, views)
    reach(page, page.get_by_label("Name of the view"))
    page.keyboard.press("Escape")
    expect(views).to_be_focused()

    press(page, page.get_by_role("link", name="Calendar"))
    page.wait_for_url("**view=calendar**")
    press(page, page.get_by_role("link", name="Agenda"))
    page.wait_for_url("**span=agenda**")


def test_a_comment_is_written_changed_and_deleted(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish_cases(bjorkby)
    [case] = some_cases(bjorkby, app, 1)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/case/{case.id}", wait_until="networkidle")
    reach(page, page.get_by_label("New comment"))
    page.keyboard.type("They called.")
    press(page, page.get_by_role("button", name="Comment on this"))
    press(page, page.get_by_role("link", name="Edit the comment"))
    reach(page, page.get_by_label("Comment", exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type("They wrote.")
    press(page, page.get_by_role("button", name="Save the comment"))
    expect(page.get_by_text("They wrote.")).to_be_visible()
    press(page, page.get_by_role("link", name="Delete the comment"))
    press(page, page.get_by_role("button", name="Delete", exact=True).last)
    expect(page.get_by_text("They wrote.")).to_have_count(0)


def test_notices_are_read_marked_followed_and_chosen(bjorkby: Tenant, page_of: OpenPage) -> None:
    case = talked_case(bjorkby)
    for text in ("First, @Ada Lind", "Then, @Ada Lind"):
        answer = bjorkby.browser("member").post(api_of(case), json={"text": text})
        assert answer.status_code == 201, answer.text
    page = page_of(bjorkby, "owner")
    page.goto("", wait_until="networkidle")
    press(page, page.get_by_role("link", name="Notifications, 2 unread"))
    page.wait_for_url("**/notifications")

    unread = page.get_by_text("Unread", exact=True)
    expect(unread).to_have_count(2)
    press(page, page.get_by_role("button", name="Mark as read").first, "Space")
    expect(unread).to_have_count(1)
    press(page, page.get_by_role("button", name="Mark as unread"))
    expect(unread).to_have_count(2)
    press(page, page.get_by_role("link", name="Nils Berg mentioned you").first)
    page.wait_for_url(f"**/{case}*")

    press(page, page.get_by_role("link", name="Notifications, 1 unread"))
    press(page, page.get_by_role("button", name="Mark all as read"))
    expect(unread).to_have_count(0)
    press(page, page.get_by_role("link", name="How you are notified"))
    page.wait_for_url("**/account/notifications")
    shown = page.get_by_role("checkbox", name="In the app").first
    expect(shown).to_be_checked()
    press(page, shown, "Space")
    press(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".toast")).to_be_visible()
    expect(shown).not_to_be_checked()


def test_a_look_is_chosen(bjorkby: Tenant, page_of: OpenPage) -> None:
    page = page_of(bjorkby, "owner")
    page.goto("admin/look", wait_until="networkidle")
    press(page, page.get_by_role("checkbox", name="A colour of its own"), "Space")
    reach(page, page.get_by_label("Corners"))
    page.keyboard.type("Round")
    press(page, page.get_by_role("button", name="Save the look"))
    expect(page.get_by_text("The look is saved")).to_be_visible()
    expect(page.get_by_label("Corners").locator("option:checked")).to_have_text("Round")
