"""From a spreadsheet to an app with its rows, in a browser, with script and without."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.imports import csv_of
from tests.factories.jobs import run_outbox
from tests.factories.spreadsheets import northwind

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]
STAFF = csv_of(
    "Namn;Personnummer;E-post;Börjat;Lön;Avdelning;Allergier;Kod;Övrigt",
    "Åsa Öberg;19510202-9815;asa@example.se;03/04/2020;32 500,50;Vård;nötter;007;",
    "Sten Ek;19530404-9835;sten@example.se;05/06/2021;31 000,00;Skola;;012;Slutar i maj",
    "Mona Lund;19530303-9820;mona@exa mple;01/02/2019;nej;Vård;;101;",
)


def chosen(page: Page, name: str, content: bytes) -> None:
    """Choose a file and go on."""
    page.set_input_files(
        "input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Continue").click()


def test_pages_are_looked_at(
    bjorkby: Tenant, page_of: Callable[..., Page], axe: Check, shot: Shot
) -> None:
    page = page_of(bjorkby, "builder", bypass_csp=True)
    page.goto("build/new/spreadsheet")
    axe(page)
    shot(page, "sheet-upload")
    chosen(page, "personal.csv", STAFF)
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    axe(page)
    shot(page, "sheet-guesses")
    page.get_by_role("textbox", name="Address").fill("Not A Key")
    page.get_by_role("button", name="Make the app").click()
    axe(page)
    shot(page, "sheet-errors")
    page.get_by_role("textbox", name="Address").fill("staff")
    page.get_by_role("button", name="Make the app").click()
    axe(page)
    shot(page, "sheet-waiting")
    page.get_by_role("button", name="Take the role").click()
    axe(page)
    shot(page, "sheet-progress")
    run_outbox(bjorkby)
    expect(page.get_by_role("link", name="Open the app")).to_be_visible()
    axe(page)
    shot(page, "sheet-done")
    page.goto("build/new/spreadsheet")
    chosen(page, "customers.csv", northwind("customers"))
    axe(page)
    shot(page, "sheet-customers")
