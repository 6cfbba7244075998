"""The demo: made once, complete, and everyone can get in."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from stuga.demo import SLUG, seeding
from stuga.models import Person
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs.work import use_app
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.service import tenant_by_slug
from tests.factories.cast import Browser, Tenant

NOTHING = ("Inget här än", "Inget att räkna än.")


@pytest.fixture(scope="module", autouse=True)
def same_app(app: Flask) -> Iterator[None]:
    """Give the process its app back: seeding makes one of its own, and jobs would run in that."""
    yield
    use_app(app)


@pytest.fixture(scope="module")
def links(settings: Settings) -> list[seeding.Link]:
    return seeding.seed(settings)


@pytest.fixture
def nils(app: Flask, links: list[seeding.Link]) -> Browser:
    assert links
    with app.app_context():
        row = tenant_by_slug(SLUG)
        assert row is not None
    with app.app_context(), bound(row.id):
        found = db.session.scalar(select(Person.id).where(Person.name == "Nils Berg"))
        assert found is not None
    return Tenant(app, row.id, SLUG, {"member": found}).browser("member")


def test_the_demo_is_made_once_with_a_way_in_for_everyone(
    settings: Settings, links: list[seeding.Link]
) -> None:
    assert len(links) == 4
    assert all(link.path.startswith("/t/bjorkby/sign-in/link/") for link in links)
    assert seeding.seed(settings) == []


def test_no_place_of_the_demo_is_empty(nils: Browser) -> None:
    apps = places(nils, "/")
    assert len(apps) == 2
    for app in apps:
        first = nils.get(app, follow_redirects=True).text
        screens = set(re.findall(rf'href="/t/{SLUG}({app}[\w-]+)"', first))
        assert len(screens) >= 4
        for screen in sorted(screens):
            page = nils.get(screen)
            assert page.status_code == 200, screen
            assert not [words for words in NOTHING if words in page.text], screen


def places(browser: Browser, path: str) -> set[str]:
    return set(re.findall(rf'href="/t/{SLUG}(/apps/[\w-]+/)"', browser.get(path).text))
