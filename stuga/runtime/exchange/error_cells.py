"""Cells of a workbook whose formula has failed: they hold what is wrong, and no value."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, Final

from stuga.models.definition.refusals import Refused
from stuga.runtime.exchange.percents import place_of, sheets_of

Failed = Mapping[tuple[int, int], str]
"""Rows and columns, from 0, each with what stands there."""
NO_ERRORS: Final[Failed] = {}
ERRORS: Final = frozenset(
    {
        *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"),
        *("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!"),
        *("#EXTERNAL!", "#PYTHON!", "#TIMEOUT!", "#GETTING_DATA"),
    }
)
_OTHERWISE: Final = "#VALUE!"
_PIECE: Final = 1_000_000
_LONGEST: Final = 65_536
"""No cell is longer: a formula has 8,192 characters."""
_BEGUN: Final = re.compile(rb"<(?:\w+:)?c\s")
_FAILED: Final = re.compile(
    rb"<(?:\w+:)?c\s([^<>]{0,200}?\bt=[\"']e[\"'][^<>]{0,200})(?<!/)>"
    rb"(?:(?!</?(?:\w+:)?c[\s/>]).)*?<(?:\w+:)?v>([^<]{1,20})</",
    re.DOTALL,
)
"""Each search ends where the next cell begins, whatever a file is made of."""


def failed_in(packed: zipfile.ZipFile) -> Mapping[str, Failed]:
    """Return, by the name of its sheet, the failed cells of an XLSX file."""
    names = frozenset(packed.namelist())
    found: dict[str, Failed] = {}
    for name, part in sheets_of(packed):
        if part in names:
            with packed.open(part) as content:
                found[name] = dict(_cells(content))
    return found


def refused_in(cell: str) -> Refused | None:
    """Return why a cell cannot be taken that holds an error; a copy of it in text does so too."""
    text = cell.strip()
    return Refused("cell-error", {"error": text}) if text in ERRORS else None


def _cells(content: IO[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the failed cells of a sheet, piece by piece."""
    rest = b""
    while piece := content.read(_PIECE):
        text = rest + piece
        begun = [one.start() for one in _BEGUN.finditer(text, max(0, len(text) - _LONGEST))]
        end = begun[-1] if begun else max(0, len(text) - _LONGEST)
        yield from _failed(text[:end])
        rest = text[end:]
    yield from _failed(rest)


def _failed(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' not in text and b"t='e'" not in text:
        return
    for one in _FAILED.finditer(text):
        place = place_of(one[1])
        if place is not None:
            said = one[2].decode(errors="replace")
            yield place, said if said in ERRORS else _OTHERWISE
