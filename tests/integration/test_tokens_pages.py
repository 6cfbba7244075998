"""Service tokens: made once, sent as bearers, never more than their maker."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from stuga.models import ServiceToken
from stuga.platform import clock
from stuga.platform.crypto import hashed
from stuga.platform.db import db
from tests.factories.cast import Browser, Tenant
from tests.factories.doors import trail_of
from tests.factories.published import publish_roles

TOKEN = re.compile(r"stuga_[0-9a-f]{32}_[\w-]{43}")
SOON = (date.today() + timedelta(days=90)).isoformat()  # noqa: DTZ011  # a day is a day


def make(browser: Browser, **form: object) -> TestResponse:
    given = {"title": "Economy", "scope": ["audit.read"], "ends_on": SOON, **form}
    return browser.post("/admin/tokens/new", data=given)


def token_of(tenant: Tenant, who: str = "owner", **form: object) -> str:
    answer = make(tenant.browser(who), **form)
    assert answer.status_code == 201, answer.text
    found = TOKEN.search(answer.text)
    assert found
    return found[0]


def call(tenant: Tenant, token: str, path: str = "/api/v1/me", **more: object) -> TestResponse:
    return tenant.app.test_client().open(
        f"/t/{tenant.slug}{path}",
        base_url="https://localhost",
        headers={"Authorization": f"Bearer {token}"},
        **more,
    )


def test_a_token_acts_with_its_scopes_and_roles(bjorkby: Tenant) -> None:
    publish_roles(bjorkby)
    scopes = ["records:read:cases", "audit.read"]
    token = token_of(bjorkby, scope=scopes, app_role=["cases:reader"])

    me = call(bjorkby, token).get_json()

    assert me["kind"] == "service"
    assert me["name"] == "Economy"
    assert me["scopes"] == sorted(scopes)
    assert me["app_roles"] == {"cases": ["reader"]}
    assert call(bjorkby, token, "/api/v1/audit").status_code == 200


def test_the_token_is_shown_once_and_stored_hashed(bjorkby: Tenant) -> None:
    token = token_of(bjorkby)

    with bjorkby.inside():
        row = db.session.scalars(select(ServiceToken)).one()
    page = bjorkby.browser("owner").get("/admin/tokens")

    secret = token[39:]
    assert row.secret_hash == hashed(secret)
    assert "Economy" in page.text
    assert secret not in page.text
    assert secret not in str(trail_of(bjorkby))


def test_a_scope_that_was_not_given_is_not_held(bjorkby: Tenant) -> None:
    token = token_of(bjorkby, scope=["app.read"])

    answer = call(bjorkby, token, "/api/v1/audit")

    assert answer.status_code == 403
    assert answer.get_json()["code"] == "not-permitted"


def test_a_revoked_token_is_useless_at_once(bjorkby: Tenant) -> None:
    token = token_of(bjorkby)
    with bjorkby.inside():
        token_id = db.session.scalars(select(ServiceToken.id)).one()

    bjorkby.browser("admin").post(f"/admin/tokens/{token_id}/revoke")

    answer = call(bjorkby, token)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert "Revoked" in bjorkby.browser("owner").get("/admin/tokens").text
    again = bjorkby.browser("admin").post(f"/admin/tokens/{token_id}/revoke")
    assert again.status_code == 404


def test_a_token_ends_on_its_day(bjorkby: Tenant) -> None:
    token = token_of(bjorkby)
    with bjorkby.inside():
        db.session.execute(update(ServiceToken).values(ends_at=clock.now()))

    assert call(bjorkby, token).status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer x",
        "Basic dXNlcjpwYXNz",
        "stuga_" + "0" * 32 + "_" + "x" * 43,
        "Bearer stuga_" + "0" * 32 + "_" + "x" * 43,
        "Bearer stuga_" + "0" * 32 + "_" + "x" * 43 + "y",
        "Bearer a b",
    ],
)
def test_what_is_no_token_of_ours_is_refused(bjorkby: Tenant, header: str) -> None:
    answer = bjorkby.app.test_client().get(
        f"/t/{bjorkby.slug}/api/v1/me",
        base_url="https://localhost",
        headers={"Authorization": header},
    )

    assert answer.status_code == 401
    assert answer.get_json()["code"] == "not-signed-in"
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer ")


def test_a_token_with_anothers_secret_is_refused(bjorkby: Tenant) -> None:
    first, second = token_of(bjorkby), token_of(bjorkby)

    assert call(bjorkby, first[:39] + second[39:]).status_code == 401


def test_a_token_is_nothing_in_another_tenant(bjorkby: Tenant, granby: Tenant) -> None:
    assert call(granby, token_of(bjorkby)).status_code == 401


def test_cookie_and_bearer_together_are_refused(bjorkby: Tenant) -> None:
    token = token_of(bjorkby)

    answer = bjorkby.browser("owner").get(
        "/api/v1/me", headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 400


def test_pages_are_for_people(bjorkby: Tenant) -> None:
    token = token_of(bjorkby, scope=["*"])

    assert call(bjorkby, token, "/account").status_code == 303
    assert call(bjorkby, token, "/admin/people").status_code == 303


def test_a_call_with_a_token_needs_no_form(bjorkby: Tenant) -> None:
    """No browser sends a bearer by itself, so nothing can be forged."""
    token = token_of(bjorkby)

    answer = call(bjorkby, token, "/api/v1/me", method="POST")

    assert answer.status_code == 405


def test_nobody_hands_on_what_they_may_not_do(bjorkby: Tenant) -> None:
    refused = make(bjorkby.browser("admin"), scope=["app.write"])

    assert refused.status_code == 422
    assert "You cannot give more than you may do yourself." in refused.text
    assert make(bjorkby.browser("owner"), scope=["app.write"]).status_code == 201


def test_no_token_makes_tokens_or_people(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("owner")

    for scope in ("token.write", "person.write"):
        assert make(browser, scope=[scope]).status_code == 422
    everything = token_of(bjorkby, scope=["*"])
    answer = call(bjorkby, everything, "/admin/tokens/new", method="POST", data={"title": "x"})
    assert answer.status_code == 303
    assert "sign-in" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"title": ""}, "This must be filled in."),
        ({"title": "x" * 101}, "At most 100 characters."),
        ({"scope": []}, "Choose at least one thing the token may do."),
        ({"scope": ["fly"]}, "Choose one of those shown."),
        ({"scope": ["records:read:nothing"]}, "Choose one of those shown."),
        ({"scope": ["records:burn:cases"]}, "Choose one of those shown."),
        ({"app_role": ["cases:king"]}, "That role is not in the published app."),
        ({"ends_on": ""}, "Choose a date."),
        ({"ends_on": "2026-02-30"}, "Choose a date."),
        ({"ends_on": "2020-01-01"}, "Choose a day that is yet to come."),
        ({"ends_on": "2999-01-01"}, "At most a year ahead."),
    ],
)
def test_what_is_wrong_with_a_token_is_said_where_it_is(
    bjorkby: Tenant, form: dict[str, object], words: str
) -> None:
    answer = make(bjorkby.browser("owner"), **form)

    assert answer.status_code == 422
    assert words in answer.text


def test_use_is_noted(bjorkby: Tenant) -> None:
    token = token_of(bjorkby)
    browser = bjorkby.browser("owner")
    assert "never used" in browser.get("/admin/tokens").text

    call(bjorkby, token)

    assert "last used just now" in browser.get("/admin/tokens").text


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("builder", 403), ("member", 403)])
def test_only_those_who_run_the_tenant_see_tokens(bjorkby: Tenant, who: str, status: int) -> None:
    browser = bjorkby.browser(who)

    assert browser.get("/admin/tokens").status_code == status
    assert browser.get("/admin/tokens/new").status_code == 403
    assert make(browser).status_code == 403


def test_another_tenants_token_is_not_there(bjorkby: Tenant, granby: Tenant) -> None:
    token = token_of(bjorkby)
    with bjorkby.inside():
        token_id = db.session.scalars(select(ServiceToken.id)).one()

    rut = granby.browser("owner")

    assert "Economy" not in rut.get("/admin/tokens").text
    assert rut.post(f"/admin/tokens/{token_id}/revoke").status_code == 404
    assert call(bjorkby, token).status_code == 200


def test_every_act_on_tokens_is_one_entry(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("owner")
    token_of(bjorkby)
    with bjorkby.inside():
        token_id = db.session.scalars(select(ServiceToken.id)).one()
    form = {"title": "A", "scope": "audit.read", "ends_on": SOON}
    acts = [
        ("GET", "/admin/tokens", {}, "token.list"),
        ("GET", "/admin/tokens/new", {}, "token.list"),
        ("POST", "/admin/tokens/new", form, "token.create"),
        ("POST", f"/admin/tokens/{token_id}/revoke", {}, "token.revoke"),
    ]

    for method, path, given, action in acts:
        before = len(trail_of(bjorkby))
        act = browser.get if method == "GET" else browser.post
        answer = act(path, data=given)
        trail = trail_of(bjorkby)
        assert answer.status_code in {200, 201, 303}, path
        assert len(trail) == before + 1, path
        assert trail[0].action == action
