"""The designer masks a field, shows how that looks, and tells a role to see nothing of it."""

import json
from html import unescape

import pytest
from sqlalchemy import select

from stuga.models import App
from stuga.models.json import JsonObject
from stuga.platform.db import db
from tests.factories.building import begun
from tests.factories.cast import Browser, Tenant

FIELD = "/build/cases/models/case/fields/applicant"
ROLE = "/build/cases/roles/reader"


@pytest.fixture
def vera(bjorkby: Tenant) -> Browser:
    return begun(bjorkby)


def draft(vera: Browser) -> JsonObject:
    with vera.tenant.inside():
        found: JsonObject = db.session.scalar(select(App.draft).where(App.key == "cases"))
        return json.loads(json.dumps(found))


def privacy_in(vera: Browser) -> JsonObject:
    found: JsonObject = draft(vera)["models"]["case"]["properties"]["applicant"]["x-privacy"]
    return found


def set_field(vera: Browser, revision: int, **more: str) -> None:
    form = {"title": "Applicant", "kind": "text", "revision": str(revision), **more}
    assert vera.post(FIELD, data=form).status_code == 303


@pytest.mark.parametrize("personal", ["direct", "none"])
def test_a_switch_masks_a_field_and_unmasks_it(vera: Browser, personal: str) -> None:
    page = unescape(vera.get(FIELD).text)
    assert "Show a part of it to those who may not see it" in page
    assert "<code>••••" in page

    set_field(vera, 1, personal=personal, mask="on")
    assert privacy_in(vera)["mask"] is True
    assert 'name="mask" value="on" checked' in vera.get(FIELD).text

    set_field(vera, 2, personal=personal)
    assert "mask" not in privacy_in(vera)


def test_a_role_is_told_to_see_nothing_of_a_masked_field(vera: Browser) -> None:
    assert "It sees nothing at all of" not in vera.get(ROLE).text
    set_field(vera, 1, personal="direct", mask="on")

    page = vera.get(ROLE).text
    assert "It sees nothing at all of" in page
    assert 'name="hidden.case" value="applicant"' in page
    assert 'name="hidden.case" value="email"' not in page

    form = {"title": "Reader", "revision": "2", "act.case": "read", "hidden.case": "applicant"}
    assert vera.post(ROLE, data=form).status_code == 303

    read = draft(vera)["roles"]["reader"]["models"]["case"]["read"]
    assert (read["fields"], read["hidden"]) == ({"except": ["applicant"]}, ["applicant"])
    box = vera.get(ROLE).text.partition('name="hidden.case" value="applicant"')[2]
    assert box.startswith(" checked")


def test_a_field_that_is_removed_leaves_what_a_role_hides(vera: Browser) -> None:
    set_field(vera, 1, personal="direct", mask="on")
    form = {"title": "Reader", "revision": "2", "act.case": "read", "hidden.case": "applicant"}
    vera.post(ROLE, data=form)

    vera.post(f"{FIELD}/remove", data={"revision": "3", "title": "Applicant"})

    assert "hidden" not in str(draft(vera)["roles"]["reader"])
