"""Every page of those who build and administer, looked at as those of `test_every_page.py`."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.every_page import RUNNING, Look, look_of
from tests.e2e.looking import Drawn, Looking, strains, tabbed, troubles

pytestmark = pytest.mark.browser
# One of each kind of page, which no other look goes on from.
STRAINED = ("build-app", "build-form", "build-role", "people", "retention", "rule-new")


@pytest.mark.parametrize("look", RUNNING, ids=[look.name for look in RUNNING])
def test_a_page_is_accessible_and_fits(
    looking: Looking, look: Look, drawn: Drawn, shot: Callable[[Page, str], None]
) -> None:
    page = looking.at(look)
    shot(page, look.name)
    found = [*troubles(page, drawn)]
    if look.name in STRAINED:
        found += strains(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["build-form", "rule-new"])
def test_the_tab_key_goes_through_a_page_and_out_of_it(looking: Looking, name: str) -> None:
    page = looking.at(look_of(name))
    *found, last = tabbed(page)
    assert len(set(found)) >= page.evaluate("looking.links()")
    assert last == -1, "the key leads back instead of out"
