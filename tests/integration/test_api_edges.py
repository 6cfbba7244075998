"""The edges of the API: what is no good request is refused as a problem, and opens nothing."""

import base64
import gzip
import json
from typing import Final

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant, new_tenant

API: Final = "/api/v1"
CASES: Final = f"{API}/apps/cases/records/case"
STEN: Final = {"applicant": "Sten Ek", "kind": "permit"}
NOBODY: Final = "00000000-0000-7000-8000-000000000000"
UNSAFE: Final = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def world(app: Flask) -> Tenant:
    made = new_tenant(app, "bjorkby", "Björkby")
    publish(made)
    made.give("builder", "cases", "reader")
    return made


@pytest.fixture(scope="module")
def nils(world: Tenant) -> Browser:
    """Return the browser of one who makes no record that is kept, but where a test says so."""
    return world.browser("member")


def send(browser: Browser, method: str, path: str, **more: object) -> TestResponse:
    headers = {"X-CSRF-Token": browser.csrf, **more.pop("headers", {})}  # type: ignore[dict-item]
    answered: TestResponse = browser.client.open(
        f"/t/{browser.tenant.slug}{path}",
        method=method,
        base_url="https://localhost",
        headers=headers,
        **more,
    )
    return answered


def is_problem(answered: TestResponse, status: int, code: str) -> bool:
    problem = answered.get_json()
    return (
        answered.status_code == status
        and answered.mimetype == "application/problem+json"
        and (problem["code"], problem["status"]) == (code, status)
        and problem["type"] == f"urn:stuga:problem:{code}"
        and bool(problem["title"])
    )


def count(browser: Browser) -> int:
    return len(browser.get(CASES).get_json()["items"])


@pytest.mark.parametrize("method", ["GET", *UNSAFE])
@pytest.mark.parametrize(
    "path",
    [
        f"{API}/nothing",
        f"{API}/apps/",
        f"{API}/me/",
        f"{CASES}/",
        f"{CASES}/{NOBODY}/",
        f"{CASES}/{NOBODY}/nothing",
        f"{CASES}/%2e%2e/case",
        "/api/v2/me",
        "/api/",
    ],
)
def test_what_is_nowhere_is_a_problem(nils: Browser, method: str, path: str) -> None:
    answered = send(nils, method, path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert is_problem(answered, 404, "not-found"), answered.text


@pytest.mark.parametrize("path", [f"{API}//me", f"{API}/apps//cases", f"/api//v1{CASES[7:]}"])
def test_an_address_that_is_almost_one_leads_nowhere_else(nils: Browser, path: str) -> None:
    assert is_problem(send(nils, "GET", path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", CASES, "GET, HEAD, OPTIONS, POST"),
        ("POST", f"{CASES}/{NOBODY}", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        ("PUT", f"{API}/me", "GET, HEAD, OPTIONS"),
        ("TRACE", f"{API}/me", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_told_which_there_are(
    nils: Browser, method: str, path: str, allowed: str
) -> None:
    answered = send(nils, method, path)
    assert is_problem(answered, 405, "method-not-allowed")
    assert answered.headers["Allow"] == allowed
    asked = send(nils, "OPTIONS", path)
    assert (asked.status_code, asked.get_data()) == (204, b"")
    assert ", ".join(sorted(asked.headers["Allow"].split(", "))) == allowed


def test_options_tell_nothing_of_what_is_there(granby: Tenant) -> None:
    rut = granby.browser("owner")
    known, unknown = (send(rut, "OPTIONS", f"{API}/apps/{key}") for key in ("cases", "nosuch"))
    assert known.headers["Allow"] == unknown.headers["Allow"]


def test_a_head_request_of_nothing_has_no_body(nils: Browser) -> None:
    answered = send(nils, "HEAD", f"{CASES}/{NOBODY}")
    assert (answered.status_code, answered.get_data()) == (404, b"")
    assert answered.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "accept", ["text/html", "application/xml", "image/*", "application/json;q=0"]
)
def test_what_the_caller_does_not_take_is_not_done(nils: Browser, accept: str) -> None:
    before = count(nils)
    answered = send(nils, "POST", CASES, json=STEN, headers={"Accept": accept})
    assert is_problem(answered, 406, "not-acceptable")
    assert "application/json" in answered.get_json()["detail"]
    assert count(nils) == before


@pytest.mark.parametrize(
    "accept", ["*/*", "application/*", "text/html, */*;q=0.1", "application/json"]
)
def test_what_the_caller_takes_is_answered(nils: Browser, accept: str) -> None:
    assert send(nils, "GET", f"{API}/me", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/plain", None),
        ("", None),
        ("application/x-www-form-urlencoded", None),
        ("application/json; charset=latin-1", None),
        ("application/jsonx", None),
        ("application/json", "gzip"),
    ],
)
def test_a_body_of_another_form_is_refused(
    nils: Browser, content_type: str, encoding: str | None
) -> None:
    before = count(nils)
    body = json.dumps(STEN).encode()
    headers = {"Content-Encoding": encoding} if encoding else {}
    sent = gzip.compress(body) if encoding else body
    answered = send(nils, "POST", CASES, data=sent, content_type=content_type, headers=headers)
    assert is_problem(answered, 415, "media-type-unknown"), answered.text
    assert count(nils) == before


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{\n  "applicant": "Sten",\n  "kind" "permit"}', "line 3, column 10"),
        (b"", "line 1, column 1"),
        (b'{"applicant": "a", "applicant": "b"}', "'applicant' is given twice"),
        (b'{"x": {"a": 1, "a": 1}}', "'a' is given twice"),
        (b'{"amount": NaN}', "NaN"),
        (b'{"amount": Infinity}', "Infinity"),
        (b'{"amount": ' + b"9" * 5_000 + b"}", "is taken here"),
        (b'{"a": ' * 33 + b"1" + b"}" * 33, "deeper than 32"),
        (b"[" * 100_000, "is taken here"),
        (b'{"applicant": "\xe5\xe4\xf6"}', "not UTF-8 (byte 15)"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8 (byte 0)"),
        (b"\xef\xbb\xbf{}", "line 1, column 1"),
        (b'"text"', "JSON object"),
        (b'{"applicant": "a"} {}', "line 1, column 20"),
    ],
)
def test_a_body_that_is_no_json_says_where(nils: Browser, body: bytes, words: str) -> None:
    before = count(nils)
    answered = send(nils, "POST", CASES, data=body, content_type="application/json")
    assert is_problem(answered, 400, "bad-request"), answered.text
    assert words in answered.get_json()["detail"]
    assert count(nils) == before


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b'{"applicant": "\\ud800", "kind": "permit"}', "/applicant"),
        (b'{"applicant": "a\\u0000", "kind": "permit"}', "/applicant"),
        (b'{"applicant": "a", "kind": "permit", "amount": 1e999}', "/amount"),
        (b'{"applicant": "a", "kind": "permit", "amount": ' + b"9" * 400 + b"}", "/amount"),
        (b'{"applicant": "a", "kind": "permit", "\\ud800": 1}', ""),
    ],
)
def test_a_value_that_nothing_can_keep_is_named(nils: Browser, raw: bytes, pointer: str) -> None:
    answered = send(nils, "POST", CASES, data=raw, content_type="application/json")
    assert is_problem(answered, 422, "invalid")
    assert answered.get_json()["errors"][0]["pointer"].startswith(pointer)


@pytest.mark.parametrize(
    "query",
    [
        "limit=1&limit=2",
        "q=a&q=b",
        "cursor=&cursor=",
        "sort=kind&sort=-kind",
        "fields=id&fields=id",
    ],
)
def test_an_argument_given_twice_is_named(nils: Browser, query: str) -> None:
    answered = nils.get(f"{CASES}?{query}")
    assert is_problem(answered, 400, "bad-request")
    assert answered.get_json()["detail"].startswith(query.partition("=")[0])


@pytest.mark.parametrize("path", [f"{API}/apps", f"{CASES}/{NOBODY}/history", f"{API}/audit"])
def test_an_argument_given_twice_is_refused_everywhere(world: Tenant, path: str) -> None:
    answered = world.browser("owner").get(f"{path}?limit=1&limit=200")
    assert is_problem(answered, 400, "bad-request")


def test_an_address_without_end_is_refused(nils: Browser) -> None:
    for path in (f"{CASES}?q={'x' * 20_000}", f"{CASES}/{'x' * 20_000}"):
        answered = nils.get(path)
        assert is_problem(answered, 414, "address-too-long"), answered.text[:300]


def test_a_slash_in_disguise_leads_no_further_than_a_plain_one(nils: Browser) -> None:
    nils.post(CASES, json=STEN)
    plain = nils.get(CASES)
    hidden = nils.get(f"{API}/apps/cases%2Frecords%2Fcase")
    assert hidden.status_code in {200, 404}
    assert hidden.status_code == 404 or hidden.get_json() == plain.get_json()
    for path in (f"{CASES}%2F..%2Fpaper", f"{API}/apps/..%2Fcases"):
        assert is_problem(nils.get(path), 404, "not-found")


def cursor_of(browser: Browser, query: str = "limit=1") -> str:
    found: str = browser.get(f"{CASES}?{query}").get_json()["next"]
    return found


def test_a_cursor_that_was_not_given_for_this_list_is_refused(
    nils: Browser, granby: Tenant
) -> None:
    publish(granby)
    rut = granby.browser("member")
    for browser in (nils, rut):
        for _ in range(2):
            browser.post(CASES, json=STEN)
    mine, others = cursor_of(nils), cursor_of(rut)
    broken = base64.urlsafe_b64encode(base64.urlsafe_b64decode(mine + "==")[:-1]).decode()
    for cursor in (others, broken, mine + "A" * 12_000, "å", "=", "%00", mine[::-1], "A" * 15_000):
        answered = nils.get(f"{CASES}?limit=1&cursor={cursor}")
        assert is_problem(answered, 400, "bad-request"), (cursor[:50], answered.text)
    other = nils.get(f"{CASES}?limit=1&sort=kind&cursor={mine}")
    assert is_problem(other, 400, "bad-request")
    assert nils.get(f"{CASES}?limit=1&cursor={mine}").status_code == 200


def test_a_cursor_of_another_person_shows_no_more_than_ones_own_list(
    world: Tenant, nils: Browser
) -> None:
    for _ in range(3):
        nils.post(CASES, json=STEN)
    vera = world.browser("builder")
    found = vera.get(f"{CASES}?limit=1&cursor={cursor_of(nils)}")
    assert found.status_code == 200
    assert found.get_json()["items"] == vera.get(CASES).get_json()["items"][1:2]
    by_email = cursor_of(nils, "limit=1&sort=email")
    closed = vera.get(f"{CASES}?limit=1&sort=email&cursor={by_email}")
    assert is_problem(closed, 400, "unknown-field")


def test_a_refusal_is_told_in_the_callers_language(nils: Browser) -> None:
    answered = send(nils, "PUT", f"{API}/me", headers={"Accept-Language": "sv"})
    assert answered.get_json()["title"] == "Det går inte att göra här"
    assert answered.headers["Content-Language"] == "sv"
