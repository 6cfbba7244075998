"""Every page of those who build and administer, looked at as those of `test_every_page.py`."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.every_page import RUNNING, Look
from tests.e2e.looking import Drawn, Looking, strains, troubles

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
