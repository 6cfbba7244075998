"""Hands that have keys alone: Tab leads to everything, arrows go on, Enter and Space do it."""

from typing import Final

from playwright.sync_api import Locator, Page, expect

FAR: Final = 150


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until it leads to what is wanted; the focus shows there."""
    expect(wanted).to_be_visible()
    for _ in range(FAR):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    expect(wanted).to_be_in_viewport()


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def write(page: Page, wanted: Locator, text: str) -> None:
    """Go to a field, and put a text in the place of what stands there."""
    reach(page, wanted)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, wanted: Locator) -> None:
    """Go to the group that a radio button is part of, and on by arrows."""
    expect(wanted).to_be_visible()
    group = page.locator(f"input[name='{wanted.get_attribute('name')}']")
    there = "all => all.includes(document.activeElement)"
    for _ in range(FAR):
        if group.evaluate_all(there):
            break
        page.keyboard.press("Tab")
    for _ in range(group.count()):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(wanted).to_be_focused()
    expect(wanted).to_be_checked()
