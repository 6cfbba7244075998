"""PDFs of screens: what their reader may see and no more, for whom the screen is, and on record."""

import copy
from typing import Any

import pytest

from tests.factories.cast import Browser, Tenant
from tests.factories.closed import VAULT, publish_vault
from tests.factories.papers import Printed
from tests.factories.records import entries_of
from tests.factories.storage import MemoryStorage
from tests.factories.trials import Trial, shows

NOW = "••••711"


@pytest.fixture
def guest(bjorkby: Tenant, memory: MemoryStorage) -> Trial:
    assert memory.objects == {}
    made: Any = copy.deepcopy(VAULT)
    made["models"]["item"]["properties"]["secret"]["x-privacy"]["mask"] = True
    publish_vault(bjorkby, made)
    return Trial(bjorkby, "member")


def given(browser: Browser, path: str) -> bytes:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    content: bytes = answer.get_data()
    return content


def text_of(content: bytes) -> str:
    return Printed(content).text


def test_a_record_on_paper_holds_what_its_page_shows(guest: Trial) -> None:
    content = given(guest.tenant.browser("owner"), f"/apps/vault/item/{guest.one.id}/pdf")
    text = text_of(content)

    assert "The bee" in text
    assert shows(text)
    assert "Edit" not in text


def test_what_its_reader_may_not_see_is_not_on_it_and_what_is_masked_stays_so(guest: Trial) -> None:
    content = given(guest.browser, f"/apps/vault/item/{guest.one.id}/pdf")

    assert NOW in text_of(content)
    assert not shows(text_of(content) + Printed(content).metadata)


def test_a_dashboard_on_paper_counts_what_its_reader_may_know(guest: Trial) -> None:
    told = text_of(given(guest.tenant.browser("owner"), "/apps/vault/overview/pdf"))
    untold = text_of(given(guest.browser, "/apps/vault/overview/pdf"))

    assert "Chart" in told
    assert "Chart" not in untold
    assert not shows(untold)


def test_each_sheet_is_one_entry_that_names_it(guest: Trial) -> None:
    given(guest.browser, f"/apps/vault/item/{guest.one.id}/pdf")
    given(guest.browser, "/apps/vault/overview/pdf")

    [record] = entries_of(guest.tenant, "record.print")
    [screen] = entries_of(guest.tenant, "screen.print")
    assert record.target_id == guest.one.id
    assert record.op == screen.op == "export"
    assert entries_of(guest.tenant, "record.read") == []


def test_nobody_else_is_given_one(guest: Trial, granby: Tenant) -> None:
    paths = (f"/apps/vault/item/{guest.one.id}/pdf", "/apps/vault/overview/pdf")
    for path in paths:
        assert guest.tenant.browser().get(path).status_code in {302, 303, 401}
        assert guest.tenant.browser("builder").get(path).status_code == 404
        assert granby.browser("owner").get(path).status_code == 404
    missing = "/apps/vault/item/00000000-0000-7000-8000-000000000000/pdf"
    assert guest.browser.get(missing).status_code == 404
    assert guest.browser.get("/apps/vault/edit/pdf").status_code == 404


def test_the_page_of_a_record_leads_to_its_sheet_without_script(guest: Trial) -> None:
    page = guest.browser.get(f"/apps/vault/item/{guest.one.id}").text
    assert f'/apps/vault/item/{guest.one.id}/pdf"' in page
    assert '/apps/vault/overview/pdf"' in guest.browser.get("/apps/vault/overview").text
