"""From a spreadsheet to an app with its rows, in a browser, with script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.imports import csv_of, records_in
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk
from tests.factories.spreadsheets import northwind

pytestmark = pytest.mark.browser

STAFF = csv_of(
    "Namn;Personnummer;E-post;Börjat;Lön;Avdelning;Allergier;Kod;Övrigt;Lapp",
    "Åsa Öberg;19510202-9815;asa@example.se;03/04/2020;32 500,50;Vård;nötter;007;;Blå lapp",
    "Sten Ek;19530404-9835;sten@example.se;05/06/2021;31 000,00;Skola;;012;Slutar i maj;Röd",
    "Mona Lund;19520303-9820;mona@exa mple;01/02/2019;nej;Vård;;101;;Grön",
)
CASES = csv_of(
    "Applicant;Kind;Closed on;Amount;Reference;Handler;Other",
    "Sten Ek;Permit;03/04/2026;1 200,50;A-1;Vera Ström;x",
    "Mona Lund;Complaint;05/06/2026;;A-2;Nobody;y",
    "Kim Å;Nothing;;much;A-3;;z",
    ";Permit;;;A-4;;z",
)


def chosen(page: Page, content: bytes, name: str = "personal.csv") -> None:
    """Choose a file and go on."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Continue").click()


def test_a_table_becomes_an_app(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    page = page_of(bjorkby, "builder")
    page.goto("build/new/spreadsheet")
    chosen(page, STAFF)
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()

    page.get_by_role("group", name="Lapp").get_by_label("Privacy").select_option("none")
    page.get_by_role("textbox", name="Address").fill("Not A Key")
    page.get_by_role("button", name="Make the app").click()
    expect(page.get_by_role("alert")).to_contain_text("Begin with a letter")
    privacy = page.get_by_role("group", name="Lapp").get_by_label("Privacy")
    expect(privacy).to_have_value("none")

    page.get_by_role("textbox", name="Address").fill("staff")
    page.get_by_role("button", name="Make the app").click()
    expect(page.get_by_role("heading", name="3 rows wait")).to_be_visible()

    page.get_by_role("button", name="Take the role").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    run_outbox(bjorkby)
    expect(page.get_by_role("link", name="Open the app")).to_be_visible()
    expect(page.get_by_text("Done, but one row was left out")).to_be_visible()

    page.get_by_role("link", name="Open the app").click()
    expect(page.get_by_text("Sten Ek").first).to_be_visible()


def test_progress_is_shown_without_loading_the_page_again(
    bjorkby: Tenant, page_of: Callable[..., Page]
) -> None:
    wrongs: list[str] = []
    page = page_of(bjorkby, "builder")
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on("console", lambda said: wrongs.append(said.text) if said.type == "error" else None)
    page.goto("build/new/spreadsheet")
    chosen(page, northwind("customers"), "customers.csv")
    page.get_by_label("Let me work with the records").check()
    page.get_by_role("button", name="Make the app").click()
    expect(page.get_by_text("You may leave this page")).to_be_visible()
    page.evaluate("document.body.dataset.same = 'yes'")

    run_outbox(bjorkby)

    expect(page.get_by_role("link", name="Open the app")).to_be_visible()
    expect(page.locator("body[data-same=yes]")).to_be_visible()
    assert wrongs == []


def test_a_file_is_dropped_on_its_field(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    page = page_of(bjorkby, "builder")
    page.goto("build/new/spreadsheet")
    transfer = page.evaluate_handle(
        """() => {
            const transfer = new DataTransfer();
            transfer.items.add(new File(["Town;Street\\nMora;Bangatan\\n"], "towns.csv"));
            return transfer;
        }"""
    )

    page.locator("[data-file-drop]").dispatch_event("drop", {"dataTransfer": transfer})
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("textbox", name="Name", exact=True).first).to_have_value("Towns")


def test_all_of_it_works_without_script(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    page = page_of(bjorkby, "builder", java_script_enabled=False)
    page.goto("build/new/spreadsheet")
    chosen(page, northwind("customers"), "customers.csv")
    page.get_by_label("Let me work with the records").check()
    page.get_by_role("button", name="Make the app").click()
    expect(page.get_by_text("You may leave this page")).to_be_visible()

    run_outbox(bjorkby)

    expect(page.get_by_role("link", name="Open the app")).to_be_visible(timeout=10_000)
    page.get_by_role("link", name="Open the app").click()
    expect(page.get_by_text("Alfreds Futterkiste").or_(page.get_by_text("Company 90")).first)


def test_a_second_table_joins_the_first(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    page = page_of(bjorkby, "builder")
    page.goto("build/new/spreadsheet")
    chosen(page, northwind("customers"), "customers.csv")
    page.get_by_label("Let me work with the records").check()
    page.get_by_role("button", name="Make the app").click()
    run_outbox(bjorkby)

    page.goto("build/new/spreadsheet")
    page.get_by_label("What it becomes").select_option("customers")
    chosen(page, northwind("orders"), "orders.csv")
    kind = page.get_by_role("group", name="CustomerID").get_by_label("Kind")
    expect(kind).to_have_value("reference:customer.customer_id")
    page.get_by_label("Let me work with the records").check()
    page.get_by_role("button", name="Add and publish").click()
    run_outbox(bjorkby)
    expect(page.get_by_text("Done: all 830 rows are imported")).to_be_visible()


def test_rows_are_imported_into_a_list(bjorkby: Tenant, page_of: Callable[..., Page]) -> None:
    publish(bjorkby)
    Desk(bjorkby).case(reference="A-2")
    page = page_of(bjorkby, "member")
    page.goto("apps/cases/inbox/import")
    chosen(page, CASES, "cases.csv")
    expect(page.get_by_text("3 rows do not fit and would be left out")).to_be_visible()
    page.get_by_text("Show which, and why").click()
    page.get_by_role("combobox", name="Kind").select_option("")
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("alert")).to_contain_text("what must be filled in: Kind")
    page.get_by_role("combobox", name="Kind").select_option("kind|")
    page.get_by_role("button", name="Import 4 rows").click()
    run_outbox(bjorkby)
    expect(page.get_by_text("Done, but 3 rows were left out")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download rows left out").click()
    assert download.value.suggested_filename == "not-imported.csv"
    assert len(records_in(bjorkby)) == 2
