"""Cells of workbooks by what they are: percent, money, dates, times, errors, formulas, merged."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter

from stuga.runtime.exchange.survey import Column
from stuga.runtime.exchange.tables import Tables, flattened

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(*rows: str, name: str = "One") -> bytes:
    """Return an ODS file of one sheet; its rows are given as they are written there."""
    spaces = " ".join(
        f'xmlns:{one}="{OFFICE}:{one}:1.0"' for one in ("office", "table", "text", "calcext")
    )
    body = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{"".join(rows)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", body)
        packed.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"/>',
        )
    return made.getvalue()


def row(*cells: str, repeated: int = 1) -> str:
    many = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{many}>{''.join(cells)}</table:table-row>"


def cell(kind: str, value: str = "", shown: str = "", **more: str) -> str:
    names = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}
    given = f' office:{names.get(kind, "value")}="{value}"' if value else ""
    others = "".join(f' table:{key.replace("_", "-")}="{one}"' for key, one in more.items())
    return (
        f'<table:table-cell{others} office:value-type="{kind}"{given}>'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def lines_of(content: bytes) -> list[str]:
    tables = flattened(content)
    assert isinstance(tables, Tables)
    return tables.content.decode().splitlines()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (cell("percentage", "0.25", "25 %"), "25%"),
        (cell("percentage", "0.125", "13 %"), "12.5%"),
        (cell("float", "0.25", "0,25"), "0.25"),
        (cell("currency", "1234.5", "1 234,50 kr"), "1234.5"),
        (cell("boolean", "true", "SANT"), "true"),
        (cell("boolean", "false", "FALSKT"), "false"),
        (cell("date", "2026-03-04", "4 mars"), "2026-03-04"),
        (cell("date", "2026-03-04T15:30:00", "4 mars"), "2026-03-04 15:30:00"),
        (cell("time", "PT08H30M00S", "08:30"), "08:30:00"),
        (cell("time", "PT30H05M00S", "30:05"), "30:05"),
        (cell("string", shown="25 %"), "25 %"),
        (cell("float", "3", "3", formula="of:=[.A1]&lt;4"), "3"),
    ],
)
def test_a_cell_of_ods_is_what_it_is(written: str, read: str) -> None:
    head = row(cell("string", shown="A"), cell("string", shown="B"))

    assert lines_of(open_document(head, row(cell("string", shown="x"), written)))[1] == f"x,{read}"


def test_percent_cells_of_ods_are_found_where_they_stand() -> None:
    half, plain = cell("percentage", "0.5"), cell("float", "0.5")
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    content = open_document(
        row(*[cell("string", shown=one) for one in "ABCD"]),
        row(plain, empty, half),
        row(half, plain, repeated=2),
        row(cell("percentage", "0.1", number_columns_repeated="3"), plain),
        row(half, "<table:covered-table-cell/>", half, plain),
    )

    assert lines_of(content) == [
        "A,B,C,D",
        "0.5,,,50%",
        "50%,0.5,,",
        "50%,0.5,,",
        "10%,10%,10%,0.5",
        "50%,,50%,0.5",
    ]


def test_a_formula_with_a_sign_like_a_tags_end_does_not_hide_its_percent() -> None:
    told = cell("percentage", "0.5", formula="of:=IF([.A1]>1;1;2)")

    assert lines_of(open_document(row(cell("string", shown="A")), row(told))) == ["A", "50%"]


def workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("One")
        formats = {
            key: book.add_format({"num_format": text})
            for key, text in {
                "day": "d mmm yyyy",
                "moment": "yyyy-mm-dd hh:mm",
                "time": "hh:mm",
                "span": "[h]:mm",
                "money": '#,##0.00 "kr"',
                "share": "0 %",
            }.items()
        }
        sheet.write_row(0, 0, ["Name", "Value"])
        sheet.write_datetime(1, 1, date(2026, 3, 4), formats["day"])
        sheet.write_datetime(2, 1, datetime(2026, 3, 4, 15, 30), formats["moment"])  # noqa: DTZ001
        sheet.write_datetime(3, 1, time(8, 30), formats["time"])
        sheet.write_datetime(4, 1, timedelta(hours=30, minutes=5), formats["span"])
        sheet.write_number(5, 1, 1234.5, formats["money"])
        sheet.write_boolean(6, 1, True)  # noqa: FBT003  # as the library has it
        sheet.write_formula(7, 1, "=1+2", None, 3)
        sheet.write_formula(8, 1, "=1/4", formats["share"], 0.25)
        sheet.write_formula(9, 1, "=1/0", None, "#DIV/0!")
        sheet.merge_range(10, 0, 10, 1, "Both")
        sheet.write_number(11, 1, 46085)
    return made.getvalue()


def test_a_cell_of_xlsx_is_what_it_is() -> None:
    assert [one.split(",")[1] for one in lines_of(workbook())[1:]] == [
        "2026-03-04",
        "2026-03-04 15:30:00",
        "08:30:00",
        "30:05",
        "1234.5",
        "true",
        "3",
        "25%",
        "#DIV/0!",  # an error, which no field takes
        "",
        "46085",
    ]


def test_failed_cells_say_nothing_of_what_a_column_holds() -> None:
    column = Column("Value")
    column.note(["1", " #N/A ", "#DIV/0!", "2", "see #N/A"])
    assert column.values == ["1", "2", "see #N/A"]
