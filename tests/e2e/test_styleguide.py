"""The style guide in Chromium, under the real content security policy."""

import mimetypes
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from stuga.platform.ui import Locale
from stuga.platform.ui.failures import failure_page
from stuga.platform.ui.styleguide import sample_shell, styleguide
from stuga.platform.web.headers import POLICY
from tests.factories.statics import content_of

pytestmark = pytest.mark.browser

SITE = "http://bjorkby.test"


def answer(route: Route) -> None:
    """Serve the page and the static files without a server."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        route.fulfill(body=content_of(path), content_type=_kind(path))
    else:
        html = styleguide(path.strip("/")) if path in ("/app", "/side") else _failure()
        policy = {"Content-Security-Policy": POLICY.format(origin=SITE)}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)


def _failure() -> str:
    return failure_page(sample_shell("app", Locale("sv")), 404)


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "text/plain"


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(f"{SITE}{path}")
    expect(page.locator("[data-toast-close]").first).to_be_visible()  # the modules have started
    return page


@pytest.fixture
def wide(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context
    context.close()


def test_the_policy_is_kept(wide: BrowserContext) -> None:
    page = wide.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", answer)
    page.goto(f"{SITE}/app")
    expect(page.locator("[data-toast-close]").first).to_be_visible()

    assert said == []


def test_a_menu_is_worked_by_keys(wide: BrowserContext) -> None:
    page = opened(wide, "/app")
    summary = page.locator(".topbar-person summary")

    summary.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Account")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Sign out")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Account")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_menu_closes_when_one_looks_elsewhere(wide: BrowserContext) -> None:
    page = opened(wide, "/app")

    page.locator(".topbar-person summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.locator("h1").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_a_phones_navigation_is_a_sheet(phone: BrowserContext) -> None:
    page = opened(phone, "/app")
    nav = page.get_by_role("navigation", name="Case handling")

    expect(nav).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(nav.get_by_role("link", name="Cases")).to_be_visible()
    page.keyboard.press("Escape")
    expect(nav).to_be_hidden()


def test_a_chosen_scheme_shows_at_once_and_is_remembered(wide: BrowserContext) -> None:
    page = opened(wide, "/app")

    page.locator(".topbar-person summary").click()
    page.get_by_role("button", name="Dark").click()

    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    expect(page.locator("body")).to_have_css("color", "rgb(238, 242, 240)")
    kept = {cookie["name"]: cookie["value"] for cookie in wide.cookies()}
    assert kept["stuga-scheme"] == "dark"


def test_undo_is_a_button_and_a_key(wide: BrowserContext) -> None:
    page = opened(wide, "/app")
    page.locator("h1").click()

    with page.expect_request("**/t/bjorkby/undo") as pressed:
        page.keyboard.press("Control+z")

    assert pressed.value.method == "POST"
    assert pressed.value.post_data == "_csrf=token"


def test_undo_leaves_typing_to_the_field(wide: BrowserContext) -> None:
    page = opened(wide, "/app")
    field = page.get_by_label("Applicant")

    field.press_sequentially("xy")
    field.press("Control+z")

    expect(field).to_have_value("Sten Ek")
    assert page.url == f"{SITE}/app"


def test_a_dialog_asks_and_gives_focus_back(wide: BrowserContext) -> None:
    page = opened(wide, "/app")
    ask = page.get_by_role("button", name="Ask first")

    ask.click()
    expect(page.get_by_role("dialog", name="Delete 12 cases?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(ask).to_be_focused()


def test_the_first_key_leads_past_the_frame(wide: BrowserContext) -> None:
    page = opened(wide, "/app")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
