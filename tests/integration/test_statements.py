"""An app's statement on accessibility, and the reports that people send."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from stuga.models import AccessibilityReport, Person
from stuga.models.definition.check import problems
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity.tasks import tidy_tenant
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.walk import stranger_at

PATH = "/apps/cases/docs/accessibility"
SAID = {
    "conformance": "partial",
    "gaps": "The map has no text: it is to be replaced.\nOld files are pictures.",
    "contact": "web@example.se",
    "country": "SE",
    "assessed_on": "2026-05-04",
    "method": "audit",
}
STATED = {**SMALL_CASES, "accessibility": SAID}


def kept(tenant: Tenant) -> list[str]:
    with tenant.inside():
        return list(db.session.scalars(select(AccessibilityReport.text)))


def test_a_stranger_reads_the_statement_of_a_public_app(bjorkby: Tenant) -> None:
    publish(bjorkby, STATED)
    stranger = stranger_at(bjorkby)
    assert PATH in stranger.get("/apps/cases/apply").text
    page = stranger.get(PATH).text
    for words in ("in part", "Old files are pictures.", "web@example.se", "digg.se", "4 May 2026"):
        assert words in page
    assert "uutilsynet" not in page
    assert "Reports on accessibility" not in page


def test_it_stands_in_the_readers_language(bjorkby: Tenant) -> None:
    texts = {"sv": {"accessibility.gaps": "Kartan saknar text."}}
    publish(bjorkby, {**STATED, "texts": texts})
    page = bjorkby.browser().get(PATH, headers={"Accept-Language": "sv"}).text
    assert "Kartan saknar text." in page
    assert "Vem som ansvarar" in page


def test_an_app_that_is_not_public_shows_it_to_its_people_only(bjorkby: Tenant) -> None:
    closed = {**STATED, "screens": {**SMALL_CASES["screens"]}}  # type: ignore[dict-item]  # JSON
    closed["screens"] = {
        key: {name: one for name, one in screen.items() if name != "access"}
        for key, screen in closed["screens"].items()
    }
    publish(bjorkby, closed, roles={"member": "handler"})
    assert bjorkby.browser().get(PATH).status_code == 303
    assert bjorkby.browser("auditor").get(PATH).status_code == 404
    assert bjorkby.browser("member").get(PATH).status_code == 200


def test_a_report_is_kept_and_read_by_those_who_answer_for_the_app(
    bjorkby: Tenant, granby: Tenant
) -> None:
    publish(bjorkby, STATED)
    publish(granby, STATED)
    form = {"text": "The map has no text.", "reply_to": "sten@example.se"}
    assert stranger_at(bjorkby).post(PATH, data=form).status_code == 303
    for who in ("builder", "admin"):
        page = bjorkby.browser(who).get(f"{PATH}/reports").text
        assert "The map has no text." in page
        assert "sten@example.se" in page
    assert bjorkby.browser("member").get(f"{PATH}/reports").status_code == 403
    assert "The map" not in granby.browser("owner").get(f"{PATH}/reports").text


def test_what_is_empty_or_trapped_is_not_kept(bjorkby: Tenant) -> None:
    publish(bjorkby, STATED)
    stranger = stranger_at(bjorkby)
    assert stranger.post(PATH, data={"text": " "}).status_code == 422
    assert stranger.post(PATH, data={"text": "x" * 5001}).status_code == 422
    assert stranger.post(PATH, data={"text": "Buy", "_website": "x"}).status_code == 303
    assert kept(bjorkby) == []


def test_too_many_reports_from_one_address_are_held_back(bjorkby: Tenant) -> None:
    publish(bjorkby, STATED)
    stranger = stranger_at(bjorkby)
    answers = [stranger.post(PATH, data={"text": f"No {n}"}).status_code for n in range(6)]
    assert answers == [303] * 5 + [429]


def test_a_report_goes_after_a_year_and_with_its_writer(bjorkby: Tenant) -> None:
    publish(bjorkby, STATED)
    stranger_at(bjorkby).post(PATH, data={"text": "Old"})
    with bjorkby.inside():
        before = clock.now() - timedelta(days=364)
        db.session.execute(update(AccessibilityReport).values(at=before))
        tidy_tenant(clock.now())
    assert kept(bjorkby) == ["Old"]
    with bjorkby.inside():
        tidy_tenant(clock.now() + timedelta(days=1))
    assert kept(bjorkby) == []

    bjorkby.browser("member").post(PATH, data={"text": "Mine"})
    with bjorkby.inside():
        db.session.delete(db.session.get_one(Person, (bjorkby.id, bjorkby.people["member"])))
    assert kept(bjorkby) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [({}, "accessibility-unsaid"), ({"conformance": "full"}, "accessibility-no-contact")],
)
def test_a_public_app_without_a_statement_is_warned_of(said: dict[str, str], code: str) -> None:
    found = {one.code: one.severity for one in problems({**SMALL_CASES, "accessibility": said})}
    assert found[code] == "warning"
    assert not [one for one in problems(STATED) if one.code.startswith("accessibility")]


def test_those_who_answer_are_told_of_a_report_and_led_to_it(bjorkby: Tenant) -> None:
    publish(bjorkby, STATED)
    stranger_at(bjorkby).post(PATH, data={"text": "The map has no text."})
    for who in ("owner", "builder", "admin"):
        browser = bjorkby.browser(who)
        page = browser.get("/notifications").text
        assert "Someone has reported on the accessibility of Cases" in page, who
        assert "The map" not in page
        [notice] = set(re.findall(r"/notifications/([0-9a-f-]{36})", page))
        link = browser.get(f"/notifications/{notice}").headers["Location"]
        assert link.endswith(f"{PATH}/reports")
    for who in ("member", "auditor"):
        assert "Someone has reported" not in bjorkby.browser(who).get("/notifications").text


def test_who_reports_is_not_told_of_their_own(bjorkby: Tenant) -> None:
    publish(bjorkby, STATED)
    builder = bjorkby.browser("builder")
    builder.post(PATH, data={"text": "The map has no text."})
    assert "Someone has reported" not in builder.get("/notifications").text
