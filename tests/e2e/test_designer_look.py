"""Every page of the builder in Chromium: no axe violations, no sideways scrolling, pictures."""

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.factories.building import begun, definition, publish, saved, stored
from tests.factories.cast import Tenant

pytestmark = pytest.mark.browser

PAGES = {
    "apps": "build/",
    "new": "build/new",
    "app": "build/cases/",
    "model": "build/cases/models/case",
    "field": "build/cases/models/case/fields/kind",
    "form": "build/cases/screens/apply?at=/screens/apply/elements/2",
    "list": "build/cases/screens/inbox",
    "roles": "build/cases/roles",
    "role": "build/cases/roles/reader",
    "privacy": "build/cases/privacy",
    "languages": "build/cases/languages",
    "language": "build/cases/languages/sv",
    "json": "build/cases/json",
    "problems": "build/cases/problems",
    "publish": "build/cases/publish",
    "versions": "build/cases/versions",
    "version": "build/cases/versions/1",
    "settings": "build/cases/settings",
}


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    """Björkby with a published app, changed since, and apps from both templates."""
    vera = begun(bjorkby)
    assert publish(vera).status_code == 201
    stored(bjorkby, "case", {"kind": "permit", "applicant": "Sten Ek"}, {"kind": "permit"})
    changed = definition()
    changed["texts"] = {"sv": {"app.title": "Ärenden", "model.case.title": "Ärende"}}
    changed["models"]["case"]["required"] = ["applicant", "kind", "reference"]
    changed["screens"]["apply"]["elements"].append({"type": "field", "field": "gone"})
    saved(vera, changed, revision=1)
    for template in ("case-handling", "equipment-bookings"):
        begun_page = vera.post("/build/new", data={"template": template, "language": "en"})
        assert begun_page.status_code == 303
    return bjorkby


def sideways(page: Page) -> int:
    """Return by how many pixels the page can be scrolled sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_every_page_is_accessible_and_fits(
    cases: Tenant,
    page_of: OpenPage,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = page_of(cases, "builder", bypass_csp=True)
    for (name, path), width in itertools.product(PAGES.items(), (390, 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if width == 390 else "light")
        page.goto(path)
        expect(page.locator("h1").first).to_be_attached()
        assert sideways(page) == 0, (name, width)
        axe(page)
        if width == 1280:
            shot(page, name)
