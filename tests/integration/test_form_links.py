"""Strangers keep a public form behind a secret link, and go on with it anywhere."""

import copy
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from stuga.models import FormLink
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity.tasks import tidy_tenant
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, opened, stored
from tests.factories.records import entries_of
from tests.factories.walk import stranger_at

APPLY = "/apps/cases/apply"
STEN = {"applicant": "Sten Ek, Åmål", "kind": "complaint"}


def keeping_none() -> dict[str, Any]:
    made: Any = copy.deepcopy(SMALL_CASES)
    del made["screens"]["apply"]["keep_days"]
    return dict(made)


@pytest.fixture
def stranger(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return stranger_at(bjorkby)


def kept(browser: Browser, path: str = APPLY, **typed: str) -> str:
    """Keep a form; return the path of its link from the tenant's root."""
    answer = browser.post(path, data=opened(browser, path).sent("later", **typed))
    assert answer.status_code == 200, answer.text
    return link_in(answer.text)


def link_in(html: str) -> str:
    [link] = re.findall(r"<textarea[^>]*data-secret>\s*https?://[^/]+/t/[^/]+(/kept/[\w-]+)<", html)
    return str(link)


def count(tenant: Tenant) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(FormLink)) or 0


def test_the_link_opens_the_form_in_another_browser_with_every_typed_text(
    bjorkby: Tenant, stranger: Browser
) -> None:
    link = kept(stranger, amount="a lot", **STEN)

    other = stranger_at(bjorkby)
    form = opened(other, link)
    assert form.fields["applicant"] == [STEN["applicant"]]
    assert form.fields["amount"] == ["a lot"]
    assert form.fields["kind"][-1] == "complaint"
    assert other.post(APPLY, data=form.sent(amount="")).status_code == 303
    assert [one["applicant"] for one in stored(bjorkby)] == [STEN["applicant"]]
    assert count(bjorkby) == 0


def test_nothing_is_kept_where_the_app_does_not_say_so(bjorkby: Tenant) -> None:
    publish(bjorkby, keeping_none())
    stranger = stranger_at(bjorkby)
    page = stranger.get(APPLY)
    assert 'value="later"' not in page.text
    stranger.post(APPLY, data=Form(page.text).sent("later", **STEN))
    assert count(bjorkby) == 0


def test_only_the_digest_of_the_secret_is_stored(bjorkby: Tenant, stranger: Browser) -> None:
    secret = kept(stranger, **STEN).rpartition("/")[2]
    assert len(secret) == 43
    with bjorkby.inside():
        [row] = db.session.scalars(select(FormLink))
        assert secret not in str(vars(row))
    assert all(secret not in str(vars(one)) for one in entries_of(bjorkby, "%"))


@pytest.mark.parametrize("way", ["sent", "thrown away", "over", "made up"])
def test_a_link_that_opens_nothing_says_the_same_whatever_the_reason(
    bjorkby: Tenant, stranger: Browser, way: str
) -> None:
    link = kept(stranger, **STEN)
    form = opened(stranger, link)
    if way == "sent":
        assert stranger.post(APPLY, data=form.sent()).status_code == 303
    elif way == "thrown away":
        answer = stranger.post(f"{APPLY}/kept/discard", data=form.fields)
        assert "thrown away" in answer.text
    elif way == "over":
        with bjorkby.inside():
            db.session.execute(update(FormLink).values(ends_at=clock.now()))
    else:
        link = "/kept/" + "x" * 43
    answer = stranger.get(link)
    assert answer.status_code == 404
    assert "The form has been sent or thrown away, its time is over" in answer.text


def test_another_tenants_link_opens_nothing(
    bjorkby: Tenant, stranger: Browser, granby: Tenant
) -> None:
    publish(granby)
    link = kept(stranger, **STEN)
    foreign = stranger_at(granby)
    assert foreign.get(link).status_code == 404
    secret = link.rpartition("/")[2]
    sent = opened(foreign, APPLY).sent()
    for act in ("discard", "mail"):
        answer = foreign.post(f"{APPLY}/kept/{act}", data={**sent, "_kept": secret})
        assert answer.status_code == 404
    assert count(bjorkby) == 1


def test_a_link_is_hidden_from_whatever_the_page_leads_to(stranger: Browser) -> None:
    link = kept(stranger, **STEN)
    for path in (link, "/kept/nothing"):
        headers = stranger.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    secret = link.rpartition("/")[2]
    page = stranger.get(link).text
    assert not re.findall(rf'(?:href|src|action)="[^"]*{secret}', page)


def test_what_is_typed_on_is_kept_by_itself_without_an_entry_each_time(
    bjorkby: Tenant, stranger: Browser
) -> None:
    link = kept(stranger, **STEN)
    page = stranger.get(link).text
    assert f'data-keeps="/t/{bjorkby.slug}{APPLY}/kept"' in page
    assert "data-copier" not in page
    for text in ("Å", "Ås", "Åsa"):
        answer = stranger.post(f"{APPLY}/kept", data=Form(page).sent(applicant=text))
        assert answer.get_json()["words"].startswith("Saved ")
    assert opened(stranger, link).fields["applicant"] == ["Åsa"]
    said = [one.action for one in entries_of(bjorkby, "form.%")]
    assert said == ["form.update", "form.read", "form.read"]


def test_sent_from_a_second_device_it_is_not_sent_twice_unasked(
    bjorkby: Tenant, stranger: Browser
) -> None:
    link = kept(stranger, **STEN)
    here, there = opened(stranger, link), opened(stranger_at(bjorkby), link)
    assert stranger.post(APPLY, data=here.sent()).status_code == 303

    other = stranger_at(bjorkby)
    fresh = opened(other, APPLY).fields
    answer = other.post(
        APPLY, data={**there.sent(), "_csrf": fresh["_csrf"], "_form": fresh["_form"]}
    )
    assert answer.status_code == 409
    assert "sent or thrown away elsewhere" in answer.text
    again = Form(answer.text)
    assert again.fields["applicant"] == [STEN["applicant"]]
    assert len(stored(bjorkby)) == 1
    assert other.post(APPLY, data=again.sent()).status_code == 303
    assert len(stored(bjorkby)) == 2
    told = [one.action for one in entries_of(bjorkby, "form.%")]
    assert told == ["form.update", "form.read", "form.read", "form.send"]


def test_what_is_stored_encrypted_is_left_out_and_named(bjorkby: Tenant) -> None:
    secret: Any = copy.deepcopy(SMALL_CASES)
    secret["models"]["case"]["properties"]["applicant"]["x-privacy"]["encrypt"] = True
    publish(bjorkby, secret)
    stranger = stranger_at(bjorkby)
    answer = stranger.post(APPLY, data=opened(stranger, APPLY).sent("later", **STEN))
    assert "Not kept, because it is stored encrypted: Applicant" in answer.text
    with bjorkby.inside():
        [typed] = db.session.scalars(select(FormLink.typed))
    assert ["kind", "complaint"] in typed
    assert "Sten" not in str(typed)


def test_it_is_erased_when_its_days_are_over(bjorkby: Tenant, stranger: Browser) -> None:
    kept(stranger, **STEN)
    now = clock.now()
    with bjorkby.inside():
        tidy_tenant(now + timedelta(days=13))
    assert count(bjorkby) == 1
    with bjorkby.inside():
        tidy_tenant(now + timedelta(days=14, minutes=1))
    assert count(bjorkby) == 0


def test_too_much_to_keep_is_refused_and_stays_in_the_form(
    bjorkby: Tenant, stranger: Browser
) -> None:
    form = opened(stranger, APPLY)
    answer = stranger.post(APPLY, data=form.sent("later", applicant="å" * 250_000))
    assert answer.status_code == 422
    assert "too much to keep" in answer.text
    assert len(Form(answer.text).fields["applicant"][0]) == 250_000
    assert count(bjorkby) == 0


def test_keeping_is_counted_by_address(stranger: Browser) -> None:
    form = opened(stranger, APPLY)
    answers = [stranger.post(APPLY, data=form.sent("later", **STEN)) for _ in range(31)]
    assert [one.status_code for one in answers] == [200] * 30 + [429]


def test_a_form_that_nobody_may_keep_any_longer_can_still_be_sent(
    bjorkby: Tenant, stranger: Browser
) -> None:
    link = kept(stranger, **STEN)
    publish(bjorkby, keeping_none())
    form = opened(stranger, link)
    assert form.fields["applicant"] == [STEN["applicant"]]
    assert stranger.post(APPLY, data=form.sent()).status_code == 303
    assert count(bjorkby) == 0


def test_another_language_on_the_page_of_the_link_does_not_lose_it(stranger: Browser) -> None:
    answer = stranger.post(APPLY, data=opened(stranger, APPLY).sent("later", **STEN))
    assert f'name="to" value="{link_in(answer.text)}"' in answer.text
