"""A public form within a page of a real other site: filled in, refused, sent; nowhere else."""

import copy
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, cast

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.filling import stored

pytestmark = pytest.mark.browser


class OtherSite(BaseHTTPRequestHandler):
    """One page that holds whatever address is asked for in a frame."""

    shown: ClassVar[str] = ""

    def do_GET(self) -> None:
        """Give the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        frame = f'<iframe src="{self.shown}" title="Apply" width="100%" height="800"></iframe>'
        self.wfile.write(f"<!doctype html><title>Björkby</title><h1>Ours</h1>{frame}".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_site() -> Iterator[str]:
    """Serve a page at an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSite)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def embedded(tenant: Tenant, origin: str) -> str:
    made: Any = copy.deepcopy(SMALL_CASES)
    made["screens"]["apply"]["embed"] = [origin]
    return publish(tenant, made)


def framed(page: Page, other_site: str, address: str) -> FrameLocator:
    OtherSite.shown = address
    page.goto(f"{other_site}/page")
    return page.frame_locator("iframe")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_form_is_filled_in_refused_and_sent_within_another_site(
    bjorkby: Tenant, page_of: OpenPage, other_site: str, site: str, host: str
) -> None:
    """At another port the cookies of ours go along; at another host they do not."""
    app, site = embedded(bjorkby, other_site), site.replace("localhost", host)
    page = page_of(bjorkby, "")
    form = framed(page, other_site, f"{site}/t/{bjorkby.slug}/apps/{app}/apply")

    form.get_by_label("Complaint").check()
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_contain_text("Applicant")
    form.get_by_role("textbox", name="Applicant").fill("Sten Ek")
    form.get_by_role("button", name="Send").click()

    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    assert [one["applicant"] for one in stored(bjorkby)] == ["Sten Ek"]
    assert bool(page.context.cookies(site)) == (host == "localhost")


def test_within_another_site_a_phone_has_the_form_and_its_receipt_once(
    bjorkby: Tenant,
    page_of: OpenPage,
    other_site: str,
    site: str,
    axe: Callable[[Page], None],
) -> None:
    app = embedded(bjorkby, other_site)
    page = page_of(bjorkby, "", bypass_csp=True, viewport={"width": 390, "height": 800})
    form = framed(page, other_site, f"{site}/t/{bjorkby.slug}/apps/{app}/apply")
    form.get_by_role("textbox", name="Applicant").fill("Sten Ek")
    form.get_by_label("Complaint").check()
    inner = page.frames[1]
    axe(cast("Page", inner))
    assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")

    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    axe(cast("Page", inner))
    assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as receipt:
        form.get_by_text("Download a receipt (PDF)").click()
    assert receipt.value.suggested_filename.endswith(".pdf")
    assert receipt.value.failure() is None

    page.evaluate("history.back()")  # within the frame; the page itself stays
    form.get_by_role("button", name="Send", exact=True).click()
    expect(form.get_by_text("Nothing was sent a second time.")).to_be_visible()
    assert [one["applicant"] for one in stored(bjorkby)] == ["Sten Ek"]


def test_kept_within_another_site_its_link_opens_at_ours(
    bjorkby: Tenant, page_of: OpenPage, other_site: str, site: str
) -> None:
    app = embedded(bjorkby, other_site)
    page = page_of(bjorkby, "")
    form = framed(page, other_site, f"{site}/t/{bjorkby.slug}/apps/{app}/apply")
    form.get_by_role("textbox", name="Applicant").fill("Sten Ek")
    form.get_by_role("button", name="Save and go on later").click()

    expect(form.get_by_text("The link opens the form at localhost")).to_be_visible()
    with page.context.expect_page() as tab:
        form.get_by_role("link", name="Go on in a new tab").click()
    ours = tab.value
    expect(ours.get_by_role("textbox", name="Applicant")).to_have_value("Sten Ek")
    assert ours.url.startswith(f"{site}/t/{bjorkby.slug}/kept/")
    assert ours.evaluate("document.referrer") == ""
    link = framed(page, other_site, ours.url)
    expect(link.get_by_role("textbox", name="Applicant")).to_have_count(0)


@pytest.mark.parametrize("named", ["https://www.bjorkby.se", "http://localhost:1"])
def test_a_site_that_is_not_named_is_refused_by_the_browser(
    bjorkby: Tenant, page_of: OpenPage, other_site: str, site: str, named: str
) -> None:
    app = embedded(bjorkby, named)
    page = page_of(bjorkby, "")
    told: list[str] = []
    page.on("console", lambda one: told.append(one.text))
    form = framed(page, other_site, f"{site}/t/{bjorkby.slug}/apps/{app}/apply")

    page.wait_for_load_state("networkidle")
    expect(form.get_by_role("textbox", name="Applicant")).to_have_count(0)
    assert any(re.search("frame-ancestors|ancestor", one) for one in told), told
