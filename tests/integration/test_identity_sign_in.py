"""Signing in with e-mail and password, and the session that begins."""

from datetime import timedelta
from http.cookies import SimpleCookie

import bcrypt
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import ProgrammingError
from werkzeug.test import TestResponse

from stuga.models import Person, Session
from stuga.platform import clock
from stuga.platform.crypto import hashed
from stuga.platform.db import db
from tests.factories.cast import Tenant
from tests.factories.doors import (
    PASSWORD,
    Stranger,
    csrf_in,
    give_password,
    system_log_of,
    trail_of,
)


def cookies_of(response: TestResponse) -> SimpleCookie:
    found = SimpleCookie()
    for header in response.headers.getlist("Set-Cookie"):
        found.load(header)
    return found


def set_state(tenant: Tenant, who: str, state: str) -> None:
    with tenant.inside():
        db.session.get_one(Person, (tenant.id, tenant.people[who])).state = state


def test_the_right_password_starts_a_session(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "member")
    stranger = Stranger(bjorkby)

    answer = stranger.sign_in(f"  {email.upper()} ")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/"
    assert "Nils Berg" in stranger.get("/account").text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(bjorkby: Tenant) -> None:
    answer = Stranger(bjorkby).sign_in(give_password(bjorkby, "member"))

    cookie = cookies_of(answer)[f"__Host-stuga-{bjorkby.slug}"]

    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert len(cookie.value) == 43


def test_only_a_hash_of_the_token_is_stored(bjorkby: Tenant) -> None:
    answer = Stranger(bjorkby).sign_in(give_password(bjorkby, "member"))
    token = cookies_of(answer)[f"__Host-stuga-{bjorkby.slug}"].value

    with bjorkby.inside():
        row = db.session.scalars(select(Session)).one()

    assert row.token_hash == hashed(token)


def test_every_sign_in_makes_a_new_token_and_ends_the_old_one(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "member")
    stranger = Stranger(bjorkby)
    stranger.sign_in(email)
    old = stranger.client.get_cookie(f"__Host-stuga-{bjorkby.slug}", path="/")
    token = csrf_in(stranger.get("/account"))

    form = {"_csrf": token, "email": email, "password": PASSWORD}
    stranger.send("POST", "/sign-in", data=form)

    new = stranger.client.get_cookie(f"__Host-stuga-{bjorkby.slug}", path="/")
    assert old is not None
    assert new is not None
    assert old.value != new.value
    stranger.client.set_cookie(f"__Host-stuga-{bjorkby.slug}", old.value, secure=True)
    assert stranger.get("/account").status_code == 303


def test_unknown_disabled_and_mistaken_look_and_cost_the_same(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = give_password(bjorkby, "member")
    disabled = give_password(bjorkby, "builder")
    set_state(bjorkby, "builder", "disabled")
    without = f"admin@{bjorkby.slug}.example"
    checked: list[str] = []
    check = bcrypt.checkpw
    monkeypatch.setattr(
        bcrypt, "checkpw", lambda given, stored: checked.append(stored[:7]) or check(given, stored)
    )
    attempts = [
        (known, "wrong wrong wrong"),
        (disabled, PASSWORD),
        (without, PASSWORD),
        (f"nobody@{bjorkby.slug}.example", PASSWORD),
    ]

    answers = []
    for email, password in attempts:
        stranger = Stranger(bjorkby)
        answer = stranger.sign_in(email, password)
        page = answer.text.replace(email, "E-MAIL").replace(csrf_in(answer), "TOKEN")
        answers.append((answer.status_code, page, sorted(cookies_of(answer))))

    assert {answer[0] for answer in answers} == {422}
    assert len({answer[1] for answer in answers}) == 1
    assert len({tuple(answer[2]) for answer in answers}) == 1
    assert checked == [b"$2b$04$"] * 4


def test_a_refused_attempt_keeps_the_address_and_never_the_password(bjorkby: Tenant) -> None:
    answer = Stranger(bjorkby).sign_in("nils@example.se", "my secret mistake")

    assert 'value="nils@example.se"' in answer.text
    assert "my secret mistake" not in answer.text
    assert "E-mail and password do not match" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("password", ["", "x" * 5000, "ð" * 400])
def test_odd_passwords_are_only_wrong(bjorkby: Tenant, password: str) -> None:
    email = give_password(bjorkby, "member")

    assert Stranger(bjorkby).sign_in(email, password).status_code == 422


def test_long_passwords_are_not_cut(bjorkby: Tenant) -> None:
    long = "å" * 100
    email = give_password(bjorkby, "member", long + "1")

    assert Stranger(bjorkby).sign_in(email, long + "2").status_code == 422
    assert Stranger(bjorkby).sign_in(email, long + "1").status_code == 303


def test_a_password_of_older_cost_is_stored_anew_at_sign_in(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "member", rounds=5)

    assert Stranger(bjorkby).sign_in(email).status_code == 303

    with bjorkby.inside():
        person = db.session.get_one(Person, (bjorkby.id, bjorkby.people["member"]))
        assert (person.password_hash or "").startswith("$2b$04$")


def test_one_goes_back_to_where_one_wanted_to_be(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "owner")
    stranger = Stranger(bjorkby)

    sent = stranger.get("/admin/audit?op=read&via=api")
    assert sent.status_code == 303
    assert sent.headers["Location"].startswith(f"/t/{bjorkby.slug}/sign-in?return_to=/admin/audit")

    page = stranger.get(sent.headers["Location"].removeprefix(f"/t/{bjorkby.slug}"))
    assert 'name="return_to" value="/admin/audit?op=read&amp;via=api"' in page.text
    answer = stranger.sign_in(email, return_to="/admin/audit?op=read&via=api")
    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/admin/audit?op=read&via=api"


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil", ""],
)
def test_no_one_is_led_to_another_site(bjorkby: Tenant, elsewhere: str) -> None:
    answer = Stranger(bjorkby).sign_in(give_password(bjorkby, "member"), return_to=elsewhere)

    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/"


def test_a_session_of_one_tenant_is_nothing_in_another(bjorkby: Tenant, granby: Tenant) -> None:
    browser = bjorkby.browser("owner")
    assert browser.get("/api/v1/me").status_code == 200

    browser.client.set_cookie(f"__Host-stuga-{granby.slug}", browser.secret, secure=True)
    answer = browser.client.get(f"/t/{granby.slug}/api/v1/me", base_url="https://localhost")

    assert answer.status_code == 401


def test_the_same_address_is_two_people_in_two_tenants(bjorkby: Tenant, granby: Tenant) -> None:
    email = give_password(bjorkby, "member")

    assert Stranger(granby).sign_in(email).status_code == 422


def seen_ago(tenant: Tenant, ago: timedelta) -> None:
    with tenant.inside():
        db.session.execute(update(Session).values(seen_at=clock.now() - ago))


def test_those_who_run_the_tenant_are_signed_out_after_half_an_hour(bjorkby: Tenant) -> None:
    owner, member = bjorkby.browser("owner"), bjorkby.browser("member")

    seen_ago(bjorkby, timedelta(minutes=31))

    assert owner.get("/api/v1/me").status_code == 401
    assert member.get("/api/v1/me").status_code == 200
    seen_ago(bjorkby, timedelta(hours=8, minutes=1))
    assert member.get("/api/v1/me").status_code == 401


def test_a_session_ends_in_the_end_however_much_it_is_used(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("owner")
    with bjorkby.inside():
        db.session.execute(update(Session).values(ends_at=clock.now()))

    assert browser.get("/api/v1/me").status_code == 401


def test_the_twenty_first_session_ends_the_oldest(bjorkby: Tenant) -> None:
    browsers = [bjorkby.browser("member") for _number in range(21)]

    assert browsers[0].get("/api/v1/me").status_code == 401
    assert browsers[1].get("/api/v1/me").status_code == 200
    assert browsers[20].get("/api/v1/me").status_code == 200


def test_signing_out_kills_the_session_and_takes_the_cookie(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("member")

    answer = browser.post("/sign-out")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/sign-in"
    assert cookies_of(answer)[f"__Host-stuga-{bjorkby.slug}"]["max-age"] == "0"
    browser.client.set_cookie(f"__Host-stuga-{bjorkby.slug}", browser.secret, secure=True)
    assert browser.get("/api/v1/me").status_code == 401


def test_a_page_of_the_signed_in_leads_on_from_the_sign_in_page(bjorkby: Tenant) -> None:
    answer = bjorkby.browser("member").get("/sign-in?return_to=/account")

    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/account"


def test_a_form_from_nowhere_is_refused(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "member")
    stranger = Stranger(bjorkby)
    stranger.get("/sign-in")

    answer = stranger.send("POST", "/sign-in", data={"email": email, "password": PASSWORD})

    assert answer.status_code == 403
    assert "This page is too old" in answer.text
    assert f"__Host-stuga-{bjorkby.slug}" not in cookies_of(answer)


def test_a_form_of_another_browser_or_site_is_refused(bjorkby: Tenant) -> None:
    browser, other = bjorkby.browser("member"), bjorkby.browser("builder")

    foreign = browser.client.post(
        f"/t/{bjorkby.slug}/sign-out", data={"_csrf": other.csrf}, base_url="https://localhost"
    )
    cross = browser.post("/sign-out", headers={"Sec-Fetch-Site": "same-site"})
    origin = browser.post("/sign-out", headers={"Origin": "https://evil.example"})

    assert [foreign.status_code, cross.status_code, origin.status_code] == [403, 403, 403]
    assert browser.get("/api/v1/me").status_code == 200


def test_a_browser_without_cookies_is_told_so(bjorkby: Tenant) -> None:
    answer = bjorkby.app.test_client(use_cookies=False).post(
        f"/t/{bjorkby.slug}/sign-in", data={"email": "a@b.se"}, base_url="https://localhost"
    )

    assert answer.status_code == 403
    assert "sent no cookie" in answer.text


def test_every_attempt_is_in_the_operators_log(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "member")
    Stranger(bjorkby).sign_in(email, "wrong wrong wrong")
    Stranger(bjorkby).sign_in(f"nobody@{bjorkby.slug}.example")
    Stranger(bjorkby).sign_in(email)

    assert system_log_of(bjorkby) == [
        ("sign-in", "failed", "password"),
        ("sign-in", "failed", "unknown"),
        ("sign-in", "success", ""),
    ]


def test_the_application_may_not_read_the_operators_log(bjorkby: Tenant) -> None:
    for statement in (
        "SELECT * FROM system_log.system_event",
        "DELETE FROM system_log.system_event",
        "UPDATE system_log.system_event SET outcome = 'success'",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), bjorkby.inside():
            db.session.execute(text(statement))


def test_the_trail_has_one_entry_for_each_attempt_of_a_known_person(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "member")
    before = len(trail_of(bjorkby))

    Stranger(bjorkby).sign_in(email, "wrong wrong wrong")
    Stranger(bjorkby).sign_in(f"nobody@{bjorkby.slug}.example")
    Stranger(bjorkby).sign_in(email)

    trail = trail_of(bjorkby)
    assert len(trail) == before + 2
    assert [(entry.action, entry.outcome) for entry in trail[:2]] == [
        ("session.start", "success"),
        ("session.start", "failed"),
    ]
    assert trail[0].part("who")["name"] == "Nils Berg"
    assert trail[1].parts["label"] == f"Nils Berg ({email})"
    assert "Nils" not in str(trail[1].envelope)
