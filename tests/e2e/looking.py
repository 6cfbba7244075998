"""How a page is looked at: opened in its state, then asked from within, in every window."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final, TypeAlias

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Route

from stuga.platform.ui import Locale
from stuga.platform.ui.failures import failure_page
from stuga.platform.ui.styleguide import sample_shell, styleguide
from stuga.platform.web.headers import POLICY
from tests.e2e.every_page import MAKER, Look, way_to
from tests.e2e.walking import WALKING, walked
from tests.e2e.windows import DESK, HEIGHT, PHONE, SCHEMES, ZOOMED, session_cookie
from tests.factories.furnished import Furnished

# Asked from within a page: what its names say. Text that is drawn alike is looked at once in each
# scheme, wherever it stands, for contrast costs more than all other rules together.
LOOKING: Final = Path(__file__).with_name("looking.js").read_text(encoding="utf-8")
Drawn: TypeAlias = defaultdict[str, list[str]]


class Looking:
    """One page in one browser context for each person, for as long as the tests of this file."""

    def __init__(self, browser: Browser, site: str, at: Furnished) -> None:
        self._browser, self._site, self._at = browser, site, at
        self._pages: dict[tuple[str, bool], Page] = {}
        self._last: Look | None = None
        self._contexts: list[BrowserContext] = []

    def at(self, look: Look) -> Page:
        """Open a page, and do there what brings it into the state to be looked at."""
        way = way_to(look)
        for one in way[way.index(self._last) + 1 :] if self._last in way[:-1] else way:
            page = self._page(one)
            page.set_viewport_size({"width": DESK, "height": HEIGHT})
            page.emulate_media(color_scheme="light")
            if one.path is not None:
                answer = page.goto(one.path.format(**self._at.places) or ".")
                assert answer, one
                assert answer.status < HTTPStatus.INTERNAL_SERVER_ERROR, one
            one.act(page, self._at)
        self._last = look
        return page

    def _page(self, look: Look) -> Page:
        key = (look.who, look.empty)
        if key not in self._pages:
            tenant = self._at.empty if look.empty else self._at.tenant
            root = f"{self._site}/t/{tenant.slug}/"
            context = self._browser.new_context(
                base_url=root, reduced_motion="reduce", locale=self._at.language
            )
            self._contexts.append(context)
            context.add_init_script(AXE_SCRIPT + LOOKING + WALKING)
            if look.who == MAKER:  # only here: whoever routes requests has no cache
                made = partial(made_page, Locale(self._at.language))
                context.route(f"{root}made/*", made)
            elif look.who:
                context.add_cookies([session_cookie(tenant, look.who)])
            self._pages[key] = context.new_page()
        return self._pages[key]

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def made_page(locale: Locale, route: Route) -> None:
    """Answer with a page that needs no request to be made."""
    kind, _, what = route.request.url.rpartition("/")[2].partition("-")
    origin = "/".join(route.request.url.split("/", 3)[:3])
    if kind == "styleguide":
        html = styleguide(what)
    else:
        html = failure_page(sample_shell("app", locale), int(what), reference="0199c8f2a4d1")
    headers = {"Content-Security-Policy": POLICY.format(origin=origin)}
    route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)


def troubles(page: Page, drawn: Drawn) -> Iterator[str]:
    """Yield what is wrong with a page as it stands, at every width and in both schemes."""
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from too_wide(page, width)
        page.evaluate("looking.unfold()")
        yield from said(page, "rules", width == PHONE)
        if width == DESK:
            yield from walked(page)
        else:
            page.keyboard.press("Tab")
            yield from said(page, "focus")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            fresh, found = page.evaluate("known => looking.colours(known)", drawn[scheme])
            drawn[scheme] += fresh
            yield from (f"{width} {scheme}: {one}" for one in found)
    page.set_viewport_size({"width": ZOOMED, "height": HEIGHT})
    yield from too_wide(page, ZOOMED)


def strains(page: Page) -> Iterator[str]:
    """Yield what is wrong in forced colours, with letters twice as large, and with longer words."""
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    yield from said(page, "alone")
    page.keyboard.press("Tab")
    yield from said(page, "focus")
    page.emulate_media(forced_colors="none", color_scheme="light")
    for what, widths in (("enlarge", (DESK,)), ("lengthen", (DESK, PHONE))):
        page.evaluate(f"looking.{what}(true)")
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            yield from (f"{what}: {one}" for one in [*too_wide(page, width), *said(page, "cut")])
        page.evaluate(f"looking.{what}(false)")


def said(page: Page, what: str, given: object = None) -> Iterator[str]:
    """Yield what one of the questions finds wrong."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    found = page.evaluate(f"given => looking.{what}(given)", given)
    yield from (f"{width}: {one}" for one in found)


def too_wide(page: Page, width: int) -> Iterator[str]:
    over = page.evaluate("looking.sideways()")
    if over:
        yield f"{width}: scrolls sideways, for what stands furthest out is {over}"
