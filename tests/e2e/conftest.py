"""Real tenants in a real browser: a live server, people signed in, axe, and screenshots."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from stuga.platform import clock
from stuga.platform.identity import sessions
from tests.factories.cast import Tenant

WIDTHS = (390, 768, 1280)
SCHEMES = ("light", "dark")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shots", help="a folder for pictures of the pages that tests come by")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    quiet = ("gpu", "quic", "background-networking", "component-update", "sync")
    return {
        "executable_path": shutil.which("chromium"),
        "args": ["--no-sandbox", "--no-first-run", *(f"--disable-{part}" for part in quiet)],
    }


@pytest.fixture(scope="session")
def site(app: Flask) -> Iterator[str]:
    """Serve the app at a free port; return its origin."""
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class OpenPage(Protocol):
    """Opens a page in a tenant, signed in as one of its people; '' is a stranger."""

    def __call__(self, tenant: Tenant, who: str = "member", **more: object) -> Page: ...


@pytest.fixture
def page_of(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Open pages whose addresses begin at the tenant's root: `page.goto("apps/cases/")`."""
    contexts: list[BrowserContext] = []

    def opened(tenant: Tenant, who: str = "member", **more: object) -> Page:
        given = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **more}
        context = browser.new_context(base_url=f"{site}/t/{tenant.slug}/", **given)
        contexts.append(context)
        if who:
            context.add_cookies([session_cookie(tenant, who)])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def session_cookie(tenant: Tenant, who: str) -> dict[str, object]:
    """Begin a session and return its cookie."""
    with tenant.inside():
        life = tenant.app.extensions["stuga.settings"].session_life
        token = sessions.start(tenant.people[who], now=clock.now(), life=life)
    return {
        "name": f"__Host-stuga-{tenant.slug}",
        "value": token,
        "url": "https://localhost",  # cookies know no port; browsers trust localhost without TLS
        "secure": True,
        "httpOnly": True,
        "sameSite": "Lax",
    }


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check a page opened with `bypass_csp=True`: axe must find nothing."""

    def check(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Take pictures of a page at three widths in both schemes, if `--shots` names a folder."""
    folder = request.config.getoption("--shots", default=None)

    def take(page: Page, name: str) -> None:
        if folder is None:
            return
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                path = Path(folder) / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=path, full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")

    return take
