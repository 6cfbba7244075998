"""Themes: a tenant's and an app's over it, as a stylesheet that the address says all of."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from stuga.platform.tenants.directory import Directory
from stuga.platform.web.application import TENANT_OF
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant

SHEET = re.compile(r'href="(?:/t/[\w-]+)?(/theme/[^"]+\.css)"')


def sheet_of(browser: Browser, path: str) -> str:
    return next(iter(SHEET.findall(browser.get(path).text)), "")


@pytest.fixture
def forgetful(app: Flask) -> Iterator[None]:
    """Ask for the tenant anew each time, as every process does within half a minute."""
    app.extensions[TENANT_OF] = lambda slug, host: Directory().find(slug, host)
    yield
    app.extensions[TENANT_OF] = Directory().find


@pytest.mark.usefixtures("forgetful")
def test_the_tenants_look_is_on_every_page_and_an_apps_stands_over_it(bjorkby: Tenant) -> None:
    publish(bjorkby, {**SMALL_CASES, "theme": {"accent": "#7a1f5c"}})
    admin, nils = bjorkby.browser("admin"), bjorkby.browser("member")
    assert not sheet_of(nils, "/")
    form = {"own": "yes", "accent": "#ffd400", "corner": "round"}
    assert admin.post("/admin/look", data=form).status_code == 303

    assert sheet_of(nils, "/").startswith("/theme/ffd400-round-comfortable-")
    assert sheet_of(nils, "/apps/cases/inbox").startswith("/theme/7a1f5c-round-comfortable-")
    assert sheet_of(bjorkby.browser(), "/sign-in").startswith("/theme/ffd400-round")


@pytest.mark.usefixtures("forgetful")
def test_a_stylesheet_is_kept_for_a_year_under_its_own_name_only(bjorkby: Tenant) -> None:
    bjorkby.browser("owner").post("/admin/look", data={"own": "yes", "accent": "#ffd400"})
    stranger = bjorkby.browser()
    own = stranger.get(sheet_of(stranger, "/sign-in"))
    assert own.mimetype == "text/css"
    assert "immutable" in own.headers["Cache-Control"]
    assert "--accent: light-dark(#" in own.text
    assert "#ffd400" not in own.text.partition(",")[0]
    tried = stranger.get("/theme/ffd400-soft-comfortable-new.css")
    assert tried.text == own.text
    assert tried.headers["Cache-Control"] == "no-cache"
    assert stranger.get("/theme/red-soft-comfortable-new.css").status_code == 404


def test_a_look_is_tried_before_it_is_saved(bjorkby: Tenant) -> None:
    admin = bjorkby.browser("admin")
    tried = admin.get("/admin/look?own=yes&accent=%23ffd400&corner=sharp")
    assert "/theme/ffd400-sharp-" in tried.text
    assert "Moved until it can be read" in tried.text
    assert not sheet_of(admin, "/")


def test_what_is_no_colour_is_said_at_its_field(bjorkby: Tenant) -> None:
    answer = bjorkby.browser("admin").post("/admin/look", data={"own": "yes", "accent": "red"})
    assert answer.status_code == 422
    assert "Write a colour as #0b6e4f." in answer.text


@pytest.mark.parametrize("who", ["member", "builder", "auditor"])
def test_only_those_who_run_the_tenant_set_its_look(bjorkby: Tenant, who: str) -> None:
    browser = bjorkby.browser(who)
    assert browser.get("/admin/look").status_code == 403
    assert browser.post("/admin/look", data={"corner": "sharp"}).status_code == 403
