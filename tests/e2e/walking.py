"""A page gone through with the Tab key alone: to all that a pointer can use, and out again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import CDPSession, Page

WALKING: Final = Path(__file__).with_name("walking.js").read_text(encoding="utf-8")
TAB: Final = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
# A field for a date has parts, and each of them is a stop.
MORE: Final = 10
FAR: Final = 30


def walked(page: Page) -> Sequence[str]:
    """Go through a page as it stands; return what someone with a keyboard would miss.

    What a script adds while the key is on its way is asked for again once the page has come to
    rest.
    """
    found = gone_through(page)
    if found:
        page.wait_for_load_state("networkidle")
        found = gone_through(page)
    return found


def gone_through(page: Page) -> Sequence[str]:
    keys = page.context.new_cdp_session(page)
    press(keys, int(page.evaluate("walking.begin()")))
    for _ in range(FAR):
        if page.evaluate("walking.isOut()"):
            break
        press(keys, MORE)
    keys.detach()
    return list(map(str, page.evaluate("walking.end()")))


def press(keys: CDPSession, times: int) -> None:
    """Press the key some times, with one message each."""
    for _ in range(times):
        keys.send("Input.dispatchKeyEvent", TAB)
