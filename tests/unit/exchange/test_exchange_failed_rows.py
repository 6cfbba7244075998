"""Failed rows as a file: nothing in it runs in a spreadsheet program."""

import csv

import pytest

from stuga.platform.ui.formula_guard import guarded, unguarded
from stuga.runtime.exchange.commands import Failure
from stuga.runtime.exchange.failed_rows import written
from stuga.runtime.exchange.layouts import opened
from stuga.runtime.exchange.survey import rows_of


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", "\r=1", "=cmd|'/c calc'!A0", " =1+1", "+", "-a"],
)
def test_what_a_spreadsheet_would_run_is_disarmed(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Sten", "-12,50", "+46 70-174 06 05", "a=b", "'a"])
def test_what_it_would_only_show_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


def test_an_apostrophe_of_its_own_comes_back() -> None:
    assert unguarded(guarded("'=1")) == "'=1"


def test_failed_rows_keep_their_cells_and_say_why() -> None:
    failures = [
        Failure(3, ["Ek, Sten", "=1"], {"age": "Age must be a number.", "": "And more."}),
        Failure(7, ["short"], {"": "Too few cells."}),
    ]

    content = written(["Name", "=Age"], "Why", failures)

    assert content.startswith("\ufeff".encode())
    assert list(csv.reader(content.decode("utf-8-sig").splitlines())) == [
        ["Name", "'=Age", "Why"],
        ["Ek, Sten", "'=1", "Age must be a number. And more."],
        ["short", "", "Too few cells."],
    ]


def test_the_file_can_be_imported_again() -> None:
    content = written(["Name", "Town"], "Why", [Failure(2, ["Åsa", "Mora"], {"": "No."})])

    found = opened(content)

    assert found.layout.columns == ("Name", "Town", "Why")
    assert [row.cells for row in rows_of(found)] == [("Åsa", "Mora", "No.")]
