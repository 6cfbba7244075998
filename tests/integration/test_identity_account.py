"""What people do with their own account."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from stuga.models import Person, Session
from stuga.platform.db import db
from tests.factories.cast import Browser, Tenant
from tests.factories.doors import PASSWORD, Stranger, give_password, some_address, trail_of


def set_password(browser: Browser, **form: str) -> TestResponse:
    return browser.post(
        "/account/password", data=form, environ_overrides={"REMOTE_ADDR": some_address()}
    )


def test_a_first_password_needs_no_other(bjorkby: Tenant) -> None:
    answer = set_password(bjorkby.browser("member"), new=PASSWORD)

    assert answer.status_code == 303
    assert Stranger(bjorkby).sign_in(f"member@{bjorkby.slug}.example").status_code == 303


def test_changing_a_password_needs_the_current_one(bjorkby: Tenant) -> None:
    give_password(bjorkby, "member")
    browser = bjorkby.browser("member")

    wrong = set_password(browser, current="not that one", new="gräsklippare under bron")
    right = set_password(browser, current=PASSWORD, new="gräsklippare under bron")

    assert wrong.status_code == 422
    assert "This is not your current password." in wrong.text
    assert right.status_code == 303


def test_the_current_password_cannot_be_guessed_at_speed(bjorkby: Tenant) -> None:
    give_password(bjorkby, "member")
    browser = bjorkby.browser("member")

    answers = [
        set_password(browser, current=f"guess {number}", new="gräsklippare under bron").status_code
        for number in range(6)
    ]

    assert answers == [422] * 5 + [429]


def test_a_new_password_ends_every_other_session(bjorkby: Tenant) -> None:
    other, browser = bjorkby.browser("member"), bjorkby.browser("member")

    set_password(browser, new=PASSWORD)

    assert browser.get("/api/v1/me").status_code == 200
    assert other.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "At least 12 characters"),
        ("password1234", "easily guessed"),
        ("bjorkby-bjorkby-1", "easily guessed"),
        ("nils.berg.2026", "easily guessed"),
        ("x" * 1025, "At most 1,024 characters"),
    ],
)
def test_what_is_easily_guessed_is_refused_at_its_field(
    bjorkby: Tenant, password: str, words: str
) -> None:
    answer = set_password(bjorkby.browser("member"), new=password)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert password not in answer.text
    with bjorkby.inside():
        person = db.session.get_one(Person, (bjorkby.id, bjorkby.people["member"]))
        assert person.password_hash is None


def session_ids(tenant: Tenant, who: str) -> list[str]:
    with tenant.inside():
        wanted = select(Session.id).where(Session.person_id == tenant.people[who])
        return [str(each) for each in db.session.scalars(wanted.order_by(Session.id))]


def test_one_sees_ones_sessions_and_ends_one(bjorkby: Tenant) -> None:
    here, there = bjorkby.browser("member"), bjorkby.browser("member")
    other = session_ids(bjorkby, "member")[1]
    page = here.get("/account")
    assert page.text.count("This browser") == 1
    assert f"/account/sessions/{other}/end" in page.text

    answer = here.post(f"/account/sessions/{other}/end")

    assert answer.status_code == 303
    assert there.get("/api/v1/me").status_code == 401
    assert here.get("/api/v1/me").status_code == 200


def test_one_ends_all_but_this(bjorkby: Tenant) -> None:
    here = bjorkby.browser("member")
    others = [bjorkby.browser("member") for _number in range(3)]
    builder = bjorkby.browser("builder")

    here.post("/account/sessions/end")

    assert [each.get("/api/v1/me").status_code for each in others] == [401] * 3
    assert here.get("/api/v1/me").status_code == 200
    assert builder.get("/api/v1/me").status_code == 200


def test_anothers_session_is_not_found(bjorkby: Tenant, granby: Tenant) -> None:
    builder = bjorkby.browser("builder")
    granby.browser("owner")
    colleagues = session_ids(bjorkby, "builder")[0]
    foreign = session_ids(granby, "owner")[0]
    browser = bjorkby.browser("member")

    assert browser.post(f"/account/sessions/{colleagues}/end").status_code == 404
    assert browser.post(f"/account/sessions/{foreign}/end").status_code == 404
    assert builder.get("/api/v1/me").status_code == 200


def test_a_stranger_chooses_a_language_for_their_browser(bjorkby: Tenant) -> None:
    stranger = Stranger(bjorkby)

    answer = stranger.post("/language", {"language": "nb", "to": "/sign-in"}, page="/sign-in")

    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/sign-in"
    assert "Logg inn" in stranger.get("/sign-in").text


def test_a_person_keeps_the_language_they_chose(bjorkby: Tenant) -> None:
    bjorkby.browser("member").post("/language", data={"language": "sv", "to": "/account"})

    page = bjorkby.browser("member").get("/account")

    assert '<html lang="sv"' in page.text
    assert "Var du är inloggad" in page.text


def test_a_language_we_do_not_speak_is_refused(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("member")

    assert browser.post("/language", data={"language": "xx"}).status_code == 422
    assert browser.post("/colours", data={"scheme": "pink"}).status_code == 400


def test_colours_are_kept_in_the_browser(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("member")

    answer = browser.post("/colours", data={"scheme": "dark", "to": "//evil.example"})

    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/"
    assert 'data-scheme="dark"' in browser.get("/account").text


def test_me_says_who_acts(bjorkby: Tenant) -> None:
    bjorkby.give("builder", "cases", "handler")

    me = bjorkby.browser("builder").get("/api/v1/me").get_json()

    assert me == {
        "kind": "person",
        "id": str(bjorkby.people["builder"]),
        "name": "Vera Ström",
        "email": f"builder@{bjorkby.slug}.example",
        "language": None,
        "tenant_roles": ["builder", "member"],
        "app_roles": {"cases": ["handler"]},
        "scopes": ["*"],
        "tenant": {"slug": bjorkby.slug, "title": "Björkby", "zone": "Europe/Stockholm"},
    }


def test_a_stranger_is_told_to_sign_in(bjorkby: Tenant) -> None:
    answer = Stranger(bjorkby).get("/api/v1/me")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="stuga"'
    assert answer.get_json()["code"] == "not-signed-in"


def test_every_act_on_ones_account_is_one_entry(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("member")
    bjorkby.browser("member")
    other = session_ids(bjorkby, "member")[1]
    acts = [
        ("GET", "/account", {}, "profile.read"),
        ("GET", "/api/v1/me", {}, "profile.read"),
        ("GET", "/account/password", {}, "profile.read"),
        ("POST", f"/account/sessions/{other}/end", {}, "session.end"),
        ("POST", "/account/sessions/end", {}, "session.end"),
        ("POST", "/account/password", {"new": PASSWORD}, "profile.update"),
        ("POST", "/language", {"language": "sv"}, "profile.update"),
        ("POST", "/sign-out", {}, "session.end"),
    ]

    for method, path, form, action in acts:
        before = len(trail_of(bjorkby))
        act = browser.get if method == "GET" else browser.post
        answer = act(path, data=form)
        trail = trail_of(bjorkby)
        assert answer.status_code in {200, 303}, path
        assert len(trail) == before + 1, path
        assert trail[0].action == action
        assert trail[0].part("who")["name"] == "Nils Berg"
