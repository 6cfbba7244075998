"""Take the text of a CSV file apart into rows, from any place in it; broken rows are told apart."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from stuga.models.definition.refusals import Refused

MOST_LINES_OF_A_ROW: Final = 500
BROKEN: Final = Refused("row-broken")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: where in the text, and the next row's number."""

    offset: int = 0
    row: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it is written, blank or not; a broken one is its first line, whole."""

    number: int
    cells: tuple[str, ...]
    after: Cursor
    is_broken: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data: as many cells as there are columns, or a refusal.

    :ivar number: as a spreadsheet program counts, the header being 1
    """

    number: int
    cells: tuple[str, ...]
    after: Cursor
    refused: Refused | None = None


BEGINNING: Final = Cursor()


class _TooLongError(Exception):
    """A row goes on over more lines than any row does: a quotation mark is missing."""


class _Lines:
    """The lines of a text from a place on, told apart into those of each row."""

    def __init__(self, text: str, offset: int) -> None:
        self._text = text
        self.offset = offset
        self.begin()

    def begin(self) -> None:
        """Note that the next line is the first of a row."""
        self.start, self.first_end, self._count = self.offset, self.offset, 0

    def __iter__(self) -> Iterator[str]:
        while self.offset < len(self._text):
            found = self._text.find("\n", self.offset)
            end = len(self._text) if found < 0 else found + 1
            line = self._text[self.offset : end]
            self.offset = end
            self._count += 1
            if self._count == 1:
                self.first_end = end
            if self._count > MOST_LINES_OF_A_ROW:
                raise _TooLongError
            yield line


def records(text: str, delimiter: str, at: Cursor = BEGINNING) -> Iterator[Record]:
    """Yield every row from a place on. After a broken one it goes on at the next line."""
    offset, number = at.offset, at.row
    while offset < len(text):
        lines = _Lines(text, offset)
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                number, offset = number + 1, lines.offset
                yield Record(number - 1, tuple(cells), Cursor(offset, number))
                lines.begin()
        except (csv.Error, _TooLongError):
            offset = lines.first_end
            number += 1
            line = text[lines.start : offset].rstrip("\r\n")
            yield Record(number - 1, (line,), Cursor(offset, number), is_broken=True)


def rows(text: str, delimiter: str, width: int, at: Cursor) -> Iterator[Row]:
    """Yield the rows of data from a place on; blank ones are left out."""
    for record in records(text, delimiter, at):
        if record.is_broken:
            yield Row(record.number, record.cells, record.after, BROKEN)
        elif not record.is_blank:
            cells = record.cells
            while len(cells) > width and not cells[-1].strip():
                cells = cells[:-1]
            refused = None
            if len(cells) != width:
                refused = Refused("row-ragged", {"expected": width, "found": len(cells)})
            yield Row(record.number, cells, record.after, refused)


def some_rows(text: str, delimiter: str, width: int, at: Cursor, count: int) -> list[Row]:
    """Return as many rows of data from a place on, or as there are."""
    return list(islice(rows(text, delimiter, width, at), count))
