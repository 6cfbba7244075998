"""Measures pages in a real browser, slowed to a cheap phone on a poor line."""

import re
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from bench.world import World

TURNS: Final = 9
TYPED: Final = "Some words that stand in a field, and a few more. "
SLOWER: Final = 4
SLOW_4G: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""Milliseconds, and bytes a second."""

_PAINTED: Final = """() => {
  const moment = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return [paint.startTime, moment.domContentLoadedEventEnd];
}"""
_WATCH: Final = """() => {
  window.tasks = [];
  const keep = (list) => window.tasks.push(...list.getEntries().map((one) => one.duration));
  new PerformanceObserver(keep).observe({ type: "longtask" });
}"""


def first_paint(world: World, port: int) -> tuple[float, float]:
    """Return the median milliseconds to the first paint of a form, and until it can be used.

    Each time with nothing kept from before. It can be used when the page's modules have run.
    """
    with _browser() as browser:
        times = [_painted(browser, world, port) for _ in range(TURNS)]
    paints, uses = zip(*times, strict=True)
    return statistics.median(paints), statistics.median(uses)


def typing(world: World, port: int) -> float:
    """Return the milliseconds of the longest task while one types in a form; 0 if under 50."""
    with _browser() as browser:
        page = _opened(browser, world, port)
        page.evaluate(_WATCH)
        for number in (3, 4, 5):
            _field(page, number).press_sequentially(TYPED, delay=30)
        _field(page, 6).focus()
        page.wait_for_timeout(3_000)  # until what is typed has been kept
        return float(page.evaluate("() => Math.max(0, ...window.tasks)"))


def _field(page: Page, number: int) -> Locator:
    return page.get_by_label(re.compile(rf"^Field {number}\b"))


@contextmanager
def _browser() -> Iterator[Browser]:
    arguments = [
        "--no-sandbox",
        "--no-first-run",
        "--disable-gpu",
        "--disable-background-networking",
    ]
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        yield playwright.chromium.launch(executable_path=path, args=arguments)


def _painted(browser: Browser, world: World, port: int) -> tuple[float, float]:
    page = _opened(browser, world, port)
    paint, use = page.evaluate(_PAINTED)
    page.context.close()
    return paint, use


def _opened(browser: Browser, world: World, port: int) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([_cookie(world)])
    page = context.new_page()
    _slow_down(context, page)
    page.goto(f"http://localhost:{port}/t/{world.slug}/apps/bench/whole", wait_until="load")
    return page


def _slow_down(context: BrowserContext, page: Page) -> None:
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", dict(SLOW_4G))
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _cookie(world: World) -> Any:  # noqa: ANN401
    return {
        "name": f"__Host-stuga-{world.slug}",
        "value": world.cookie,
        "url": "https://localhost",
        "secure": True,
    }
