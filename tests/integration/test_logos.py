"""Logos: a tenant's on all its pages, an app's over it."""

import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from stuga.platform import clock
from stuga.platform.pictures import reconciling
from stuga.platform.tenants.directory import Directory
from stuga.platform.web.application import TENANT_OF
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.pictures import add_picture, drawn

LOGO = re.compile(r'<img class="logo[^"]*" src="(?:/t/[\w-]+)?([^"]+)" alt="([^"]*)"([^>]*)>')


@pytest.fixture(autouse=True)
def forgetful(app: Flask) -> Iterator[None]:
    """Ask for the tenant anew each time, as every process does within half a minute."""
    app.extensions[TENANT_OF] = lambda slug, host: Directory().find(slug, host)
    yield
    app.extensions[TENANT_OF] = Directory().find


def logos_on(browser: Browser, path: str) -> list[tuple[str, str, str]]:
    return LOGO.findall(browser.get(path).text)


def set_logo(tenant: Tenant, content: bytes, **more: object) -> int:
    data = {"logo": (io.BytesIO(content), "crest.png"), **more}
    return tenant.browser("admin").post("/admin/look", data=data).status_code


def test_a_tenants_logo_is_on_every_page_and_on_the_sign_in_page(bjorkby: Tenant) -> None:
    dark = (io.BytesIO(drawn(color="#ffffff")), "white.png")
    assert set_logo(bjorkby, drawn(size=(120, 40)), logo_dark=dark) == 303
    for browser, path in ((bjorkby.browser("member"), "/"), (bjorkby.browser(), "/sign-in")):
        light, other = logos_on(browser, path)
        assert light[0].startswith("/pictures/")
        assert light[1] == ""  # the name stands beside it
        assert 'width="120" height="40"' in light[2]
        assert other[0] != light[0]
        shown = bjorkby.browser().get(light[0])
        assert (shown.status_code, shown.mimetype) == (200, "image/png")
        assert shown.headers["Cache-Control"].startswith("public, max-age=31536000")


def test_an_apps_logo_stands_over_the_tenants_and_says_whose_it_is(bjorkby: Tenant) -> None:
    publish(bjorkby)
    name = add_picture(bjorkby.browser("builder"), "cases")
    publish(bjorkby, {**SMALL_CASES, "theme": {"logo": name}})
    assert set_logo(bjorkby, drawn(size=(120, 40))) == 303
    nils = bjorkby.browser("member")
    for browser, path in ((nils, "/apps/cases/inbox"), (bjorkby.browser(), "/apps/cases/apply")):
        ((address, alt, _),) = logos_on(browser, path)
        assert (address, alt) == (f"/apps/cases/_pictures/{name}", SMALL_CASES["title"])
    assert logos_on(nils, "/")[0][0].startswith("/pictures/")


def test_another_tenant_neither_shows_nor_finds_a_logo(bjorkby: Tenant, granby: Tenant) -> None:
    set_logo(bjorkby, drawn())
    ((address, _, _),) = logos_on(bjorkby.browser(), "/sign-in")
    assert granby.browser().get(address).status_code == 404
    assert logos_on(granby.browser(), "/sign-in") == []


def test_colours_are_changed_without_losing_the_logo_which_goes_when_asked(
    bjorkby: Tenant,
) -> None:
    set_logo(bjorkby, drawn())
    admin = bjorkby.browser("admin")
    assert admin.post("/admin/look", data={"corner": "round"}).status_code == 303
    assert logos_on(admin, "/")
    assert admin.post("/admin/look", data={"without": "logo"}).status_code == 303
    assert not logos_on(admin, "/")


def test_a_logo_stays_when_colours_are_changed_right_after_it(bjorkby: Tenant, app: Flask) -> None:
    app.extensions[TENANT_OF] = Directory().find  # which knows the tenant as it was, for a while
    admin = bjorkby.browser("admin")
    admin.get("/admin/look")
    set_logo(bjorkby, drawn())
    assert admin.post("/admin/look", data={"corner": "round"}).status_code == 303
    app.extensions[TENANT_OF] = Directory().find
    assert logos_on(admin, "/")


def test_what_is_no_picture_is_said_at_its_field_and_changes_nothing(bjorkby: Tenant) -> None:
    assert set_logo(bjorkby, b"<svg xmlns='http://www.w3.org/2000/svg'/>") == 422
    assert not logos_on(bjorkby.browser(), "/sign-in")
    nils = bjorkby.browser("member")
    data = {"logo": (io.BytesIO(drawn()), "crest.png")}
    assert nils.post("/admin/look", data=data).status_code == 403


def test_a_builder_chooses_the_apps_logo_among_its_pictures(bjorkby: Tenant) -> None:
    publish(bjorkby)
    vera = bjorkby.browser("builder")
    name = add_picture(vera, "cases")
    revision = re.findall(r'name="revision" value="(\d+)"', vera.get("/build/cases/look").text)[0]
    form = {"logo": name, "logo_dark": "no picture", "revision": revision}
    assert vera.post("/build/cases/look", data=form).status_code == 303
    theme = vera.get("/api/v1/apps/cases/draft").get_json()["theme"]
    assert theme == {"logo": name}
    assert "Used in" in vera.get("/build/cases/pictures").text


def test_a_logo_for_dark_pages_alone_is_refused_at_its_field(bjorkby: Tenant) -> None:
    admin = bjorkby.browser("admin")
    dark = {"logo_dark": (io.BytesIO(drawn()), "white.png")}

    answer = admin.post("/admin/look", data=dark)

    assert answer.status_code == 422
    assert "It stands in for the other logo on dark pages." in answer.text
    assert set_logo(bjorkby, drawn(), logo_dark=(io.BytesIO(drawn(color="#fff")), "w.png")) == 303
    assert admin.post("/admin/look", data={"without": "logo"}).status_code == 422
    assert len(logos_on(bjorkby.browser(), "/sign-in")) == 2
    assert admin.post("/admin/look", data={"without": ["logo", "logo_dark"]}).status_code == 303


def test_an_apps_logo_for_dark_pages_alone_is_refused_at_its_field(bjorkby: Tenant) -> None:
    publish(bjorkby)
    vera = bjorkby.browser("builder")
    name = add_picture(vera, "cases")
    revision = re.findall(r'name="revision" value="(\d+)"', vera.get("/build/cases/look").text)[0]

    answer = vera.post("/build/cases/look", data={"logo_dark": name, "revision": revision})

    assert answer.status_code == 422
    assert "It stands in for the other logo on dark pages." in answer.text
    assert f'<option value="{name}" selected>' in answer.text.partition('name="logo_dark"')[2]
    assert "theme" not in vera.get("/api/v1/apps/cases/draft").get_json()


def test_a_logo_that_was_replaced_is_gone_after_a_day(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_logo(bjorkby, drawn())
    ((old, _, _),) = logos_on(bjorkby.browser(), "/sign-in")
    set_logo(bjorkby, drawn(color="#b3261e"))
    ((new, _, _),) = logos_on(bjorkby.browser(), "/sign-in")
    assert bjorkby.browser().get(old).status_code == 200
    monkeypatch.setattr(reconciling, "YOUNG", -reconciling.YOUNG)
    with bjorkby.inside():
        reconciling.remove_unknown(clock.now())
    codes = [bjorkby.browser().get(one).status_code for one in (old, new)]
    assert codes == [404, 200]
