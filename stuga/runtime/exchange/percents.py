"""Which cells of a workbook are shown as percent: 0.25 there is 25 % to whoever looks at it."""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, Final

Cells = frozenset[tuple[int, int]]
"""Rows and columns, from 0."""
NO_CELLS: Final[Cells] = frozenset()
_BUILT_IN: Final = frozenset({b"9", b"10"})
_PIECE: Final = 1_000_000
_NOT_SHOWN: Final = re.compile(rb"&quot;.*?&quot;|\\.|_.|\*.|\[[^\]]*\]")
_FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
_STYLES: Final = re.compile(
    rb"<(?:\w+:)?cellXfs\b(?:(?!<(?:\w+:)?cellXfs\b).)*?</(?:\w+:)?cellXfs>", re.DOTALL
)
_STYLE: Final = re.compile(rb"<(?:\w+:)?xf\s[^<>]*>")
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLED: Final = re.compile(rb'\bs="(\d+)"')


def shown_as_percent(packed: zipfile.ZipFile) -> Mapping[str, Cells]:
    """Return, by the name of its sheet, the cells of an XLSX file that are shown as percent."""
    names = frozenset(packed.namelist())
    styles = _percent_styles(packed.read("xl/styles.xml")) if "xl/styles.xml" in names else ()
    if not styles:
        return {}
    found: dict[str, Cells] = {}
    for name, part in sheets_of(packed):
        if part in names:
            with packed.open(part) as content:
                found[name] = frozenset(_cells(content, frozenset(styles)))
    return found


def _percent_styles(styles: bytes) -> list[bytes]:
    """Return the numbers of the cell styles whose format has a percent sign."""
    formats = set(_BUILT_IN)
    for told in _FORMAT.findall(styles):
        if b"%" in _NOT_SHOWN.sub(b"", _attribute(told, b"formatCode")):
            formats.add(_attribute(told, b"numFmtId"))
    whole = _STYLES.search(styles)
    several = _STYLE.findall(whole[0]) if whole else []
    return [b"%d" % at for at, one in enumerate(several) if _attribute(one, b"numFmtId") in formats]


def sheets_of(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield what each sheet is called, and where it lies in the file."""
    relations = packed.read("xl/_rels/workbook.xml.rels")
    targets = {
        _attribute(one, b"Id"): _attribute(one, b"Target") for one in _RELATION.findall(relations)
    }
    for one in _SHEET.findall(packed.read("xl/workbook.xml")):
        target = targets.get(_attribute(one, rb"\w+:id"), b"").decode()
        name = html.unescape(_attribute(one, b"name").decode())
        yield name, target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return found[1] if found else b""


def _cells(content: IO[bytes], styles: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the places of a sheet's cells that have one of the styles, piece by piece."""
    rest = b""
    while piece := content.read(_PIECE):
        text = rest + piece
        end = text.rfind(b"<")
        text, rest = text[:end], text[end:]
        for found in _CELL.finditer(text):
            style, place = _STYLED.search(found[1]), place_of(found[1])
            if style and place and style[1] in styles:
                yield place


def place_of(attributes: bytes) -> tuple[int, int] | None:
    """Return the row and the column, from 0, that a cell's attributes name."""
    found = _PLACE.search(attributes)
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
