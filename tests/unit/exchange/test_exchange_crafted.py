"""Workbooks made to keep a reader busy: what is read beside the values is read once."""

import io
import signal
import zipfile
from collections.abc import Iterator

import pytest

from stuga.runtime.exchange.error_cells import failed_in
from stuga.runtime.exchange.percents import shown_as_percent
from stuga.runtime.exchange.percents_open import CONTENT, marked_as_percent

BUSY_SECONDS = 30
"""Of the processor, not of the clock: a thousand times what it takes, a thousandth of too long."""
SIZE = 900_000


@pytest.fixture
def patience() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, BUSY_SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def packed(**files: bytes) -> zipfile.ZipFile:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in files.items():
            book.writestr(name, content)
    return zipfile.ZipFile(made)


def workbook(sheet: bytes, styles: bytes = b"") -> zipfile.ZipFile:
    return packed(
        **{
            "xl/_rels/workbook.xml.rels": b'<Relationship Id="r1" Target="sheet.xml"/>',
            "xl/workbook.xml": b'<sheet name="One" r:id="r1"/>',
            "xl/styles.xml": b'<cellXfs><xf numFmtId="9"/></cellXfs>' + styles,
            "xl/sheet.xml": sheet,
        }
    )


LAST = b'--><c r="B2" t="e" s="0"><v>#N/A</v></c>'


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize(
    ("opening", "again"),
    [(b"", b'<c t="e">'), (b"<c", b' t="e"'), (b"", b"<c "), (b"", b'<c t="e"><v>')],
)
def test_cells_that_never_end_are_passed_over(opening: bytes, again: bytes) -> None:
    with workbook(b"<!--" + opening + again * (SIZE // len(again)) + LAST) as book:
        assert failed_in(book) == {"One": {(1, 1): "#N/A"}}
        assert shown_as_percent(book) == {"One": frozenset({(1, 1)})}


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("again", [b"<cellXfs ", b"<xf ", b"<numFmt "])
def test_styles_that_never_end_are_passed_over(again: bytes) -> None:
    styles = again * (SIZE // len(again))
    with workbook(LAST, styles) as book:
        assert shown_as_percent(book) == {"One": frozenset({(1, 1)})}


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("again", [b"<table ", b"<table a='"])
def test_tables_that_never_end_are_passed_over(again: bytes) -> None:
    whole = b'<table name="One"><table-row><table-cell value-type="percentage"></table-row>'
    with packed(**{CONTENT: whole + again * (SIZE // len(again)) + b"<"}) as book:
        assert marked_as_percent(book) == {"One": frozenset({(0, 0)})}
