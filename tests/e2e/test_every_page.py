"""Every page that people work with: no axe violations, no sideways scrolling, focus that shows."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.e2e.every_page import ELSEWHERE, LOOKS, WORKING, Look
from tests.e2e.looking import Drawn, Looking, strains, troubles

pytestmark = pytest.mark.browser
# One of each kind of page, which no other look goes on from.
STRAINED = (
    "public-form-step",
    "home",
    "list",
    "list-board",
    "detail",
    "dashboard",
    "palette",
    "account",
    "form-edit",
)


@pytest.mark.parametrize("look", WORKING, ids=[look.name for look in WORKING])
def test_a_page_is_accessible_and_fits(
    looking: Looking, look: Look, drawn: Drawn, shot: Callable[[Page, str], None]
) -> None:
    page = looking.at(look)
    shot(page, look.name)
    found = [*troubles(page, drawn)]
    if look.name in STRAINED:
        found += strains(page)
    assert not found, "\n".join(found)


def test_every_page_is_looked_at(app: Flask) -> None:
    looked_at = {look.shows for look in LOOKS}
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    }
    forgotten = sorted(pages - looked_at - set(ELSEWHERE))
    assert not forgotten, f"Add them to tests/e2e/every_page.py: {forgotten}"
    assert looked_at - {""} | set(ELSEWHERE) <= pages


def test_no_two_pages_have_one_name() -> None:
    names = [look.name for look in LOOKS]
    assert len(names) == len(set(names))
