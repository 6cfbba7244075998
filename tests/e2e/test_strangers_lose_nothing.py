"""Accidents of people without an account: what they type is theirs until they leave it."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.e2e.conftest import OpenPage
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.filling import stored
from tests.factories.shipped import publish_cases

pytestmark = pytest.mark.browser

TYPED: Final = "Sten Ek, Åmål"
LINK: Final = "[data-secret]"


def filled(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_label("Applicant").fill(TYPED)
    page.get_by_label("Complaint").check()


@pytest.fixture
def path(bjorkby: Tenant) -> str:
    return f"apps/{publish(bjorkby)}/apply"


@pytest.fixture
def page(bjorkby: Tenant, page_of: OpenPage) -> Page:
    return page_of(bjorkby, "", bypass_csp=True)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def names(tenant: Tenant) -> list[object]:
    return [one["applicant"] for one in stored(tenant)]


def test_the_cookies_are_gone_when_it_is_sent(bjorkby: Tenant, page: Page, path: str) -> None:
    filled(page, path)
    page.context.clear_cookies()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("open too long")
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)
    expect(page.get_by_label("Complaint")).to_be_checked()
    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert names(bjorkby) == [TYPED]


def test_send_is_pressed_twice_and_back_after_the_thanks(
    bjorkby: Tenant, page: Page, path: str
) -> None:
    filled(page, path)
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)
    assert names(bjorkby) == [TYPED]


@pytest.mark.parametrize("with_script", [True, False])
def test_back_and_send_again_leads_to_the_same_thanks(
    bjorkby: Tenant,
    path: str,
    page_of: OpenPage,
    axe: Callable[[Page], None],
    *,
    with_script: bool,
) -> None:
    page = page_of(bjorkby, "", bypass_csp=True, java_script_enabled=with_script)
    filled(page, path)
    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)
    send(page)
    expect(page.get_by_text("Nothing was sent a second time.")).to_be_visible()
    assert names(bjorkby) == [TYPED]
    if with_script:
        axe(page)
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Download a receipt (PDF)").click()
    assert receipt.value.suggested_filename.endswith(".pdf")
    page.get_by_role("link", name="Send another").click()
    expect(page.get_by_label("Applicant")).to_have_value("")


def leaving_by_a_link(page: Page) -> None:
    page.get_by_role("link", name="Accessibility").click()


def leaving_by_language(page: Page) -> None:
    page.get_by_role("button", name="Svenska").click()


def leaving_by_reload(page: Page) -> None:
    page.evaluate("setTimeout(() => location.reload())")


@pytest.mark.parametrize("leave", [leaving_by_a_link, leaving_by_language, leaving_by_reload])
def test_it_is_asked_before_what_is_typed_is_left(
    page: Page, path: str, leave: Callable[[Page], None]
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    filled(page, path)
    page.on("dialog", stay)
    with page.expect_event("dialog"):
        leave(page)
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)
    assert asked == ["beforeunload"]


def test_a_form_is_kept_by_its_link_on_another_device(
    bjorkby: Tenant, page: Page, path: str, page_of: OpenPage, axe: Callable[[Page], None]
) -> None:
    filled(page, path)
    page.get_by_role("button", name="Save and go on later").click()
    link = page.locator(LINK).input_value()
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    axe(page)

    phone = page_of(bjorkby, "", bypass_csp=True, viewport={"width": 390, "height": 800})
    phone.goto(link)
    expect(phone.get_by_label("Applicant")).to_have_value(TYPED)
    axe(phone)
    phone.get_by_label("Applicant").fill(f"{TYPED}, 2")
    expect(phone.locator("[data-kept]")).to_contain_text("Saved")
    assert phone.evaluate("Object.keys(localStorage)") == []
    phone.reload()
    expect(phone.get_by_label("Applicant")).to_have_value(f"{TYPED}, 2")

    page.goto(link)
    send(phone)
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("sent or thrown away elsewhere")
    expect(page.get_by_label("Applicant")).to_have_value(f"{TYPED}, 2")
    assert names(bjorkby) == [f"{TYPED}, 2"]
    page.goto(link)
    expect(page.get_by_role("heading", name="Nothing is kept here")).to_be_visible()
    axe(page)


def test_it_is_kept_and_gone_on_with_without_script(
    bjorkby: Tenant, path: str, page_of: OpenPage
) -> None:
    plain = page_of(bjorkby, "", java_script_enabled=False)
    filled(plain, path)
    plain.get_by_role("button", name="Save and go on later").click()
    plain.get_by_role("link", name="Go on now").click()
    expect(plain.get_by_label("Applicant")).to_have_value(TYPED)
    plain.get_by_role("button", name="Throw it away").click()
    expect(plain.get_by_role("heading", name="thrown away")).to_be_visible()
    assert names(bjorkby) == []


@pytest.mark.parametrize("accident", ["no connection", "a proxy's words", "a server that breaks"])
def test_a_step_that_does_not_come_leaves_the_form_as_it_was(
    bjorkby: Tenant, page: Page, accident: str
) -> None:
    page.goto(f"apps/{publish_cases(bjorkby)}/apply")
    name = page.get_by_role("textbox", name="Name")
    name.fill(TYPED)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        lost.append(route.request.url)
        if accident == "no connection":
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=413 if "proxy" in accident else 502, body="No.")

    page.route("**/apply*", lose)
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_text("The server did not answer, so nothing was sent.")).to_be_visible()
    expect(name).to_have_value(TYPED)
    assert len(lost) == 1
    page.unroute("**/apply*")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Step 2 of 2")).to_be_visible()

    page.route("**/apply*", lose)
    page.evaluate("history.back()")
    expect(page.get_by_text("The server did not answer, so nothing was sent.")).to_be_visible()
    expect(page.get_by_text("Step 2 of 2")).to_be_visible()
    page.unroute("**/apply*")
    page.evaluate("history.back()")
    expect(name).to_have_value(TYPED)
