"""The pages of retention: rules seen, tried, accepted, ended and run; and by whom."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from stuga.models import RetentionRun
from stuga.platform.db import db
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.forgetting import (
    CASE,
    CASES,
    HERE,
    case,
    entries,
    figures,
    form,
    main_of,
    rules_of,
    send,
    typed_in,
    with_proposals,
)
from tests.factories.jobs import run_outbox


@pytest.fixture
def tenant(bjorkby: Tenant) -> Tenant:
    publish(bjorkby, with_proposals())
    return bjorkby


@pytest.fixture
def ada(tenant: Tenant) -> Browser:
    return tenant.browser("owner")


def test_the_overview_shows_models_proposals_and_what_is_missing(ada: Browser) -> None:
    page = ada.get(HERE)
    assert page.status_code == 200
    assert "Kept for ever" in page.text
    assert "A year after closing" in page.text
    assert "Proposed, not in force" in page.text
    assert entries(ada.tenant) == ["retention.read"]


def test_a_member_and_a_builder_see_nothing_of_it(tenant: Tenant) -> None:
    for who in ("member", "builder"):
        browser = tenant.browser(who)
        for path in (HERE, f"{CASE}/new", f"{CASE}/closed-1y", f"{HERE}/run"):
            assert browser.get(path).status_code == 403, (who, path)
        for path in (f"{CASE}/new", f"{CASE}/accept", f"{CASE}/closed-1y/end", f"{HERE}/run"):
            assert send(browser, path, form(most="x")).status_code == 403, (who, path)
    assert rules_of(tenant) == []


def test_an_auditor_looks_and_changes_nothing(tenant: Tenant, ada: Browser) -> None:
    send(ada, f"{CASE}/accept", MultiDict({"proposal": "closed-1y"}))
    aud = tenant.browser("auditor")
    overview, rule = aud.get(HERE), aud.get(f"{CASE}/closed-1y")
    assert (overview.status_code, rule.status_code) == (200, 200)
    assert "<form" not in main_of(overview)
    assert "<form" not in main_of(rule)
    assert "A year after closing" in rule.text
    for path in (f"{CASE}/new", f"{CASE}/closed-1y/end", f"{HERE}/run"):
        assert aud.get(path).status_code == 403
    for act in ("preview", "put"):
        assert send(aud, f"{CASE}/closed-1y", form(act)).status_code == 403
    assert send(aud, f"{HERE}/run", form()).status_code == 403


def test_another_tenant_finds_nothing(ada: Browser, granby: Tenant) -> None:
    send(ada, f"{CASE}/accept", MultiDict({"proposal": "closed-1y"}))
    ada.post(f"{HERE}/run")
    with ada.tenant.inside():
        run = db.session.scalars(select(RetentionRun.id)).one()
    rut = granby.browser("owner")
    for path in (
        f"{CASE}/new",
        f"{CASE}/closed-1y",
        f"{CASE}/closed-1y/end",
        f"{HERE}/runs/{run}",
    ):
        assert rut.get(path).status_code == 404, path
    for path in (f"{CASE}/new", f"{CASE}/closed-1y", f"{CASE}/closed-1y/end", f"{CASE}/accept"):
        assert send(rut, path, form(proposal="closed-1y")).status_code == 404, path
    assert "A year after closing" not in rut.get(HERE).text
    assert len(rules_of(ada.tenant)) == 1


def test_a_proposal_is_accepted_as_it_stands(ada: Browser) -> None:
    for key in ("closed-1y", "mail-30d"):
        answer = send(ada, f"{CASE}/accept", MultiDict({"proposal": key}))
        assert answer.status_code == 303
    rules = {one.key: one for one in rules_of(ada.tenant)}
    assert rules["closed-1y"].source == "proposal"
    # The e-mail names a rule of its own, so the model's leaves it to that.
    assert rules["closed-1y"].rule == {
        "start": {"field": "closed_on"},
        "keep_max": "P1Y",
        "action": "anonymise",
        "law": "Arkivlag",
        "fields": {"applicant": {"method": "redact"}, "notes": {"method": "drop"}},
    }
    assert rules["mail-30d"].rule == {
        "start": {"event": "created"},
        "keep_max": "P30D",
        "action": "anonymise",
        "fields": {"email": {"method": "drop"}},
    }
    page = ada.get(HERE).text
    assert "Proposed, not in force" not in page
    assert "Kept for ever" not in page
    assert send(ada, f"{CASE}/accept", MultiDict({"proposal": "closed-1y"})).status_code == 404


def test_a_proposal_that_is_changed_keeps_its_key_and_is_shown_beside(ada: Browser) -> None:
    page = ada.get(f"{CASE}/new?proposal=closed-1y").text
    typed = typed_in(page)
    typed["most"] = "3"
    assert send(ada, f"{CASE}/new", typed).status_code == 303
    [rule] = rules_of(ada.tenant)
    assert (rule.key, rule.source, rule.rule["keep_max"]) == ("closed-1y", "admin", "P3Y")
    assert "The app proposes otherwise" in ada.get(HERE).text


@pytest.mark.parametrize(
    ("law", "said"),
    [
        ("Bokföringslag", "the rule in force names Arkivlag, the app names Bokföringslag."),
        ("", "the rule in force names Arkivlag, the app names none."),
    ],
)
def test_a_proposal_that_differs_in_its_law_alone_says_so(
    ada: Browser, law: str, said: str
) -> None:
    assert send(ada, f"{CASE}/accept", MultiDict({"proposal": "closed-1y"})).status_code == 303
    made: Any = with_proposals()
    made["retention"]["closed-1y"]["law"] = law
    if not law:
        del made["retention"]["closed-1y"]["law"]
    publish(ada.tenant, made)

    page = ada.get(HERE).text

    assert "The app proposes otherwise" in page
    assert f"Only the law differs: {said}" in page


def test_each_version_of_a_rule_names_its_law(ada: Browser) -> None:
    assert send(ada, f"{CASE}/accept", MultiDict({"proposal": "closed-1y"})).status_code == 303
    typed = typed_in(ada.get(f"{CASE}/closed-1y").text)
    typed["law"] = "Bokföringslag"
    assert send(ada, f"{CASE}/closed-1y", typed).status_code == 303

    versions = ada.get(f"{CASE}/closed-1y").text.partition("Versions of this rule")[2]

    assert "Because of: Bokföringslag" in versions
    assert "Because of: Arkivlag" in versions


def test_a_proposal_that_cannot_be_in_force_is_shown_in_the_form(bjorkby: Tenant) -> None:
    made: Any = with_proposals()
    del made["models"]["case"]["properties"]["applicant"]["x-privacy"]["anonymise"]
    publish(bjorkby, made)
    answer = send(bjorkby.browser("owner"), f"{CASE}/accept", MultiDict({"proposal": "closed-1y"}))
    assert answer.status_code == 422
    assert "Applicant is required, so it cannot just go." in answer.text
    assert rules_of(bjorkby) == []


def test_a_preview_shows_an_admin_without_app_roles_no_values(tenant: Tenant) -> None:
    case(tenant)
    page = send(tenant.browser("admin"), f"{CASE}/new", form("preview"))
    assert figures(page.text)["At the next run"] == 1
    assert "Sten" not in page.text
    assert "sten@" not in page.text
    assert "replaced by “[removed]”" in page.text


def test_a_preview_counts_apart_what_the_rule_does_not_mean_or_has_done(ada: Browser) -> None:
    tenant = ada.tenant
    case(tenant, reference="A-1")
    case(tenant, reference="A-2", kind="complaint")
    page = send(ada, f"{CASE}/new", form("preview", when='kind="complaint"'))
    assert figures(page.text)["At the next run"] == 1
    assert figures(page.text)["Not meant by the rule"] == 1
    send(ada, f"{CASE}/new", form())
    run_outbox(tenant)
    ada.post(f"{HERE}/run")
    run_outbox(tenant)
    page = send(ada, f"{CASE}/closed_on-p1y", form("preview"))
    assert figures(page.text)["At the next run"] == 0
    assert figures(page.text)["Nothing left to take"] == 2


def test_a_floor_alone_says_what_it_keeps(ada: Browser) -> None:
    case(ada.tenant, closed_on="2020-03-01")
    case(ada.tenant, reference="A-2", closed_on="2025-03-01")
    typed = form("preview", most="", least="5", least_unit="years", action="record")
    page = send(ada, f"{CASE}/new", typed)
    assert figures(page.text) == {"Kept by it now": 1}


def test_a_run_is_looked_at_begun_and_reported(ada: Browser) -> None:
    tenant = ada.tenant
    record = case(tenant)
    send(ada, f"{CASE}/new", form(title="Closed cases"))
    run_outbox(tenant)
    assert "1 due now" in ada.get(HERE).text
    due = ada.get(f"{HERE}/run")
    assert "1 record would be acted on" in due.text
    assert tenant.browser("member").get(f"{CASES}/{record}").get_json()["data"]["email"]
    begun = ada.post(f"{HERE}/run")
    assert begun.status_code == 303
    path = begun.location.removeprefix(f"/t/{tenant.slug}")
    assert "The run is at work" in ada.get(path).text
    run_outbox(tenant)
    report = ada.get(path)
    assert "Closed cases" in report.text
    assert figures(report.text)["Changes to records"] == 1
    trail = re.findall(r'href="([^"]*action=record.anonymise[^"]*)"', report.text)
    entry = ada.get(unescape(trail[0]).removeprefix(f"/t/{tenant.slug}"))
    assert entry.status_code == 200
    assert "Nothing matches" not in entry.text
    assert "Nothing is due" in ada.get(f"{HERE}/run").text
    assert "email" not in tenant.browser("member").get(f"{CASES}/{record}").get_json()["data"]


def test_who_asked_for_a_run_stands_in_the_trail(ada: Browser) -> None:
    ada.post(f"{HERE}/run")
    trail = ada.get("/api/v1/audit?action=retention.run").get_json()["items"]
    assert [one["detail"]["who"]["name"] for one in trail] == ["Ada Lind"]


def test_a_rule_that_is_ended_stays_readable_with_its_versions(ada: Browser) -> None:
    send(ada, f"{CASE}/new", form(title="First"))
    send(ada, f"{CASE}/closed_on-p1y", form(title="Second", most="2"))
    assert "End this rule?" in ada.get(f"{CASE}/closed_on-p1y/end").text
    assert ada.post(f"{CASE}/closed_on-p1y/end").status_code == 303
    page = ada.get(f"{CASE}/closed_on-p1y")
    assert page.status_code == 200
    assert "Version 1" in page.text
    assert "Version 2" in page.text
    assert ada.get(f"{CASE}/closed_on-p1y/end").status_code == 404
    assert ada.post(f"{CASE}/closed_on-p1y/end").status_code == 404
    send(ada, f"{CASE}/new", form(title="Third"))
    assert [one.version for one in rules_of(ada.tenant)] == [1, 2, 3]


@pytest.mark.parametrize(
    "path",
    [
        f"{HERE}/nothing/case/new",
        f"{HERE}/cases/nothing/new",
        f"{CASE}/nothing",
        f"{CASE}/nothing/end",
        f"{HERE}/runs/01900000-0000-7000-8000-000000000000",
    ],
)
def test_what_is_not_there_is_not_found(ada: Browser, path: str) -> None:
    assert ada.get(path).status_code == 404
    if "runs" not in path:
        assert send(ada, path, form()).status_code == 404


def test_a_preview_counts_what_the_api_counts_and_puts_nothing_in_force(ada: Browser) -> None:
    tenant = ada.tenant
    for number in range(3):
        case(tenant, reference=f"A-{number}")
    case(tenant, reference="B-1", closed_on=None)
    case(tenant, reference="C-1", closed_on="2099-01-01")
    page = send(ada, f"{CASE}/new", form("preview"))
    assert page.status_code == 200
    rule = {
        "start": {"field": "closed_on"},
        "keep_max": "P1Y",
        "action": "anonymise",
        "fields": {"applicant": {"method": "redact"}, "email": {"method": "drop"}},
    }
    body = {"app": "cases", "model": "case", "rule": rule}
    told = ada.post("/api/v1/retention/preview", json=body).get_json()
    counted = figures(page.text)
    assert counted["At the next run"] == told["due"] == 3
    assert counted["In the next 30 days"] == told["soon"] == 0
    assert counted["Later"] == told["later"] == 1
    assert counted["No start yet"] == told["waiting"] == 1
    assert '<del class="was">Sten Ek</del> <ins class="is">[removed]</ins>' in page.text
    assert "The oldest has been due since 2 March 2021." in page.text
    assert rules_of(tenant) == []
    assert entries(tenant) == ["retention.preview"] * 2
