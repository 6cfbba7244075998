"""The form of a rule: what is typed is in force, or refused where it stands."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from stuga.platform.ui.ids import ids
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.forgetting import (
    CASE,
    HERE,
    entries,
    form,
    rules_of,
    send,
    ticked,
    typed_in,
    with_proposals,
)


@pytest.fixture
def tenant(bjorkby: Tenant) -> Tenant:
    publish(bjorkby, with_proposals())
    return bjorkby


@pytest.fixture
def ada(tenant: Tenant) -> Browser:
    return tenant.browser("owner")


def test_a_rule_typed_in_the_form_is_in_force(ada: Browser) -> None:
    typed = form(
        title="  Closed  cases ",
        least="6",
        least_unit="months",
        align="calendar_year",
        law="Arkivlag (1990:782)",
        when='kind="permit"',
        field=["applicant", "email", "notes"],
        **{"method-applicant": "mask", "first-applicant": "2", "last-applicant": "1"},
        **{"method-notes": "drop"},
    )
    answer = send(ada, f"{CASE}/new", typed)
    assert (answer.status_code, answer.location) == (303, f"/t/{ada.tenant.slug}{HERE}")
    [rule] = rules_of(ada.tenant)
    assert (rule.title, rule.key, rule.version) == ("Closed cases", "closed_on-p1y", 1)
    assert rule.rule == {
        "start": {"field": "closed_on"},
        "align": ["calendar_year"],
        "keep_min": "P6M",
        "keep_max": "P1Y",
        "when": {"field": "kind", "is": "permit"},
        "action": "anonymise",
        "fields": {
            "applicant": {"method": "mask", "first": 2, "last": 1},
            "email": {"method": "drop"},
            "notes": {"method": "drop"},
        },
        "law": "Arkivlag (1990:782)",
    }
    assert entries(ada.tenant) == ["retention.write"]
    page = ada.get(f"{CASE}/closed_on-p1y").text
    brief = '<strong class="rule-brief">'
    assert f"It holds only where {brief}Kind</strong> is {brief}Permit</strong>." in page
    assert ticked(page) == {"applicant", "email", "notes"}
    assert 'value="Arkivlag (1990:782)"' in page


def test_what_the_form_shows_is_what_it_sends_back(ada: Browser) -> None:
    """A rule from the API that the form cannot say whole is left as it is."""
    rule = {
        "start": {"event": "updated"},
        "keep_max": "P1Y6M10D",
        "action": "anonymise",
        "when": {"any": [{"field": "kind", "is": "permit"}, {"field": "notes", "empty": True}]},
        "fields": {"applicant": {"method": "redact", "text": "N. N."}},
    }
    body = {"app": "cases", "model": "case", "key": "odd", "title": "Odd", "rule": rule}
    assert ada.post("/api/v1/retention/rules", json=body).status_code == 201
    page = ada.get(f"{CASE}/odd").text
    answer = send(ada, f"{CASE}/odd", typed_in(page))
    assert answer.status_code == 303, answer.text
    assert [one.rule for one in rules_of(ada.tenant)] == [rule, rule]
    assert [one.version for one in rules_of(ada.tenant)] == [1, 2]


def test_every_rule_that_is_accepted_comes_through_its_form_unchanged(ada: Browser) -> None:
    for key in ("closed-1y", "mail-30d"):
        send(ada, f"{CASE}/accept", MultiDict({"proposal": key}))
        before = next(one for one in rules_of(ada.tenant) if one.key == key)
        assert (
            send(ada, f"{CASE}/{key}", typed_in(ada.get(f"{CASE}/{key}").text)).status_code == 303
        )
        after = [one for one in rules_of(ada.tenant) if one.key == key and not one.ended_at]
        assert [one.rule for one in after] == [before.rule]


def test_a_form_sent_twice_makes_one_rule(ada: Browser) -> None:
    assert send(ada, f"{CASE}/new", form()).status_code == 303
    again = send(ada, f"{CASE}/new", form())
    assert again.status_code == 422
    assert "says just the same" in again.text
    assert len(rules_of(ada.tenant)) == 1


def test_a_rule_without_a_name_is_called_by_what_it_says(ada: Browser) -> None:
    send(ada, f"{CASE}/new", form())
    [rule] = rules_of(ada.tenant)
    assert rule.title == "Anonymise Applicant and E-mail, 1 year after Closed on"


RAW: list[tuple[dict[str, object], str]] = [
    ({"fields": ["applicant"]}, "/rule/fields"),
    ({"fields": {"email": "drop"}}, "/rule/fields/email"),
    ({"when": "kind"}, "/rule/when"),
    ({"when": {"some": []}}, "/rule/when"),
    ({"when": {"field": "kind", "is": "theft"}}, "/rule/when"),
    ({"keep_min": 5}, "/rule/keep_min"),
    ({"keep_max": "-P1Y"}, "/rule/keep_max"),
    ({"align": ["fiscal_year"]}, "/rule/align"),
    ({"align": "month"}, "/rule/align"),
    ({"start": "created"}, "/rule/start"),
    ({"start": {"latest": []}}, "/rule/start"),
    ({"fields": {"email": {"method": "drop", "into": "nothing"}}}, "/rule/fields/email"),
]


@pytest.mark.parametrize(("change", "pointer"), RAW)
def test_a_rule_that_could_be_misread_is_refused(
    ada: Browser, change: dict[str, object], pointer: str
) -> None:
    """Whatever is passed over in silence could make a rule erase more than was meant."""
    rule = {"start": {"event": "created"}, "keep_max": "P1Y", "action": "anonymise", **change}
    body = {"app": "cases", "model": "case", "key": "k", "title": "T", "rule": rule}
    for path, sent in (("rules", body), ("preview", {**body, "title": None, "key": ""})):
        given = {name: value for name, value in sent.items() if value is not None}
        answer = ada.post(f"/api/v1/retention/{path}", json=given)
        assert answer.status_code == 422, answer.text
        assert pointer in {one["pointer"] for one in answer.get_json()["errors"]}


REFUSED: list[tuple[dict[str, object], str, str]] = [
    ({"most": "two"}, "most", "Write a whole number"),
    ({"most": "-2"}, "most", "Write a whole number"),
    ({"most": "٣"}, "most", "Write a whole number"),
    ({"most": ""}, "most", "Say how long"),
    ({"least": "1.5"}, "least", "Write a whole number"),
    ({"most_unit": "moons"}, "most", "Choose one of those shown"),
    ({"start": ""}, "start", "Choose what starts the clock"),
    ({"start": "event:birth"}, "title", "cannot be put in force"),
    ({"start": "field:amount"}, "start", "Choose a date"),
    ({"align": "fortnight"}, "align", "Choose one of those shown"),
    ({"action": "forget"}, "action", "Choose one of those shown"),
    ({"field": []}, "fields", "Choose at least one field"),
    ({"method-applicant": "drop"}, "method-applicant", "Applicant is required"),
    ({"method-applicant": "sha256"}, "method-applicant", "Choose one of those shown"),
    (
        {"method-applicant": "mask", "first-applicant": "many", "last-applicant": "0"},
        "method-applicant",
        "Write how many characters",
    ),
    ({"method-email": "redact"}, "method-email", "does not fit E-mail"),
    ({"when": 'kind="theft"'}, "when", "Choose one of those shown"),
    ({"when": "as-it-is"}, "when", "Choose one of those shown"),
    ({"title": "x" * 201}, "title", "At most 200 characters"),
    ({"law": "x" * 301}, "law", "At most 300 characters"),
]


@pytest.mark.parametrize(("change", "control", "words"), REFUSED)
@pytest.mark.parametrize("act", ["preview", "put"])
def test_what_is_refused_is_said_at_the_field_and_nothing_typed_is_lost(
    ada: Browser, act: str, change: dict[str, object], control: str, words: str
) -> None:
    typed = form(act, **{"law": "Reason & more", "most": "7", **change})
    page = send(ada, f"{CASE}/new", typed)
    assert page.status_code == 422
    control_id = ids("field", control)
    assert f'href="#{control_id}"' in page.text
    assert f'id="{control_id}"' in page.text
    at_field = re.findall(rf'id="{re.escape(control_id)}-error">(.*?)</p>', page.text)
    assert at_field, page.text
    assert words in at_field[0]
    if "law" not in change:
        assert 'value="Reason &amp; more"' in page.text
    if "most" not in change:
        assert 'name="most" value="7"' in page.text
    assert rules_of(ada.tenant) == []
    assert entries(ada.tenant) == []
