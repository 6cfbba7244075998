"""Public forms, sessions that end while one types, and the pages that need no app."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.identity import sessions
from stuga.runtime.serving import form_link_pages, public_forms
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, opened, stored
from tests.factories.records import entries_of
from tests.factories.shipped import publish_cases

ANSWERS = {"applicant": "Sten Ek", "kind": "complaint"}
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
NO_HEADER = {"X-CSRF-Token": ""}


@pytest.fixture(name="path")
def published(bjorkby: Tenant) -> str:
    return f"/apps/{publish(bjorkby)}/apply"


@pytest.fixture
def stranger(bjorkby: Tenant) -> Browser:
    return bjorkby.browser()


def in_two_steps() -> Any:  # noqa: ANN401  # a definition
    made: Any = copy.deepcopy(SMALL_CASES)
    form = made["screens"]["apply"]
    one, two = form["elements"][:2], [{"type": "field", "field": "reference"}]
    del form["elements"]
    form["steps"] = [
        {"key": "who", "title": "Who", "elements": one},
        {"key": "more", "title": "More", "elements": two},
    ]
    return made


def send(browser: Browser, path: str, data: JsonObject):  # noqa: ANN201  # a test response
    return browser.post(path, data=data, headers=NO_HEADER)


def test_a_stranger_sends_a_form_and_is_thanked(
    bjorkby: Tenant, path: str, stranger: Browser
) -> None:
    form = opened(stranger, path)

    answer = send(stranger, path, form.sent(**ANSWERS))

    assert answer.status_code == 303
    assert f"{path}/thanks?" in answer.headers["Location"]
    assert "What you sent has arrived." in stranger.get(f"{path}/thanks").text
    assert stored(bjorkby) == [ANSWERS]


def test_thanks_name_what_was_typed(bjorkby: Tenant, stranger: Browser) -> None:
    at = f"/apps/{publish_cases(bjorkby)}/apply"
    first = opened(stranger, at)
    second = send(stranger, at, first.sent("next", applicant="Sten Ek"))
    evil = "Hours <b>now</b>"
    third = send(stranger, at, Form(second.text).sent("next", kind="question", subject=evil))

    done = send(stranger, at, Form(third.text).sent("save"))
    thanks = stranger.get(f"{at}/thanks").text

    assert done.status_code == 303
    assert "Sten" not in done.headers["Location"]
    assert "We have received “Hours &lt;b&gt;now&lt;/b&gt;”" in thanks


def test_a_stranger_sets_only_what_the_form_asks(
    bjorkby: Tenant, path: str, stranger: Browser
) -> None:
    form = opened(stranger, path)

    answer = send(stranger, path, form.sent(**ANSWERS, reference="C-1"))

    assert answer.status_code == 422
    assert stored(bjorkby) == []


def test_a_stranger_opens_no_record_through_a_public_form(
    bjorkby: Tenant, path: str, stranger: Browser
) -> None:
    send(stranger, path, opened(stranger, path).sent(**ANSWERS))
    record_id = entries_of(bjorkby, "record.create")[-1].target_id

    assert record_id is not None
    assert stranger.get(f"{path}/{record_id}").status_code == 404


def test_a_trapped_program_is_thanked_and_nothing_is_kept(
    bjorkby: Tenant, path: str, stranger: Browser
) -> None:
    form = opened(stranger, path)

    answer = send(stranger, path, form.sent(**ANSWERS, **{public_forms.TRAP: "http://spam"}))

    assert answer.headers["Location"].endswith(f"{path}/thanks")
    assert stored(bjorkby) == []


@pytest.mark.parametrize("press", ["next", "", "whatever", "save:more"])
@pytest.mark.parametrize("own", [{public_forms.TRAP: "http://spam"}, {public_forms.TOKEN: ""}])
def test_a_program_passes_by_nothing_with_another_button(
    bjorkby: Tenant, path: str, stranger: Browser, press: str, own: dict[str, str]
) -> None:
    send(stranger, path, opened(stranger, path).sent(press, **ANSWERS, **own))

    assert stored(bjorkby) == []


@pytest.mark.parametrize("more", [{}, {"_reviewing": "1"}])
def test_a_step_is_watched_only_where_it_saves(
    bjorkby: Tenant, stranger: Browser, more: dict[str, str]
) -> None:
    made = in_two_steps()
    at = f"/apps/{publish(bjorkby, made)}/apply"
    first = opened(stranger, at).sent("next", **ANSWERS, **more, **{public_forms.TOKEN: ""})

    answer = send(stranger, at, first)

    assert answer.status_code == (422 if more else 200)
    assert stored(bjorkby) == []


def test_a_household_with_many_addresses_is_counted_as_one(
    bjorkby: Tenant, path: str, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_forms, "MOST_POSTS", 2)

    def sent_from(address: str) -> int:
        data = opened(stranger, path).sent(**ANSWERS)
        here = {"REMOTE_ADDR": address}
        answer = stranger.post(path, data=data, headers=NO_HEADER, environ_overrides=here)
        return int(answer.status_code)

    addresses = ["2001:db8:1::1", "2001:db8:1::2", "2001:db8:1::3", "2001:db8:1:1::1"]
    assert [sent_from(one) for one in addresses] == [303, 303, 429, 303]
    assert len(stored(bjorkby)) == 3


def test_a_household_looks_for_links_as_one(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_link_pages, "MOST_OPENED", 1)
    found = [
        stranger.get("/kept/none", environ_overrides={"REMOTE_ADDR": f"2001:db8:2::{one}"})
        for one in range(2)
    ]
    assert [one.status_code for one in found] == [404, 429]


def test_a_form_that_was_open_too_long_is_shown_again(
    bjorkby: Tenant, path: str, stranger: Browser
) -> None:
    form = opened(stranger, path)
    csrf = form.fields["_csrf"][0]
    with bjorkby.inside():
        long_ago = clock.now() - timedelta(hours=25)
        old = public_forms.token_of(path, csrf, now=long_ago)

    answer = send(stranger, path, form.sent(**ANSWERS, **{public_forms.TOKEN: old}))

    assert answer.status_code == 422
    assert "This form was open too long." in answer.text
    assert Form(answer.text).fields["applicant"] == ["Sten Ek"]
    assert send(stranger, path, Form(answer.text).sent()).status_code == 303
    assert len(stored(bjorkby)) == 1


@pytest.mark.parametrize("token", ["", "x", "AAAA"])
def test_a_form_without_its_token_is_not_taken(
    bjorkby: Tenant, path: str, stranger: Browser, token: str
) -> None:
    form = opened(stranger, path)

    answer = send(stranger, path, form.sent(**ANSWERS, **{public_forms.TOKEN: token}))

    assert answer.status_code == 422
    assert stored(bjorkby) == []


def test_a_form_from_another_site_is_refused(bjorkby: Tenant, path: str, stranger: Browser) -> None:
    form = opened(stranger, path)
    headers = {"Sec-Fetch-Site": "cross-site", **NO_HEADER}

    answer = stranger.post(path, data=form.sent(**ANSWERS), headers=headers)

    assert answer.status_code == 403
    assert stored(bjorkby) == []


def test_too_many_forms_from_one_place_must_wait(
    bjorkby: Tenant, path: str, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_forms, "MOST_POSTS", 2)

    answers = [send(stranger, path, opened(stranger, path).sent(**ANSWERS)) for _ in range(3)]

    assert [one.status_code for one in answers] == [303, 303, 429]
    assert "Too many forms have come from here." in answers[-1].text
    assert Form(answers[-1].text).fields["applicant"] == ["Sten Ek"]
    assert len(stored(bjorkby)) == 2


def end_sessions(tenant: Tenant, browser: Browser) -> None:
    with tenant.inside():
        sessions.end_token(browser.secret, now=clock.now())


def test_typing_outlives_the_session_it_began_in(bjorkby: Tenant) -> None:
    app = publish(bjorkby)
    path = f"/apps/{app}/edit"
    nils = bjorkby.browser("member")
    form = opened(nils, path)
    end_sessions(bjorkby, nils)

    kept = nils.post(path, data=form.sent(**ANSWERS, closed_on="2026-03-01"))
    assert kept.status_code == 401
    assert "You have been signed out" in kept.text
    assert 'name="applicant" value="Sten Ek"' in kept.text
    assert stored(bjorkby) == []

    anew = bjorkby.browser("member")
    carried = {name: values for name, values in form.sent(**ANSWERS).items() if name != "_csrf"}
    headers = {**NO_HEADER, **SAME_SITE}
    shown = anew.post(path, data={**carried, "_csrf": "old"}, headers=headers)
    assert shown.status_code == 200
    assert "You have signed in again." in shown.text
    assert Form(shown.text).fields["applicant"] == ["Sten Ek"]
    assert stored(bjorkby) == []

    assert anew.post(path, data=Form(shown.text).sent()).status_code == 303
    assert stored(bjorkby) == [ANSWERS]


def test_a_stale_token_saves_nothing_by_itself(bjorkby: Tenant) -> None:
    app = publish(bjorkby)
    nils = bjorkby.browser("member")
    form = opened(nils, f"/apps/{app}/edit")
    headers = {**NO_HEADER, "Sec-Fetch-Site": "cross-site"}

    stale = {**form.sent(**ANSWERS), "_csrf": "old"}
    answer = nils.post(f"/apps/{app}/edit", data=stale, headers=headers)

    assert answer.status_code == 403
    assert stored(bjorkby) == []


def test_the_first_page_shows_ones_apps(bjorkby: Tenant) -> None:
    publish_cases(bjorkby)
    publish(bjorkby, roles={"owner": "handler"})
    nils, ada = bjorkby.browser("member").get("/").text, bjorkby.browser("owner").get("/").text

    assert "Case handling" in nils
    assert ">Cases<" not in nils
    assert "Administration" not in nils
    assert "Case handling" in ada
    assert ">Cases<" in ada
    assert 'href="/t/' + bjorkby.slug + '/build/"' in ada


def test_who_has_no_app_learns_whom_to_ask(bjorkby: Tenant) -> None:
    html = bjorkby.browser("member").get("/").text

    assert "There is nothing for you here yet" in html
    assert "Ask Ada Lind or Adam Ek for a role in an app." in html


def test_a_draft_or_a_deleted_app_is_no_tile(bjorkby: Tenant) -> None:
    bjorkby.give("member", "cases", "handler")

    assert "There is nothing for you here yet" in bjorkby.browser("member").get("/").text


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Accessibility of these pages"),
        ("sv", "Hur tillgängliga de här sidorna är"),
        ("nb", "Hvor tilgjengelige disse sidene er"),
    ],
)
def test_anyone_reads_the_statement_on_accessibility(
    bjorkby: Tenant, language: str, title: str
) -> None:
    answer = bjorkby.browser().get("/accessibility", headers={"Accept-Language": language})

    assert answer.status_code == 200
    assert title in answer.text
