"""`ETag` and `If-None-Match`: what the caller holds is not sent again."""

import pytest

from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant

APP = "/api/v1/apps/cases"
CASES = f"{APP}/records/case"
STEN = {"applicant": "Sten Ek", "kind": "permit"}


@pytest.fixture
def ada(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("owner")


def made(ada: Browser) -> str:
    return f"{CASES}/{ada.post(CASES, json=STEN).get_json()['id']}"


def place(ada: Browser, name: str) -> str:
    return made(ada) if name == "record" else APP + name


@pytest.mark.parametrize("name", ["record", "/draft", "/versions/1", "/openapi.json"])
def test_what_the_caller_holds_is_not_sent_again(ada: Browser, name: str) -> None:
    path = place(ada, name)
    first = ada.get(path)
    assert first.status_code == 200
    tag = first.headers["ETag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = ada.get(path, headers={"If-None-Match": known})
        assert again.status_code == 304, known
        assert again.get_data() == b""
        assert again.headers["ETag"] == tag
    other = ada.get(path, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.get_json()) == (200, first.get_json())


def test_a_changed_record_is_sent(ada: Browser) -> None:
    path = made(ada)
    ada.patch(path, json={"amount": 5}, headers={"If-Match": '"1"'})
    sent = ada.get(path, headers={"If-None-Match": '"1"'})
    assert (sent.status_code, sent.headers["ETag"]) == (200, '"2"')


def test_a_new_version_and_other_rights_make_another_openapi_document(ada: Browser) -> None:
    path = f"{APP}/openapi.json"
    tag = ada.get(path).headers["ETag"]
    ada.tenant.give("builder", "cases", "reader")
    vera = ada.tenant.browser("builder")
    assert vera.get(path, headers={"If-None-Match": tag}).status_code == 200
    publish(ada.tenant, SMALL_CASES | {"title": "Matters"})
    assert ada.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_what_comes_along_is_always_sent(ada: Browser) -> None:
    papers = f"{APP}/records/paper"
    one = ada.post(papers, json={"title": "x", "case": made(ada).rpartition("/")[2]}).get_json()
    path = f"{papers}/{one['id']}"
    known = {"If-None-Match": '"1"'}
    assert ada.get(f"{path}?expand=case", headers=known).status_code == 200
    assert ada.get(f"{path}?fields=title", headers=known).status_code == 304


def test_a_tag_opens_nothing(ada: Browser, granby: Tenant) -> None:
    path, known = made(ada), {"If-None-Match": "*"}
    publish(granby)
    assert granby.browser("owner").get(path, headers=known).status_code == 404
    assert ada.tenant.browser("builder").get(path, headers=known).status_code == 404
    assert ada.tenant.browser("").get(path, headers=known).status_code == 401
