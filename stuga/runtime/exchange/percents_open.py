"""Which cells of an ODS file are percent: its cells say so themselves, and stand for several."""

import html
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from stuga.runtime.exchange.percents import Cells

CONTENT: Final = "content.xml"
_PIECE: Final = 1_000_000
_PERCENTAGE: Final = b"percentage"
_MOST_ROWS: Final = 101_000
_MOST_COLUMNS: Final = 1_000
_QUOTED: Final = rb"(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*"
_TAG: Final = re.compile(
    rb"<(?:\w+:)?(table|table-row|table-cell|covered-table-cell)(?=[\s/>])(" + _QUOTED + rb")>"
)
_ATTRIBUTE: Final = re.compile(rb"(?:^|\s)(?:\w+:)?([\w-]+)=(?:\"([^\"]*)\"|'([^']*)')")


def marked_as_percent(packed: zipfile.ZipFile) -> Mapping[str, Cells]:
    """Return, by the name of its sheet, the cells of an ODS file that are percent."""
    if not any(_PERCENTAGE in one for one in _pieces(packed)):
        return {}
    found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    name, place = "", _Place()
    for tag, attributes in _tags(packed):
        if tag == b"table":
            name = html.unescape(attributes.get(b"name", b"").decode(errors="replace"))
            place = _Place()
        elif tag == b"table-row":
            place.next_row(_count(attributes, b"number-rows-repeated"))
        else:
            count = _count(attributes, b"number-columns-repeated")
            if attributes.get(b"value-type") == _PERCENTAGE:
                found[name].update(place.cells(count))
            place.column += count
    return {name: frozenset(cells) for name, cells in found.items()}


class _Place:
    """Where the next cell stands; a row or a cell may stand for several that are alike."""

    def __init__(self) -> None:
        self.row, self.column, self._rows = 0, 0, 0

    def next_row(self, count: int) -> None:
        """Begin with a row that stands for so many."""
        self.row, self.column, self._rows = self.row + self._rows, 0, count

    def cells(self, count: int) -> Iterator[tuple[int, int]]:
        """Return the places of a cell that stands for so many."""
        rows = range(self.row, min(self.row + self._rows, _MOST_ROWS))
        columns = range(self.column, min(self.column + count, _MOST_COLUMNS))
        return product(rows, columns)


def _pieces(packed: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the content of a file, no tag of it in two pieces."""
    rest = b""
    with packed.open(CONTENT) as content:
        while piece := content.read(_PIECE):
            text = rest + piece
            end = text.rfind(b"<")
            yield text[:end]
            rest = text[end:]
    yield rest


def _tags(packed: zipfile.ZipFile) -> Iterator[tuple[bytes, Mapping[bytes, bytes]]]:
    for piece in _pieces(packed):
        for found in _TAG.finditer(piece):
            yield (
                found[1],
                {one[1]: one[2] or one[3] or b"" for one in _ATTRIBUTE.finditer(found[2])},
            )


def _count(attributes: Mapping[bytes, bytes], name: bytes) -> int:
    text = attributes.get(name, b"1")
    return int(text) if text.isdigit() else 1
