"""The pages of an import into a list, as a browser without script posts them."""

import copy

import pytest

from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.imports import csv_of, imported, posted, records_in
from tests.factories.jobs import run_outbox
from tests.factories.posting import form_on
from tests.factories.records import Desk, entries_of

INBOX = "/apps/cases/inbox/import"
FILE = csv_of(
    "Applicant;Kind;Closed on;Other",
    "Sten Ek;Permit;03/04/2026;x",
    "Mona;Nothing;05/06/2026;y",
    "=HYPERLINK();Permit;;z",
)


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


def uploaded(browser: Browser, content: bytes = FILE, base: str = INBOX) -> str:
    """Upload a file; return the address of its page."""
    answer = browser.post(base, **posted(content))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


def page_at(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_columns_find_their_fields_by_name(cases: Tenant) -> None:
    browser = cases.browser("member")

    page = page_at(browser, uploaded(browser))

    form = form_on(page, "c0")
    assert [form[f"c{n}"] for n in range(4)] == ["applicant|", "kind|", "closed_on|", ""]
    assert form["d2"] == "day"
    assert "One row does not fit and would be left out" in page
    assert "Row 3</strong> Choose one of the answers for Kind." in page


def test_nothing_is_saved_by_looking(cases: Tenant) -> None:
    browser = cases.browser("member")
    page_at(browser, uploaded(browser))

    run_outbox(cases)

    assert records_in(cases) == []


def test_a_choice_of_columns_can_be_tried_before_it_counts(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = uploaded(browser)
    form = form_on(page_at(browser, path), "c0") | {"c1": "", "act": "check"}

    tried = browser.post(path, data=form)

    assert tried.status_code == 422
    page = tried.get_data(as_text=True)
    assert "Choose the columns for what must be filled in: Kind." in page
    assert form_on(page, "c0")["c1"] == ""


def test_rows_are_imported_as_chosen_and_told(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = uploaded(browser)
    form = form_on(page_at(browser, path), "c0") | {"d2": "month", "act": "start"}

    assert browser.post(path, data=form).status_code == 303
    waiting = page_at(browser, path)
    run_outbox(cases)
    done = page_at(browser, path)

    assert 'http-equiv="refresh"' in waiting
    assert "0 of 3" in waiting
    assert 'http-equiv="refresh"' not in done
    assert "Done, but one row was left out" in done
    assert [one["applicant"] for one in records_in(cases)] == ["Sten Ek", "=HYPERLINK()"]
    assert records_in(cases)[0]["closed_on"] == "2026-03-04"


def test_rows_left_out_can_be_downloaded_put_right_and_imported(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = uploaded(browser, csv_of("Applicant,Kind", '"=1+1",nope', "Mona,nope"))
    browser.post(path, data=form_on(page_at(browser, path), "c0") | {"act": "start"})
    run_outbox(cases)

    file = browser.get(f"{path}/failures.csv")

    assert file.mimetype == "text/csv"
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    text = file.get_data().decode("utf-8-sig")
    assert text.splitlines() == [
        "Applicant,Kind,Why it was not imported",
        "'=1+1,nope,Choose one of the answers for Kind.",
        "Mona,nope,Choose one of the answers for Kind.",
    ]
    imported(cases, text.replace("nope", "permit").encode())
    assert len(records_in(cases)) == 2


def test_the_first_row_can_be_read_as_data(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = uploaded(browser, csv_of("Sten,permit", "Mona,permit"))
    form = form_on(page_at(browser, path), "named") | {"act": "names"}
    form.pop("named")

    assert browser.post(path, data=form).status_code == 303

    page = page_at(browser, path)
    assert "2 rows. Nothing is saved yet." in page
    assert "Column 1" in page


def test_a_reference_is_chosen_by_one_of_the_targets_fields(bjorkby: Tenant) -> None:
    app = copy.deepcopy(SMALL_CASES)
    app["screens"]["papers"] = {
        "type": "list",
        "model": "paper",
        "title": "Papers",
        "columns": ["title"],
    }
    app["roles"]["handler"]["screens"].append("papers")
    publish(bjorkby, app)
    case = Desk(bjorkby).case(reference="A-1")
    browser = bjorkby.browser("member")
    path = uploaded(
        browser, csv_of("Title,Case ID", "one,A-1", "two,B-2"), "/apps/cases/papers/import"
    )

    page = page_at(browser, path)
    form = form_on(page, "c1")

    assert form["c1"] == "case|reference"
    assert "Case, by Reference" in page
    assert "Case, by what it is called" in page
    assert "Case: none is called “B-2”." in page
    browser.post(path, data=form | {"act": "start"})
    run_outbox(bjorkby)
    assert records_in(bjorkby, "paper") == [{"title": "one", "case": str(case.id)}]


def test_the_same_file_once_more_is_asked_about_first(cases: Tenant) -> None:
    imported(cases, csv_of("Applicant,Kind", "Sten,permit"))
    browser = cases.browser("member")
    path = uploaded(browser, csv_of("Applicant,Kind", "Sten,permit"))
    page = page_at(browser, path)
    form = form_on(page, "c0") | {"act": "start"}

    refused = browser.post(path, data=form)
    meant = browser.post(path, data=form | {"again": "yes"})

    assert "This file has been imported here before" in page
    assert refused.status_code == 422
    assert "Tick the box to import it once more." in refused.get_data(as_text=True)
    assert meant.status_code == 303


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"Applicant,Kind\n", "The file has a header and no rows below it."),
        (b"PK\x03\x04zip", "The file looks like XLSX, but cannot be read as a table."),
        (b"%PDF-", "This is not a text file."),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_at_its_field(
    cases: Tenant, content: bytes, words: str
) -> None:
    answer = cases.browser("member").post(INBOX, **posted(content))

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert page.count(words) == 2
    assert 'aria-invalid="true"' in page


def test_no_file_is_told_too(cases: Tenant) -> None:
    answer = cases.browser("member").post(INBOX, data={"x": "y"})

    assert answer.status_code == 422
    assert "Choose a file." in answer.get_data(as_text=True)


def test_whatever_stands_in_cells_is_shown_as_text(cases: Tenant) -> None:
    browser = cases.browser("member")
    content = csv_of("<b>Applicant</b>,Kind", '<script>alert("x")</script>,<i>no</i>')
    path = uploaded(browser, content)
    form = form_on(page_at(browser, path), "c0") | {"c0": "applicant|", "act": "start"}

    browser.post(path, data=form)
    run_outbox(cases)

    for page in (page_at(browser, path), page_at(browser, INBOX)):
        assert "<script>alert" not in page
        assert "<i>no" not in page


def test_each_act_leaves_its_entry(cases: Tenant) -> None:
    browser = cases.browser("member")
    page_at(browser, INBOX)
    path = uploaded(browser)
    form = form_on(page_at(browser, path), "c0")
    browser.post(path, data=form | {"act": "start"})
    run_outbox(cases)
    page_at(browser, path)

    acts = [one.action for one in entries_of(cases, "%") if "import" in one.action]

    assert acts == [
        "import.read",
        "import.create",
        "import.read",
        "import.update",
        "record.import",
        "import.read",
    ]


def paths_of(path: str) -> list[tuple[str, str]]:
    return [
        ("get", INBOX),
        ("post", INBOX),
        ("get", path),
        ("post", path),
        ("post", f"{path}/cancel"),
        ("get", f"{path}/failures.csv"),
    ]


def test_nobody_else_finds_an_import(cases: Tenant, granby: Tenant) -> None:
    path = uploaded(cases.browser("member"))

    rut = granby.browser("owner")
    builder = cases.browser("builder")
    assert {getattr(rut, how)(at).status_code for how, at in paths_of(path)} == {404}
    assert {getattr(builder, how)(at).status_code for how, at in paths_of(path)} == {404}
    colleague = cases.browser("owner")
    assert {getattr(colleague, how)(at).status_code for how, at in paths_of(path)[2:]} == {404}


def test_whoever_may_not_create_cannot_import(bjorkby: Tenant) -> None:
    publish(bjorkby, roles={"member": "reader", "owner": "applicant"})

    reader = bjorkby.browser("member")
    assert reader.get(INBOX).status_code == 403
    assert reader.post(INBOX, **posted(FILE)).status_code == 403
    assert bjorkby.browser("owner").get(INBOX).status_code == 403


@pytest.mark.parametrize("screen", ["nope", "apply", "edit"])
def test_only_lists_take_imports(cases: Tenant, screen: str) -> None:
    assert cases.browser("member").get(f"/apps/cases/{screen}/import").status_code == 404


def test_an_import_lies_under_its_own_list(bjorkby: Tenant) -> None:
    app = copy.deepcopy(SMALL_CASES)
    app["screens"]["papers"] = {"type": "list", "model": "paper", "title": "Papers"}
    app["roles"]["handler"]["screens"].append("papers")
    publish(bjorkby, app)
    browser = bjorkby.browser("member")
    path = uploaded(browser)

    assert browser.get(path.replace("/inbox/", "/papers/")).status_code == 404
    assert browser.post(path.replace("/inbox/", "/papers/") + "/cancel").status_code == 404
    assert browser.get(path).status_code == 200
