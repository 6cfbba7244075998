"""A form is sent once: Back and Send again lead to the same thanks, and make nothing."""

import copy
from typing import Any, Final

from sqlalchemy import select

from stuga.models import File, SavedForm
from stuga.platform.db import db
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, opened, stored
from tests.factories.shipped import publish_cases
from tests.factories.walk import stranger_at

APPLY: Final = "/apps/cases/apply"
EDIT: Final = "/apps/cases/edit"
SITE: Final = "https://www.bjorkby.se"
ANSWERS: Final = {"applicant": "Sten Ek", "kind": "complaint"}
BEFORE: Final = "Nothing was sent a second time."


def followed(browser: Browser, answer: Any) -> str:  # noqa: ANN401  # a test response
    assert answer.status_code == 303, answer.text
    at = answer.headers["Location"].removeprefix(f"/t/{browser.tenant.slug}")
    return str(browser.get(at).text)


def test_a_stranger_who_sends_again_is_thanked_again(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    form = opened(stranger, APPLY)

    first = followed(stranger, stranger.post(APPLY, data=form.sent(**ANSWERS)))
    changed = form.sent(**{**ANSWERS, "applicant": "Sten Alm"})
    second = followed(stranger, stranger.post(APPLY, data=changed))

    assert BEFORE not in first
    assert BEFORE in second
    assert "Send another" in second
    assert "Download a receipt" in second
    assert stored(bjorkby) == [ANSWERS]


def test_another_form_is_begun_anew(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    for _ in range(2):
        form = opened(stranger, APPLY)
        followed(stranger, stranger.post(APPLY, data=form.sent(**ANSWERS)))

    assert len(stored(bjorkby)) == 2


def test_the_words_of_thanks_are_the_same(bjorkby: Tenant) -> None:
    path = f"/apps/{publish_cases(bjorkby)}/apply"
    stranger = stranger_at(bjorkby)
    second = stranger.post(path, data=opened(stranger, path).sent("next", applicant="Sten Ek"))
    third = Form(second.text).sent("next", kind="question", subject="Opening hours")
    review = Form(stranger.post(path, data=third).text)

    pages = [followed(stranger, stranger.post(path, data=review.sent())) for _ in range(2)]
    early = followed(stranger, stranger.post(path, data=third))

    assert all("We have received “Opening hours”" in one for one in [*pages, early])
    assert [BEFORE in one for one in [*pages, early]] == [False, True, True]
    assert len(stored(bjorkby)) == 1


def test_a_refused_form_can_still_be_sent(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    form = opened(stranger, APPLY)

    refused = stranger.post(APPLY, data=form.sent(applicant="Sten Ek"))
    assert refused.status_code == 422
    followed(stranger, stranger.post(APPLY, data=Form(refused.text).sent(**ANSWERS)))

    assert stored(bjorkby) == [ANSWERS]


def test_another_browser_learns_nothing_of_it(bjorkby: Tenant) -> None:
    path = f"/apps/{publish_cases(bjorkby)}/apply"
    stranger, other = stranger_at(bjorkby), bjorkby.browser("")
    second = stranger.post(path, data=opened(stranger, path).sent("next", applicant="Sten Ek"))
    third = Form(second.text).sent("next", kind="question", subject="Opening hours")
    review = Form(stranger.post(path, data=third).text)
    followed(stranger, stranger.post(path, data=review.sent()))

    theirs = opened(other, path)
    again = {**review.sent(), "_csrf": theirs.fields["_csrf"], "_form": theirs.fields["_form"]}
    told = followed(other, other.post(path, data=again, headers={"X-CSRF-Token": ""}))

    assert BEFORE in told
    assert "Opening hours" not in told
    assert "Download a receipt" not in told
    assert len(stored(bjorkby)) == 1


def test_a_frame_without_cookies_sends_once(bjorkby: Tenant) -> None:
    made: Any = copy.deepcopy(SMALL_CASES)
    made["screens"]["apply"]["embed"] = [SITE]
    publish(bjorkby, made)
    framed = bjorkby.app.test_client(use_cookies=False)
    address = f"/t/{bjorkby.slug}{APPLY}"
    form = Form(framed.get(address, base_url="https://localhost").text)
    data = {name: values[-1] for name, values in form.sent(**ANSWERS).items() if values}

    pages = [framed.post(address, data=data, base_url="https://localhost") for _ in range(2)]

    assert [one.status_code for one in pages] == [200, 200]
    assert [BEFORE in one.text for one in pages] == [False, True]
    assert len(stored(bjorkby)) == 1


def test_someone_signed_in_saves_once(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    form = opened(nils, EDIT)

    followed(nils, nils.post(EDIT, data=form.sent(**ANSWERS)))
    told = followed(nils, nils.post(EDIT, data=form.sent(**ANSWERS)))

    assert "Nothing was saved a second time." in told
    assert len(stored(bjorkby)) == 1


def test_a_form_that_was_sent_is_not_kept_again(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    form = opened(nils, EDIT)
    followed(nils, nils.post(EDIT, data=form.sent(**ANSWERS)))

    answer = nils.post(f"{EDIT}/saved", data=form.sent(**ANSWERS))

    assert "sent before" in answer.get_json()["words"]
    with bjorkby.inside():
        assert db.session.scalars(select(SavedForm)).all() == []
        assert db.session.scalars(select(File)).all() == []


def test_only_an_empty_public_form_may_be_kept_for_going_back(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger, nils = stranger_at(bjorkby), bjorkby.browser("member")
    form = stranger.get(APPLY)
    refused = stranger.post(APPLY, data=Form(form.text).sent(applicant="Sten Ek"))

    assert form.headers["Cache-Control"] == "private, no-cache"
    assert f'action="/t/{bjorkby.slug}{APPLY}?send"' in form.text
    for other in (refused, nils.get(APPLY), nils.get(EDIT), stranger.get(f"{APPLY}/thanks")):
        assert other.headers["Cache-Control"] == "no-store"
