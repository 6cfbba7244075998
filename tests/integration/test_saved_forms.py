"""Forms that are begun and not sent: kept for one person, taken up again, gone in time."""

import copy
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from stuga.models import SavedForm
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity.tasks import tidy_tenant
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, opened, stored
from tests.factories.records import Desk, entries_of

EDIT = "/apps/cases/edit"


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("member")


def begun(browser: Browser, path: str = EDIT, **typed: str) -> Form:
    """Open a form, type something, and let the page keep it."""
    form = opened(browser, path)
    answer = browser.post(f"{path}/saved", data=form.sent(**typed))
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["words"].startswith("Saved ")
    return form


def offers(browser: Browser, path: str = EDIT) -> list[str]:
    """Return the addresses under which the page offers to go on."""
    here = re.escape(f"/t/{browser.tenant.slug}")
    return re.findall(rf'href="{here}([^"]*[?]saved=[^"]*)"', browser.get(path).text)


def kept(tenant: Tenant) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(SavedForm)) or 0


def test_one_goes_on_in_another_browser_with_every_typed_text(
    bjorkby: Tenant, nils: Browser
) -> None:
    begun(nils, applicant="Sten Ek", amount="a lot", kind="permit")

    other = bjorkby.browser("member")
    [way] = offers(other)
    form = opened(other, way)

    assert form.fields["applicant"] == ["Sten Ek"]
    assert form.fields["amount"] == ["a lot"]
    assert form.fields["kind"][-1] == "permit"
    assert stored(bjorkby) == []


def test_a_form_that_is_sent_is_kept_no_longer(bjorkby: Tenant, nils: Browser) -> None:
    form = begun(nils, applicant="Sten Ek", kind="complaint")

    answer = nils.post(EDIT, data=form.sent(applicant="Sten Ek", kind="complaint"))

    assert answer.status_code == 303
    assert kept(bjorkby) == 0
    assert offers(nils) == []


def test_a_form_that_is_refused_stays_kept(bjorkby: Tenant, nils: Browser) -> None:
    form = begun(nils, applicant="Sten Ek")
    assert nils.post(EDIT, data=form.sent(applicant="")).status_code == 422
    assert kept(bjorkby) == 1


def test_two_tabs_keep_a_form_each(nils: Browser) -> None:
    begun(nils, applicant="Sten Ek")
    begun(nils, applicant="Mona Ek")
    names = {Form(nils.get(way).text).fields["applicant"][0] for way in offers(nils)}
    assert names == {"Sten Ek", "Mona Ek"}


def test_nobody_else_is_offered_or_may_open_it(
    bjorkby: Tenant, nils: Browser, granby: Tenant
) -> None:
    begun(nils, applicant="Sten Ek")
    [way] = offers(nils)

    ada = bjorkby.browser("owner")
    assert offers(ada) == []
    assert ada.get(way).status_code == 404
    sitting = way.partition("=")[2]
    assert ada.post(f"{EDIT}/saved/discard", data={"sitting": sitting}).status_code == 404
    publish(granby)
    assert granby.browser("owner").get(way).status_code == 404
    assert kept(bjorkby) == 1


def test_it_may_be_thrown_away(bjorkby: Tenant, nils: Browser) -> None:
    form = begun(nils, applicant="Sten Ek")
    sitting = form.fields["_sitting"][0]

    answer = nils.post(f"{EDIT}/saved/discard", data={"sitting": sitting})

    assert answer.headers["Location"].endswith(EDIT)
    assert kept(bjorkby) == 0
    assert nils.get(f"{EDIT}?saved={sitting}").status_code == 404


def test_without_script_a_button_keeps_it_and_leads_back(nils: Browser) -> None:
    form = opened(nils, EDIT)

    answer = nils.post(EDIT, data=form.sent("later", applicant="Sten Ek"))

    assert answer.status_code == 303
    assert "The form is kept" in nils.get("/apps/cases/inbox").text
    [way] = offers(nils)
    assert opened(nils, way).fields["applicant"] == ["Sten Ek"]


def test_a_change_is_written_against_the_revision_that_was_read(
    bjorkby: Tenant, nils: Browser
) -> None:
    case = Desk(bjorkby).case()
    path = f"{EDIT}/{case.id}"
    begun(nils, path, applicant="Mine")
    Desk(bjorkby, "owner").patch(case.id, 1, applicant="Hers")

    [way] = offers(nils, path)
    answer = nils.post(path, data=opened(nils, way).sent())

    assert answer.status_code == 409
    assert "Hers" in answer.text
    assert "Mine" in answer.text


def test_what_one_may_no_longer_type_does_not_come_back(bjorkby: Tenant, nils: Browser) -> None:
    begun(nils, applicant="Sten Ek", kind="permit")
    narrower: Any = copy.deepcopy(SMALL_CASES)
    rights = narrower["roles"]["handler"]["models"]["case"]
    rights["create"] = {"fields": {"only": ["kind"]}}
    publish(bjorkby, narrower)

    [way] = offers(nils)
    form = opened(nils, way)

    assert form.fields["kind"][-1] == "permit"
    assert "applicant" not in form.fields


def test_what_is_stored_encrypted_is_not_kept(bjorkby: Tenant) -> None:
    secret: Any = copy.deepcopy(SMALL_CASES)
    secret["models"]["case"]["properties"]["applicant"]["x-privacy"]["encrypt"] = True
    publish(bjorkby, secret)
    begun(bjorkby.browser("member"), applicant="Sten Ek", kind="permit")
    with bjorkby.inside():
        [typed] = db.session.scalars(select(SavedForm.typed))
    assert ["kind", "permit"] in typed
    assert "Sten Ek" not in str(typed)


def test_it_goes_when_its_time_is_over(bjorkby: Tenant, nils: Browser) -> None:
    begun(nils, applicant="Sten Ek")
    begun(nils, applicant="Mona Ek")
    now = clock.now()
    with bjorkby.inside():
        old = select(SavedForm.sitting).limit(1).scalar_subquery()
        aged = update(SavedForm).where(SavedForm.sitting == old)
        db.session.execute(aged.values(saved_at=now - timedelta(days=31)))
    assert len(offers(nils)) == 1
    with bjorkby.inside():
        tidy_tenant(now)
    assert kept(bjorkby) == 1


def test_only_the_first_time_leaves_an_entry(bjorkby: Tenant, nils: Browser) -> None:
    form = begun(nils, applicant="S")
    nils.post(f"{EDIT}/saved", data=form.sent(applicant="St"))
    nils.post(f"{EDIT}/saved", data=form.sent(applicant="Ste"))
    assert [one.action for one in entries_of(bjorkby, "form.%")] == ["form.update"]


@pytest.mark.parametrize("sitting", ["", "short", "x" * 41, "with a space in it"])
def test_what_tells_no_sitting_is_not_kept(bjorkby: Tenant, nils: Browser, sitting: str) -> None:
    answer = nils.post(f"{EDIT}/saved", data={"_sitting": sitting, "applicant": "Sten"})
    assert answer.status_code == 404
    assert kept(bjorkby) == 0


def test_a_strangers_form_is_not_kept_as_a_persons_is(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger = bjorkby.browser("")
    [sitting] = opened(stranger, "/apps/cases/apply").fields["_sitting"]
    assert "data-keeps" not in stranger.get("/apps/cases/apply").text
    answer = stranger.post("/apps/cases/apply/saved", data={"_sitting": sitting})
    assert answer.status_code == 403
    assert kept(bjorkby) == 0
