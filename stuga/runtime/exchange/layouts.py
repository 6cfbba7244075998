"""How a CSV file is laid out: its delimiter, its header or none, its columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from stuga.runtime.exchange.encodings import decoded, refused
from stuga.runtime.exchange.reading import BEGINNING, Cursor, Record, records
from stuga.runtime.exchange.tables import DELIMITER, sheet_of

DELIMITERS: Final = (",", ";", "\t", "|")
MOST_COLUMNS: Final = 200
LONGEST_NAME: Final = 200
UNNAMED: Final = "Column {number}"
_LOOKED_AT: Final = 40
_MOST_ABOVE: Final = 10
_LEAST_CONSISTENT: Final = 0.55
_MOSTLY: Final = 0.8
_LONGEST_HEADER: Final = 120
_SEPARATOR: Final = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_YEAR: Final = re.compile(r"(19|20)\d\d")
_DATA: Final = re.compile(
    r"[-+\u2212]?[\d\s.,']*\d[\d\s.,':-]*(?:%|kr|sek|nok|eur|[€$£])?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\S+@\S+\.\S+|https?://\S+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to read a file again.

    :ivar columns: their names, each once
    :ivar named: whether the file itself names its columns
    :ivar start: where the first row of data begins
    :ivar sheets: what the tables of a workbook are called; empty for a text
    :ivar sheet: which of them is read
    """

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    named: bool
    start: Cursor
    sheets: tuple[str, ...] = ()
    sheet: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file's text with its layout."""

    text: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class Source:
    """What a text was before: a workbook's sheets, or JSON."""

    form: str
    sheets: tuple[str, ...]
    sheet: int = 0


def opened(
    content: bytes,
    *,
    named: bool | None = None,
    unnamed: str = UNNAMED,
    source: Source | None = None,
) -> File:
    """Find out how a file is laid out.

    :param named: whether its first row names the columns; found out if not given
    :param unnamed: what a column without a name is called
    :param source: what it was before it was made a text
    :raises InvalidError: if it is no text, is empty, or has too many columns
    """
    text, encoding = decoded(content)
    if source is not None:
        text, encoding = sheet_of(text, source.sheet), source.form
    delimiter, start = (DELIMITER, BEGINNING) if source else _beginning(text)
    sample = [one for one in _sample(text, delimiter, start) if not one.is_blank]
    if not sample:
        raise refused("file-empty")
    width = _usual_width(sample)
    above = _lines_above(sample, width)
    first, rest = sample[above], sample[above + 1 :]
    named = _is_header(first, rest) if named is None else named
    header = _trimmed(first.cells) if named else ()
    width = max(len(header), width)
    if width > MOST_COLUMNS:
        raise refused("file-columns", most=MOST_COLUMNS)
    begin = first.after if named else _before(sample, above, start)
    columns = _names(header, width, unnamed)
    layout = Layout(
        encoding=encoding,
        delimiter=delimiter,
        columns=columns,
        named=named,
        start=begin,
        sheets=source.sheets if source else (),
        sheet=source.sheet if source else 0,
    )
    return File(text, layout)


def _beginning(text: str) -> tuple[str, Cursor]:
    """Return what stands between cells, and where the first row begins."""
    told = _SEPARATOR.match(text)
    return (told[1], Cursor(told.end(), 2)) if told else (_delimiter(text), BEGINNING)


def reopened(content: bytes, layout: Layout) -> File:
    """Read a file whose layout is known."""
    text, _ = decoded(content)
    return File(sheet_of(text, layout.sheet) if layout.sheets else text, layout)


def _sample(text: str, delimiter: str, start: Cursor) -> list[Record]:
    return list(islice(records(text, delimiter, start), _LOOKED_AT))


def _delimiter(text: str) -> str:
    """Choose the one that cuts the first rows into equally many cells, and into most."""
    best = max(DELIMITERS, key=lambda one: _consistency(text, one))
    if _consistency(text, best)[0] >= _LEAST_CONSISTENT:
        return best
    first = next((one for one in _sample(text, best, BEGINNING) if not one.is_blank), None)
    if first is not None and len(first.cells) > 1:
        return best
    # One column: whatever stands in its cells, this does not cut them.
    return next((one for one in reversed(DELIMITERS) if one not in text), DELIMITERS[0])


def _consistency(text: str, delimiter: str) -> tuple[float, int]:
    sample = [one for one in _sample(text, delimiter, BEGINNING) if not one.is_blank]
    widths = Counter(len(one.cells) for one in sample if not one.is_broken)
    if not widths:
        return (0.0, 0)
    width, count = widths.most_common(1)[0]
    if width == 1:
        return (0.0, 0)
    share = count / len(sample)
    inner = [cell for one in sample for cell in one.cells[1:]]
    spaced = sum(cell[:1] == " " and cell.strip() != "" for cell in inner)
    if len(sample[0].cells) == 1 and spaced > len(inner) / 2:
        share /= 2  # `Ek, Sten` below one name: the comma belongs to the text
    return (round(share, 2), width)


def _usual_width(sample: Sequence[Record]) -> int:
    widths = Counter(len(one.cells) for one in sample if not one.is_broken)
    return widths.most_common(1)[0][0] if widths else 1


def _lines_above(sample: Sequence[Record], width: int) -> int:
    """Count what stands above the table: a title, a date, and the like."""
    above = 0
    while width > 2 and above < min(_MOST_ABOVE, len(sample) - 1):  # noqa: PLR2004  # two are few
        filled = sum(bool(cell.strip()) for cell in sample[above].cells)
        if filled > width / 3 or sample[above].is_broken:
            break
        above += 1
    return above


def _before(sample: Sequence[Record], above: int, start: Cursor) -> Cursor:
    return sample[above - 1].after if above else start


def looks_like_data(cell: str) -> bool:
    """Tell whether a cell holds a number, a date, an address: nothing one calls a column."""
    text = cell.strip()
    return len(text) > _LONGEST_HEADER or _DATA.fullmatch(text) is not None


def _is_header(first: Record, rest: Sequence[Record]) -> bool:
    """Tell names from data by the columns whose other cells are plainly data."""
    if first.is_broken:
        return False
    against = False
    for at, cell in enumerate(first.cells):
        below = [one.cells[at] for one in rest if len(one.cells) > at and one.cells[at].strip()]
        is_data = bool(below) and sum(map(looks_like_data, below)) >= _MOSTLY * len(below)
        named = not looks_like_data(cell) or _is_year_above(cell, below)
        if cell.strip() and is_data and named:
            return True
        against = against or (not named and (is_data or not below))
    return not against


def _is_year_above(cell: str, below: Sequence[str]) -> bool:
    """Tell a column called 2024 from one that holds years."""
    years = sum(_YEAR.fullmatch(one.strip()) is not None for one in below)
    return _YEAR.fullmatch(cell.strip()) is not None and years < len(below) / 2


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _names(header: Sequence[str], width: int, unnamed: str) -> tuple[str, ...]:
    """Name every column, and no two alike."""
    found: list[str] = []
    for at in range(width):
        told = " ".join(header[at].split()) if at < len(header) else ""
        name = wanted = told[:LONGEST_NAME] or unnamed.format(number=at + 1)
        number = 1
        while name.casefold() in {one.casefold() for one in found}:
            number += 1
            name = f"{wanted[: LONGEST_NAME - 6]} {number}"
        found.append(name)
    return tuple(found)
