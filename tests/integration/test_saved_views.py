"""Views of lists: the columns one wants, kept under a name, for oneself or for roles."""

import re
from html import unescape

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk, entries_of

INBOX = "/apps/cases/inbox"
QUERY = "filter[kind]=permit&sort=-applicant&columns=applicant,kind"


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    return bjorkby.browser("member")


def heads(html: str) -> list[str]:
    """Return the titles of a list's columns."""
    found = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", html, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in found]


def saved(browser: Browser, title: str = "Permits", query: str = QUERY, role: str = ""):  # noqa: ANN201  # a test response
    form = {"title": title, "query": query, **({"role": role} if role else {})}
    return browser.post(f"{INBOX}/views", data=form)


def offered(browser: Browser) -> dict[str, str]:
    """Return the views that a list offers: title -> address from the tenant's root."""
    html = browser.get(INBOX).text
    kept = re.findall(r'class="list-kept"><a class="menu-item" href="([^"]*)".*?<span>(.*?)<', html)
    root = f"/t/{browser.tenant.slug}"
    return {title: link.replace("&amp;", "&").removeprefix(root) for link, title in kept}


def test_columns_are_those_that_the_address_names_in_its_order(nils: Browser) -> None:
    assert heads(nils.get(f"{INBOX}?columns=kind,applicant").text) == ["Kind", "Applicant"]
    assert heads(nils.get(f"{INBOX}?columns=kind&columns=created_at").text) == ["Kind", "Created"]


def test_columns_that_are_not_there_leave_the_lists_own(nils: Browser) -> None:
    own = heads(nils.get(INBOX).text)
    assert heads(nils.get(f"{INBOX}?columns=nothing").text) == own
    assert len(own) > 1


@pytest.mark.usefixtures("nils")
def test_a_column_closed_to_the_reader_is_not_shown(bjorkby: Tenant) -> None:
    bjorkby.give("auditor", "cases", "reader")
    html = bjorkby.browser("auditor").get(f"{INBOX}?columns=applicant,kind").text
    assert heads(html) == ["Kind"]
    assert "Sten Ek" not in html
    assert 'value="applicant"' not in html


def test_sorting_and_filtering_keep_the_columns(nils: Browser) -> None:
    html = nils.get(f"{INBOX}?columns=reference,applicant").text
    links = re.findall(r'class="sort-link" href="([^"]*)"', html)
    assert links
    assert all("columns=reference,applicant" in link for link in links)


def test_an_export_of_the_list_has_its_columns(nils: Browser) -> None:
    page = nils.get(f"{INBOX}?columns=kind,applicant").text
    links = re.findall(r'href="/t/[^/"]*(/apps/cases/inbox/export[^"]*)"', page)
    assert len(links) == len({link.partition("?")[0] for link in links}) == 2  # a file, a PDF
    assert all("columns=kind,applicant" in link for link in links)


def test_a_view_is_kept_and_found_again_elsewhere(bjorkby: Tenant, nils: Browser) -> None:
    answer = saved(nils)

    assert answer.status_code == 303
    other = bjorkby.browser("member")
    assert offered(other) == {"Permits": f"{INBOX}?{QUERY}"}
    html = other.get(offered(other)["Permits"]).text
    assert heads(html) == ["Applicant", "Kind"]
    assert re.search(r'menu-label">Permits<', html)


def test_a_view_is_its_makers_alone_unless_it_is_shared(bjorkby: Tenant, nils: Browser) -> None:
    bjorkby.give("auditor", "cases", "reader")
    ada, aud = bjorkby.browser("owner"), bjorkby.browser("auditor")
    saved(nils, "Mine")
    saved(nils, "For handlers", role="handler")
    saved(nils, "For nobody there is", role="minister")
    saved(nils, "For those I am not", role="reader")

    own = {"Mine", "For handlers", "For nobody there is", "For those I am not"}
    assert set(offered(nils)) == own
    assert set(offered(ada)) == {"For handlers"}
    assert offered(aud) == {}


def test_the_same_name_takes_the_new_state(nils: Browser) -> None:
    saved(nils)
    saved(nils, query="q=Sten")
    assert offered(nils) == {"Permits": f"{INBOX}?q=Sten"}


def test_a_shared_view_that_is_kept_anew_stays_shared(bjorkby: Tenant, nils: Browser) -> None:
    saved(nils, role="handler")
    ticked = r'name="role" value="handler" checked'

    assert re.search(ticked, nils.get(f"{INBOX}?{QUERY}").text)
    assert not re.search(ticked, nils.get(INBOX).text)
    assert not re.search(ticked, bjorkby.browser("owner").get(f"{INBOX}?{QUERY}").text)


def test_removing_a_view_is_taken_back(bjorkby: Tenant, nils: Browser) -> None:
    saved(nils, role="handler")
    html = nils.get(INBOX).text
    [way] = re.findall(rf"{INBOX}/views/[0-9a-f-]+/delete", html)
    nils.post(way, data={"query": ""})
    toast = nils.get(INBOX).text
    assert "The view Permits is removed" in toast
    form = re.search(r"<form[^>]*data-toast-undo.*?</form>", toast, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(title|query|role)" value="([^"]*)"', form[0]))

    nils.post(f"{INBOX}/views", data={name: unescape(value) for name, value in fields.items()})

    assert offered(nils) == {"Permits": f"{INBOX}?{QUERY}"}
    assert set(offered(bjorkby.browser("owner"))) == {"Permits"}


@pytest.mark.parametrize("title", ["", "   ", "x" * 81])
def test_a_view_needs_a_name_that_fits(nils: Browser, title: str) -> None:
    answer = saved(nils, title)
    assert answer.headers["Location"].endswith("columns=applicant,kind")
    assert "Give the view a name" in nils.get(INBOX).text
    assert offered(nils) == {}


def test_only_its_maker_removes_a_view(bjorkby: Tenant, nils: Browser, granby: Tenant) -> None:
    saved(nils, role="handler")
    [way] = re.findall(rf"{INBOX}/views/[0-9a-f-]+/delete", nils.get(INBOX).text)
    assert bjorkby.browser("owner").post(way).status_code == 404
    publish(granby)
    assert granby.browser("owner").post(way).status_code == 404

    answer = nils.post(way, data={"query": "q=Sten"})

    assert answer.headers["Location"].endswith("inbox?q=Sten")
    assert offered(nils) == {}
    assert [one.action for one in entries_of(bjorkby, "view.%")] == ["view.create", "view.delete"]


def test_what_a_view_says_is_no_address_of_elsewhere(nils: Browser) -> None:
    answer = saved(nils, query="cursor=abc&next=//evil.example&q=%0d%0aSet-Cookie:x")
    assert answer.status_code == 303
    assert "evil" not in answer.headers["Location"]
    assert "cursor" not in answer.headers["Location"]
    assert "\n" not in answer.headers["Location"]
