"""Imports of workbooks and JSON: the same way as CSV, with values as they are typed there."""

import copy
import io
import json
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from stuga.models.json import JsonObject
from stuga.runtime.exchange import error_cells
from tests.factories.apps import NOT_PERSONAL, SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.exports import exported
from tests.factories.imports import CASES, how_it_went, job_row, posted, records_in
from tests.factories.jobs import run_outbox
from tests.factories.posting import form_on
from tests.factories.records import Desk
from tests.factories.storage import MemoryStorage

INBOX = "/apps/cases/inbox/import"
HEAD = ["Applicant", "Kind", "Amount", "Closed on"]


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


def workbook(**sheets: list[list[object]]) -> bytes:
    """Return an XLSX file of these sheets."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date | datetime):
                        sheet.write_datetime(at, column, cell, days)
                    else:
                        sheet.write(at, column, cell)
    return made.getvalue()


def open_document(*rows: list[str]) -> bytes:
    """Return an ODS file of one sheet of texts."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f'<office:body><office:spreadsheet><table:table table:name="One">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    return made.getvalue()


def imported(cases: Tenant, content: bytes, **fields: str) -> JsonObject:
    browser = cases.browser("member")
    begun = browser.post(CASES, **posted(content, "some", **fields))
    assert begun.status_code == 202, begun.get_data(as_text=True)
    run_outbox(cases)
    return how_it_went(browser, begun.headers["Location"])


def test_numbers_and_dates_of_a_workbook_are_what_they_are(cases: Tenant) -> None:
    rows = [
        HEAD,
        ["Sten Ek", "permit", 1.25, date(2026, 4, 3)],
        ["Mona", "Complaint", 1234, datetime(2026, 5, 6)],  # noqa: DTZ001  # sheets have no zones
    ]

    found = imported(cases, workbook(Cases=rows))

    assert (found["created"], found["failed"]) == (2, 0)
    first, second = records_in(cases)
    assert (first["amount"], first["closed_on"]) == (1.25, "2026-04-03")
    assert (second["amount"], second["closed_on"]) == (1234, "2026-05-06")


def test_an_open_document_is_read(cases: Tenant) -> None:
    found = imported(cases, open_document(["Applicant", "Kind"], ["Åsa", "permit"]))

    assert found["created"] == 1
    assert records_in(cases) == [{"applicant": "Åsa", "kind": "permit"}]


def test_the_first_filled_sheet_is_read_unless_another_is_named(cases: Tenant) -> None:
    content = workbook(
        Empty=[], One=[HEAD[:2], ["Sten", "permit"]], Two=[HEAD[:2], ["Mona", "permit"]]
    )

    imported(cases, content)
    imported(cases, content, sheet="Two", again="true")

    assert [one["applicant"] for one in records_in(cases)] == ["Sten", "Mona"]
    answer = cases.browser("member").post(CASES, **posted(content, sheet="Three"))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["code"] == "sheet-unknown"


def test_the_sheet_is_chosen_on_the_page(cases: Tenant) -> None:
    browser = cases.browser("member")
    content = workbook(One=[HEAD[:2], ["Sten", "permit"]], Two=[HEAD[:2], ["Mona", "permit"]])
    path = uploaded(browser, content)
    assert "Sten" in browser.get(path).get_data(as_text=True)

    browser.post(path, data={"act": "names", "named": "yes", "sheet": "1"})

    page = browser.get(path).get_data(as_text=True)
    assert "Mona" in page
    assert "Sten" not in page
    browser.post(path, data=form_on(page, "c0") | {"act": "start"})
    run_outbox(cases)
    assert [one["applicant"] for one in records_in(cases)] == ["Mona"]


def uploaded(browser: Browser, content: bytes) -> str:
    answer = browser.post(INBOX, **posted(content, "cases.xlsx"))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


@pytest.mark.parametrize("form", ["json", "ndjson", "xlsx", "csv"])
def test_what_was_exported_comes_in_again_as_it_was(
    cases: Tenant, memory: MemoryStorage, form: str
) -> None:
    assert memory.objects == {}
    desk = Desk(cases)
    desk.case(amount=1234.125 // 0.01 / 100, closed_on="2026-01-31", notes="två\n[rader]")
    desk.case(applicant="-x", kind="complaint", amount=0.5)
    before = records_in(cases)

    found = imported(cases, exported(cases, f"?format={form}&sort=created_at"))

    assert (found["created"], found["failed"]) == (2, 0)
    assert records_in(cases)[2:] == before


def test_rows_of_json_that_cannot_be_come_back_with_their_reason(cases: Tenant) -> None:
    rows = [{"applicant": "Sten", "kind": "nothing"}, {"kind": "permit", "applicant": "Mona"}]

    found = imported(cases, json.dumps(rows).encode())

    assert (found["created"], found["failed"]) == (1, 1)
    assert found["failures"][0]["errors"] == {"kind": "Choose one of the answers for Kind."}


def test_a_text_that_begins_like_json_is_a_table_after_all(cases: Tenant) -> None:
    found = imported(
        cases, b"[Applicant],Kind\r\nSten,permit\r\n", columns='{"[Applicant]": "applicant"}'
    )

    assert found["created"] == 1


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in files.items():
            packing.writestr(name.replace("__", "/"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not a zip", "file-broken-table"),
        (packed(letter=b"x"), "file-workbook"),
        (packed(**{"xl__workbook.xml": b"<broken"}), "file-broken-table"),
        (packed(**{"xl__workbook.xml": bytes(130_000_000)}), "file-too-large"),
        (b"\xd0\xcf\x11\xe0 old workbook", "file-workbook"),
        (workbook(Empty=[]), "file-empty"),
        (workbook(Head=[["Applicant", "Kind"]]), "file-no-rows"),
        (b"[]", "file-empty"),
        (b'[{"applicant": "Sten"}, 3]', "file-broken-table"),
        (b'{"applicant": "Sten"}\n{"applicant"', "file-broken-table"),
    ],
    ids=["no-zip", "letter", "broken", "bomb", "xls", "empty", "head", "list", "mixed", "cut"],
)
def test_what_is_no_table_is_refused_with_its_reason(
    cases: Tenant, content: bytes, code: str
) -> None:
    answer = cases.browser("member").post(CASES, **posted(content, "some"))

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["code"] == code


def test_a_file_is_kept_as_the_text_that_is_read(cases: Tenant) -> None:
    browser = cases.browser("member")
    path = uploaded(browser, workbook(One=[HEAD[:2], ["a\x1eb", "permit"]]))

    kept = job_row(cases, path.rsplit("/", 1)[1]).content

    assert kept == b"Applicant,Kind\na b,permit\n"


def test_cells_shown_as_percent_are_what_the_field_means_by_it(bjorkby: Tenant) -> None:
    app = copy.deepcopy(SMALL_CASES)
    fields = app["models"]["case"]["properties"]
    for key, kind in (("share", "percent"), ("part", "decimal")):
        fields[key] = {
            "type": "number",
            "title": key,
            "x-field": {"kind": kind},
            "x-privacy": NOT_PERSONAL,
        }
    publish(bjorkby, app)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        whole = book.add_format({"num_format": "0%"})
        fine = book.add_format({"num_format": '0.0 "share" %'})
        told = book.add_format({"num_format": '0.00 "%"'})
        sheet = book.add_worksheet("Q & A")
        sheet.write_row(1, 2, ["applicant", "kind", "share", "part"])
        for at, (number, form) in enumerate(
            [(0.25, whole), (0.125, fine), (25, None), (0.5, told)], start=2
        ):
            sheet.write_row(at, 2, [f"Person {at}", "permit"])
            sheet.write_number(at, 4, number, form)
            sheet.write_number(at, 5, number, form)

    imported(bjorkby, made.getvalue())

    found = [(one["share"], one["part"]) for one in records_in(bjorkby)]
    assert sorted(found) == sorted([(25, 0.25), (12.5, 0.125), (25, 25), (0.5, 0.5)])


def failed_book(rows: int = 1) -> bytes:
    """Return an XLSX file in which formulas of the first row have failed, and others have not."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Q & A")
        sheet.write_row(3, 2, ["applicant", "kind", "amount", "notes"])
        sheet.write_row(4, 2, ["Sten Ek", "permit"])
        sheet.write_formula(4, 4, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 5, "=NA()", None, "#N/A")
        for at in range(5, 5 + rows):
            sheet.write_row(at, 2, ["Mona Lund", "permit", at, "as #N/A says"])
    return made.getvalue()


def test_a_cell_whose_formula_failed_is_told_at_its_field(cases: Tenant) -> None:
    found = imported(cases, failed_book())

    assert (found["created"], found["failed"]) == (1, 1)
    assert found["failures"][0]["row"] == 2
    assert found["failures"][0]["errors"] == {
        "amount": "The cell holds #DIV/0!, an error of the spreadsheet, and no value.",
        "notes": "The cell holds #N/A, an error of the spreadsheet, and no value.",
    }
    assert [one["notes"] for one in records_in(cases)] == ["as #N/A says"]


@pytest.mark.parametrize("piece", [1, 7, 100, 5_000])
def test_failed_cells_are_found_wherever_a_sheet_is_cut(
    piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_cells, "_PIECE", piece)
    monkeypatch.setattr(error_cells, "_LONGEST", 500)
    with zipfile.ZipFile(io.BytesIO(failed_book(40))) as book:
        assert error_cells.failed_in(book) == {"Q & A": {(4, 4): "#DIV/0!", (4, 5): "#N/A"}}
