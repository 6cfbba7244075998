"""One-time links: looked at by scanners, spent by people, once."""

from datetime import timedelta

from sqlalchemy import select
from werkzeug.test import TestResponse

from stuga.models import OneTimeToken, Person
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity import sessions
from tests.factories.cast import Tenant
from tests.factories.doors import PASSWORD, Stranger, give_password, system_log_of, trail_of


def link_for(tenant: Tenant, who: str = "member") -> str:
    with tenant.inside():
        return sessions.make_link(tenant.people[who], now=clock.now())


def spend(stranger: Stranger, token: str) -> TestResponse:
    return stranger.post(f"/sign-in/link/{token}", {}, page="/sign-in")


def test_opening_a_link_spends_nothing(bjorkby: Tenant) -> None:
    token = link_for(bjorkby)
    for _scanner in range(3):
        page = Stranger(bjorkby).get(f"/sign-in/link/{token}")
        assert page.status_code == 200
        assert "Welcome, Nils Berg" in page.text
        assert page.headers["Referrer-Policy"] == "no-referrer"

    assert spend(Stranger(bjorkby), token).status_code == 303


def test_pressing_the_button_signs_in_and_offers_a_password(bjorkby: Tenant) -> None:
    stranger = Stranger(bjorkby)

    answer = spend(stranger, link_for(bjorkby))

    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/account/password?welcome=yes"
    page = stranger.get("/account/password?welcome=yes")
    assert "Not now" in page.text
    assert "Current password" not in page.text
    form = {"new": PASSWORD, "welcome": "yes"}
    chosen = stranger.post("/account/password", form, page="/account/password")
    assert chosen.headers["Location"] == f"/t/{bjorkby.slug}/"
    assert Stranger(bjorkby).sign_in(f"member@{bjorkby.slug}.example").status_code == 303


def test_a_link_works_once(bjorkby: Tenant) -> None:
    token = link_for(bjorkby)
    spend(Stranger(bjorkby), token)

    again = spend(Stranger(bjorkby), token)

    assert again.status_code == 404
    assert "This link no longer works" in again.text
    assert Stranger(bjorkby).get(f"/sign-in/link/{token}").status_code == 404


def test_an_old_link_and_an_unknown_one_are_the_same(bjorkby: Tenant, granby: Tenant) -> None:
    old = link_for(bjorkby)
    with bjorkby.inside():
        db.session.scalars(select(OneTimeToken)).one().ends_at = clock.now() - timedelta(seconds=1)
    foreign = link_for(granby)

    tokens = (old, foreign, "nothing")
    pages = [Stranger(bjorkby).get(f"/sign-in/link/{token}") for token in tokens]

    assert [page.status_code for page in pages] == [404, 404, 404]
    shown = {
        page.text.split("<main")[1].split("</main>")[0].replace(token, "")
        for page, token in zip(pages, tokens, strict=True)
    }
    assert len(shown) == 1


def test_a_link_lets_nobody_in_who_is_shut_out(bjorkby: Tenant) -> None:
    token = link_for(bjorkby)
    with bjorkby.inside():
        person = db.session.get_one(Person, (bjorkby.id, bjorkby.people["member"]))
        person.state = "disabled"

    assert spend(Stranger(bjorkby), token).status_code == 404
    assert system_log_of(bjorkby) == [("sign-in-link", "failed", "")]


def test_a_link_is_one_entry_in_each_log(bjorkby: Tenant) -> None:
    token = link_for(bjorkby)
    before = len(trail_of(bjorkby))

    spend(Stranger(bjorkby), token)

    trail = trail_of(bjorkby)
    assert len(trail) == before + 1
    assert trail[0].action == "session.start"
    assert trail[0].part("who")["name"] == "Nils Berg"
    assert system_log_of(bjorkby) == [("sign-in-link", "success", "")]


def test_after_a_link_a_forgotten_password_need_not_be_known(bjorkby: Tenant) -> None:
    email = give_password(bjorkby, "member", "an old one nobody knows")
    stranger = Stranger(bjorkby)
    spend(stranger, link_for(bjorkby))

    answer = stranger.post("/account/password", {"new": PASSWORD}, page="/account/password")

    assert answer.status_code == 303
    assert Stranger(bjorkby).sign_in(email).status_code == 303


def test_a_link_can_not_be_spent_from_another_site(bjorkby: Tenant) -> None:
    token = link_for(bjorkby)

    answer = Stranger(bjorkby).send("POST", f"/sign-in/link/{token}", data={})

    assert answer.status_code == 403
    assert spend(Stranger(bjorkby), token).status_code == 303
