"""PDFs of lists: this list as it is filtered, what may be exported of it, at once or as a job."""

import copy
from typing import Any

import pytest

from stuga.runtime.exchange.exporting import papers
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.closed import VAULT, publish_vault
from tests.factories.exports import begun, exported, state_of
from tests.factories.jobs import run_outbox
from tests.factories.papers import Printed
from tests.factories.records import Desk, entries_of
from tests.factories.storage import MemoryStorage
from tests.factories.trials import Trial, shows

INBOX = "/apps/cases/inbox"
ASKED = "filter[kind]=permit&q=sten&sort=-reference"


@pytest.fixture
def cases(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    publish(bjorkby)
    desk = Desk(bjorkby)
    desk.case(reference="A-1", applicant="Sten Ek", amount=1234.5)
    desk.case(reference="A-2", applicant="Sten Ek", closed_on="2026-01-31")
    desk.case(reference="A-3", applicant="Mona Lund")
    desk.case(reference="A-4", applicant="Sten Ek", kind="complaint")
    return bjorkby


def test_a_short_list_is_given_at_once_as_it_is_filtered_and_sorted(cases: Tenant) -> None:
    answer = cases.browser("member").get(f"{INBOX}/export/pdf?{ASKED}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    found = Printed(answer.get_data())

    cells = found.in_tag("TD")
    assert [one for one in cells if one.startswith("A-")] == ["A-2", "A-1"]
    assert "2 records" in found.text
    assert "Permit" in found.in_tag("P")[0]
    assert "Search: sten" in found.in_tag("P")[0]
    assert "Mona Lund" not in found.text
    [entry] = entries_of(cases, "record.export")
    assert entry.model == "case"


def test_dates_and_numbers_are_those_of_the_readers_language_and_the_tenants_clock(
    cases: Tenant,
) -> None:
    path = "/api/v1/apps/cases/exports/case"
    member = cases.browser("member")
    member.post("/language", data={"language": "sv"})
    at = begun(member, "?format=pdf&fields=reference,amount,closed_on", path)
    run_outbox(cases)
    assert state_of(member, at)["state"] == "done"
    found = Printed(member.get(f"{at}/file").get_data())

    assert "31 jan. 2026" in found.in_tag("TD")
    assert "1\u00a0234,50" in "|".join(found.in_tag("TD"))
    assert "/Lang(sv)" in found.catalog


def test_a_long_list_leads_to_the_export_with_pdf_chosen(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "AT_ONCE", 2)
    browser = cases.browser("member")
    answer = browser.get(f"{INBOX}/export/pdf?sort=-reference")
    assert answer.status_code == 303
    path = answer.headers["Location"].removeprefix(f"/t/{cases.slug}")
    assert 'value="pdf" checked' in browser.get(path).text
    assert entries_of(cases, "record.export") == []

    found = Printed(exported(cases, "?format=pdf&sort=-reference&fields=reference"))
    assert found.in_tag("TD") == ["A-4", "A-3", "A-2", "A-1"]
    assert found.in_tag("TH") == ["Reference"]


def test_more_rows_than_a_pdf_holds_are_refused_with_words(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MOST_ROWS", 3)
    browser = cases.browser("member")
    at = begun(browser, "?format=pdf")
    run_outbox(cases)
    found = state_of(browser, at)
    assert (found["state"], found["reason"]) == ("failed", "paper-full")
    assert "Export them as Excel" in str(found["detail"])


def test_fields_that_may_not_be_read_are_not_on_it_and_masked_ones_stay_masked(
    bjorkby: Tenant, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    made: Any = copy.deepcopy(VAULT)
    made["models"]["item"]["properties"]["secret"]["x-privacy"]["mask"] = True
    publish_vault(bjorkby, made)
    guest = Trial(bjorkby, "member")
    answer = guest.browser.get("/apps/vault/items/export/pdf")
    found = Printed(answer.get_data())

    assert "The bee" in found.text
    assert "••••711" in found.text
    assert not shows(found.text + found.metadata)


def test_who_may_not_export_is_given_no_list(
    bjorkby: Tenant, granby: Tenant, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    made: Any = copy.deepcopy(VAULT)
    made["roles"]["guest"]["models"]["item"]["export"] = False
    publish_vault(bjorkby, made)
    browser = bjorkby.browser("member")
    assert "export/pdf" not in browser.get("/apps/vault/items").text
    assert browser.get("/apps/vault/items/export/pdf").status_code == 403
    assert bjorkby.browser("builder").get("/apps/vault/items/export/pdf").status_code == 404
    assert granby.browser("owner").get("/apps/vault/items/export/pdf").status_code == 404
