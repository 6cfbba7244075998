"""Sign-in, account and administration in a browser: keys are enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.cast import Tenant
from tests.factories.doors import PASSWORD, give_password

pytestmark = pytest.mark.browser


def test_one_signs_in_and_out_by_keyboard(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    email = give_password(bjorkby, "auditor")
    page = page_of(bjorkby, "")
    page.goto("admin/audit")

    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type("not the right one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    expect(page.get_by_label("E-mail")).to_have_value(email)
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Audit trail")
    page.get_by_role("button", name="Aud Moe").or_(
        page.locator("summary", has_text="Aud Moe")
    ).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_person_is_added_gets_a_link_and_chooses_a_password(
    bjorkby: Tenant, page_of: Callable[..., Page]
) -> None:
    page = page_of(bjorkby, "owner")
    page.goto("admin/people")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("Åsa Öberg")
    page.get_by_label("E-mail").fill("asa@example.se")
    page.get_by_label("Auditor").check()
    page.get_by_role("button", name="Add and get the link").click()
    link = page.get_by_label("Sign-in link").input_value()

    newcomer = page_of(bjorkby, "")
    newcomer.goto(link)
    newcomer.get_by_role("button", name="Sign in").click()
    newcomer.get_by_label("New password").fill(PASSWORD)
    newcomer.get_by_role("button", name="Save the password").click()
    newcomer.goto("account")
    expect(newcomer.get_by_role("heading", name="Åsa Öberg")).to_be_visible()


def test_a_token_is_made_shown_and_revoked(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    page = page_of(bjorkby, "owner")
    page.goto("admin/tokens/new")
    page.get_by_label("What it is for").fill("Economy")
    page.get_by_label("Read the audit trail").check()
    page.get_by_role("button", name="Make the token").click()
    assert page.get_by_label("Service token", exact=True).input_value().startswith("stuga_")

    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="Revoke Economy").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The token is revoked.")).to_be_visible()
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()


def test_the_trail_is_narrowed_and_widened(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    bjorkby.browser("member").get("/account")
    page = page_of(bjorkby, "auditor")
    page.goto("admin/audit")

    page.get_by_label("Who").select_option(label="Nils Berg")
    page.get_by_role("button", name="Filter").click()
    lines = page.locator(".trail-line")
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("Nils Berg looked at their own account")
    page.get_by_role("link", name="Remove Who").click()
    expect(page.locator(".chip")).to_have_count(0)
    expect(lines.first).to_contain_text("Aud Moe read the audit trail")
