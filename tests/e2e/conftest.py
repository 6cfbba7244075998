"""Real tenants in a real browser: a live server, people signed in, axe, and screenshots."""

import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from tests.e2e.looking import Drawn, Looking
from tests.e2e.shots import lay_out, picture
from tests.e2e.windows import session_cookie
from tests.factories.cast import Tenant
from tests.factories.furnished import Furnished, furnished


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shots", help="a folder for pictures of the pages that tests come by")
    parser.addoption("--language", default="", help="the language in which pages are pictured")


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


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check a page opened with `bypass_csp=True`: axe must find nothing."""

    def check(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture(scope="session")
def album(request: pytest.FixtureRequest) -> Iterator[Path | None]:
    """Return the folder for pictures, if one is asked for; lay out at the end what is in it."""
    folder = request.config.getoption("--shots", default=None)
    yield folder and Path(folder)
    if folder:
        lay_out(Path(folder))


@pytest.fixture
def shot(album: Path | None) -> Callable[[Page, str], None]:
    """Take pictures of a page, if `--shots` names a folder for them."""

    def take(page: Page, name: str) -> None:
        if album:
            picture(page, album, name)

    return take


@pytest.fixture(scope="session")
def at(app: Flask, request: pytest.FixtureRequest) -> Furnished:
    """Furnish both tenants once for each process."""
    return furnished(app, request.config.getoption("--language", default=""))


@pytest.fixture(scope="module")
def looking(browser: Browser, site: str, at: Furnished) -> Iterator[Looking]:
    made = Looking(browser, site, at)
    yield made
    made.close()


@pytest.fixture(scope="session")
def drawn() -> Drawn:
    return defaultdict(list)
