"""The pages of an export, as a browser without script posts them."""

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.exports import table
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk
from tests.factories.storage import MemoryStorage

INBOX = "/apps/cases/inbox"
ASKED = "filter[kind]=permit&q=sten&sort=-reference"
FORM = {"format": "csv", "columns": "list"}


@pytest.fixture
def cases(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    publish(bjorkby)
    desk = Desk(bjorkby)
    desk.case(reference="A-1", applicant="Sten Ek")
    desk.case(reference="A-2", applicant="Sten Ek", closed_on="2026-01-31")
    desk.case(reference="A-3", applicant="Mona Lund")
    desk.case(reference="A-4", applicant="Sten Ek", kind="complaint")
    return bjorkby


def begun(browser: Browser, query: str = ASKED, **form: str) -> str:
    answer = browser.post(f"{INBOX}/export?{query}", data=FORM | form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


def page_at(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def test_a_list_leads_to_the_export_of_itself_as_it_is_filtered(cases: Tenant) -> None:
    browser = cases.browser("member")

    page = page_at(browser, f"{INBOX}?{ASKED}")

    assert "Export this list" in page
    link = f"{INBOX}/export?filter[kind]=permit&amp;q=sten&amp;sort=-reference"
    assert link in page
    assert "2 records, as the list is filtered" in page_at(browser, link.replace("&amp;", "&"))


def test_exactly_the_list_comes_out_with_its_columns(cases: Tenant) -> None:
    browser = cases.browser("member")
    at = begun(browser)
    assert 'data-over="no"' in page_at(browser, at)

    run_outbox(cases)

    assert "Done: 2 records" in page_at(browser, at)
    file = browser.get(f"{at}/file")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="inbox-')
    assert table(file.get_data()) == [
        ["Reference", "Applicant", "Kind", "Closed on"],
        ["A-2", "Sten Ek", "Permit", "2026-01-31"],
        ["A-1", "Sten Ek", "Permit", ""],
    ]


def test_all_columns_can_be_had_and_swedes_get_their_own_signs(cases: Tenant) -> None:
    browser = cases.browser("member")
    Desk(cases).case(reference="B", amount=1234.5, email="b@example.org")
    swedish = {"Accept-Language": "sv"}
    answer = browser.post(
        f"{INBOX}/export?filter[reference]=B", data=FORM | {"columns": "all"}, headers=swedish
    )
    at = str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")
    run_outbox(cases)

    rows = table(browser.get(f"{at}/file").get_data(), ";")

    assert "b@example.org" in rows[1]
    assert "1234,5" in rows[1]


@pytest.mark.parametrize("form", [{"format": "docx"}, {"format": ""}, {"columns": "secret"}])
def test_a_way_that_is_not_there_is_asked_for_again(cases: Tenant, form: dict[str, str]) -> None:
    answer = cases.browser("member").post(f"{INBOX}/export?{ASKED}", data=FORM | form)

    assert answer.status_code == 422
    assert "Choose one of the ways shown." in answer.get_data(as_text=True)


@pytest.mark.parametrize("query", ["filter[secret]=1", "sort=notes", "filter[kind][lt]=a"])
def test_an_address_that_no_list_has_is_refused(cases: Tenant, query: str) -> None:
    browser = cases.browser("member")

    assert browser.get(f"{INBOX}/export?{query}").status_code == 400
    assert browser.post(f"{INBOX}/export?{query}", data=FORM).status_code == 400


def test_who_may_not_export_sees_no_button_and_no_page(bjorkby: Tenant) -> None:
    publish(bjorkby, roles={"member": "reader", "owner": "handler"})
    browser = bjorkby.browser("member")

    assert "Export this list" not in page_at(browser, INBOX)
    assert browser.get(f"{INBOX}/export").status_code == 403
    assert browser.post(f"{INBOX}/export", data=FORM).status_code == 403


def test_pages_of_an_export_are_for_who_asked_only(cases: Tenant, granby: Tenant) -> None:
    at = begun(cases.browser("member"))
    run_outbox(cases)

    for browser in (cases.browser("owner"), granby.browser("owner")):
        assert browser.get(at).status_code == 404
        assert browser.get(f"{at}/file").status_code == 404
        assert browser.post(f"{at}/cancel").status_code == 404
    assert granby.browser("owner").get(f"{INBOX}/export").status_code == 404
    assert granby.browser("owner").post(f"{INBOX}/export", data=FORM).status_code == 404


def test_a_running_export_can_be_stopped(cases: Tenant) -> None:
    browser = cases.browser("member")
    at = begun(browser)

    assert browser.post(f"{at}/cancel").status_code == 303

    assert "The export was stopped" in page_at(browser, at)
