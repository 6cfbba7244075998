"""`ETag`, `If-None-Match` and `If-Match`: what the caller holds is not sent again."""

import copy
import re
from typing import Any, Final

import pytest
from flask import Flask

from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant, new_tenant
from tests.factories.closed import VAULT, publish_vault
from tests.factories.records import entries_of
from tests.factories.trials import Trial
from tests.factories.walk import Call, World, filled
from tests.factories.walk_all import CALLS

APP: Final = "/api/v1/apps/cases"
CASES: Final = f"{APP}/records/case"
STEN: Final = {"applicant": "Sten Ek", "kind": "permit"}
NEW_EACH_TIME: Final = {"trail-routes.read_trail"}
"""The reading of the trail stands in the trail."""
TOLD_AS_FILES: Final = {"exports.download"}
READING: Final = list(
    {
        call.endpoint: call
        for call in CALLS
        if call.is_api and not call.is_unsafe and call.endpoint not in TOLD_AS_FILES
    }.values()
)


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    return World(new_tenant(app, "bjorkby", "Björkby"))


@pytest.fixture
def ada(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("owner")


def made(ada: Browser) -> str:
    return f"{CASES}/{ada.post(CASES, json=STEN).get_json()['id']}"


def tag_of(browser: Browser, path: str) -> str:
    answered = browser.get(path)
    assert answered.status_code == 200, answered.text
    found: str = answered.headers["ETag"]
    return found


def known(browser: Browser, path: str, tag: str) -> bool:
    """Ask for what the caller holds; tell whether it is the same still."""
    status: int = browser.get(path, headers={"If-None-Match": tag}).status_code
    return status == 304


@pytest.mark.parametrize("call", READING, ids=lambda call: call.name)
def test_whatever_is_read_has_a_tag_and_is_audited_when_it_is_not_sent(
    world: World, call: Call
) -> None:
    places, browser = world.named(call), world.browser(call.who)
    path = filled(call.path, {"app": world.app, **places})
    before = len(world.trail())
    first = browser.get(path)
    noted = world.trail()[before:]
    again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert re.fullmatch(r'"[0-9a-f.]+(thumb)?"', first.headers["ETag"])
    if call.endpoint in NEW_EACH_TIME:
        assert again.status_code == 200
        return
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Type" not in again.headers
    assert world.trail()[before + len(noted) :] == noted


def test_a_tag_is_found_among_several_weak_ones_and_as_any(ada: Browser) -> None:
    path = made(ada)
    tag = tag_of(ada, path)
    for held in (f'"other", {tag}', f"W/{tag}", "*"):
        assert known(ada, path, held), held
    for other in ('"other"', "", tag.strip('"').join("''"), '"1"'):
        assert not known(ada, path, other), other


def test_a_head_request_tells_the_tag(ada: Browser) -> None:
    path = made(ada)
    client, base = ada.client, "https://localhost"
    head = client.head(f"/t/{ada.tenant.slug}{path}", base_url=base)
    assert (head.status_code, head.get_data()) == (200, b"")
    assert head.headers["ETag"] == tag_of(ada, path)


def test_a_changed_record_is_sent(ada: Browser) -> None:
    path = made(ada)
    tag = tag_of(ada, path)
    page = tag_of(ada, CASES)
    changed = ada.patch(path, json={"amount": 5}, headers={"If-Match": tag})
    assert changed.headers["ETag"] == '"2"'
    sent = ada.get(path, headers={"If-None-Match": tag})
    assert sent.status_code == 200
    assert sent.headers["ETag"].startswith('"2.')
    assert not known(ada, CASES, page)


def test_if_match_looks_at_the_revision_alone(ada: Browser) -> None:
    path = made(ada)
    tag = tag_of(ada, path)
    digest = tag.strip('"').partition(".")[2]
    other = f'"1.{"0" * 24}"'
    for held, status in (
        (f'"2.{digest}"', 412),
        (f'"1.{digest}0"', 400),
        (f'"1.{digest.upper()}_"', 400),
        (f'"{digest}"', 400),
        (f"W/{tag}", 400),
        (f'{tag}, "2"', 400),
        (other, 200),
    ):
        answered = ada.patch(path, json={"amount": 5}, headers={"If-Match": held})
        assert answered.status_code == status, held


def test_other_rights_make_another_picture_of_the_same_revision(ada: Browser) -> None:
    path = made(ada)
    tenant = ada.tenant
    tenant.give("builder", "cases", "reader")
    vera = tenant.browser("builder")
    whole, part = tag_of(ada, path), tag_of(vera, path)
    assert whole != part
    tenant.give("builder", "cases", "handler")
    sent = vera.get(path, headers={"If-None-Match": part})
    assert sent.status_code == 200
    assert sent.get_json()["data"]["applicant"] == "Sten Ek"
    assert not known(vera, CASES, part)


def test_a_version_that_closes_a_field_is_not_hidden_by_a_tag(ada: Browser) -> None:
    path, listing = made(ada), f"{CASES}?sort=created_at"
    tenant = ada.tenant
    tenant.give("builder", "cases", "reader")
    vera = tenant.browser("builder")
    tag, page, described = (tag_of(vera, one) for one in (path, listing, f"{APP}/openapi.json"))
    changed: Any = copy.deepcopy(SMALL_CASES)
    changed["roles"]["reader"]["models"]["case"]["read"]["fields"] = {"only": ["reference"]}
    publish(tenant, changed)
    assert not known(vera, path, tag)
    assert not known(vera, listing, page)
    assert not known(vera, f"{APP}/openapi.json", described)
    assert "kind" not in vera.get(path).get_json()["data"]


def test_a_right_that_is_gone_is_refused_whatever_the_caller_holds(ada: Browser) -> None:
    path = made(ada)
    tenant = ada.tenant
    tenant.give("builder", "cases", "reader")
    vera = tenant.browser("builder")
    tag = tag_of(vera, path)
    closed: Any = copy.deepcopy(SMALL_CASES)
    closed["roles"]["reader"]["models"] = {"paper": {"read": True}}
    publish(tenant, closed)
    for held in (tag, "*"):
        answered = vera.get(path, headers={"If-None-Match": held})
        assert answered.status_code in {403, 404}
        assert "ETag" not in answered.headers


def test_a_mask_makes_another_picture(bjorkby: Tenant) -> None:
    publish_vault(bjorkby)
    guest = Trial(bjorkby, "member")
    tag = tag_of(guest.browser, guest.at)
    masked: Any = copy.deepcopy(VAULT)
    masked["models"]["item"]["properties"]["secret"]["x-privacy"]["mask"] = True
    publish_vault(bjorkby, masked)
    sent = guest.browser.get(guest.at, headers={"If-None-Match": tag})
    assert sent.status_code == 200
    assert "masked" in sent.get_json()


def test_what_comes_along_is_part_of_the_tag(ada: Browser) -> None:
    papers = f"{APP}/records/paper"
    case = made(ada)
    data = {"title": "x", "case": case.rpartition("/")[2]}
    path = f"{papers}/{ada.post(papers, json=data).get_json()['id']}?expand=case"
    tag = tag_of(ada, path)
    assert known(ada, path, tag)
    ada.patch(case, json={"amount": 9}, headers={"If-Match": '"1"'})
    assert not known(ada, path, tag)


def test_a_draft_made_anew_is_not_the_one_before(bjorkby: Tenant) -> None:
    vera = bjorkby.browser("builder")
    tags = []
    for title in ("One", "Two"):
        document = {**SMALL_CASES, "title": title}
        assert vera.post("/api/v1/apps", json={"document": document}).status_code == 201
        tags.append(tag_of(vera, f"{APP}/draft"))
        assert vera.delete(f"{APP}?key=cases").status_code == 204
    assert tags[0] != tags[1]


def test_a_tag_opens_nothing(ada: Browser, granby: Tenant) -> None:
    path, held = made(ada), {"If-None-Match": "*"}
    publish(granby)
    assert granby.browser("owner").get(path, headers=held).status_code == 404
    assert ada.tenant.browser("builder").get(path, headers=held).status_code == 404
    assert ada.tenant.browser("").get(path, headers=held).status_code == 401
    assert len([one for one in entries_of(ada.tenant) if one.action == "record.read"]) == 0
