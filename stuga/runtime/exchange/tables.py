"""Workbooks and JSON as the text that imports read: every sheet a table, its values plain."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.exchange.encodings import MOST_BYTES, MOST_ROWS, refused
from stuga.runtime.exchange.error_cells import NO_ERRORS, Failed, failed_in
from stuga.runtime.exchange.percents import NO_CELLS, Cells, shown_as_percent
from stuga.runtime.exchange.percents_open import marked_as_percent

BETWEEN_SHEETS: Final = "\x1e"
DELIMITER: Final = ","
MOST_UNPACKED: Final = 120_000_000
MOST_SHEETS: Final = 50
_ZIP: Final = b"PK\x03\x04"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_AMBIGUOUS: Final = 3
"""So many decimals could be thousands."""
_MARKS: Final = str.maketrans({"\0": None, BETWEEN_SHEETS: " "})
_SPAN: Final = re.compile(r"PT(\d{1,9})H(\d{1,9})M(\d{1,9})(?:[.,]\d+)?S")
_Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
_JSON_BEGINS: Final = (b"[", b"{")


@dataclass(frozen=True, slots=True)
class Tables:
    """A file as text: its tables one after the other, and what they are called.

    :ivar form: `XLSX`, `ODS`, `JSON` or `NDJSON`
    """

    content: bytes
    form: str
    sheets: tuple[str, ...]


def flattened(content: bytes) -> Tables | None:
    """Return the tables of a workbook or of JSON; None if it is neither.

    :raises InvalidError: if it is broken, empty or too large
    """
    if len(content) > MOST_BYTES:
        raise refused("file-too-large", most=MOST_BYTES // 1_000_000)
    if content.startswith(_ZIP):
        return _workbook(content)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_JSON_BEGINS):
        return _json(content)
    return None


def sheet_of(text: str, sheet: int) -> str:
    """Return the text of one table."""
    return text.split(BETWEEN_SHEETS)[sheet]


def _workbook(content: bytes) -> Tables:
    form = _form_of(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names[:MOST_SHEETS]]
        shares, failed = _beside(content, form)
    except (CalamineError, ValueError, OSError, KeyError, zipfile.BadZipFile):
        raise refused("file-broken-table", form=form) from None
    texts: dict[str, str] = {}
    for sheet in sheets:  # one after the other: each is large as values and small as text
        rows = sheet.to_python(skip_empty_area=True)
        if form == "ODS":
            rows = [[_span_of(cell) for cell in row] for row in rows]
        wrong = failed.get(sheet.name, NO_ERRORS)
        if wrong or any(map(any, rows)):
            at = sheet.start or (0, 0)
            texts[sheet.name] = _written(_texts(rows, at, shares.get(sheet.name, NO_CELLS), wrong))
    if not texts:
        raise refused("file-empty")
    return _made([*texts.values()], form, tuple(texts))


def _beside(content: bytes, form: str) -> tuple[Mapping[str, Cells], Mapping[str, Failed]]:
    """Return what is not among the values: which are shown as percent, and which have failed.

    An open document has its errors as texts.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if form == "XLSX":
            return shown_as_percent(packed), failed_in(packed)
        return marked_as_percent(packed), {}


def _texts(
    rows: Sequence[Sequence[object]], start: tuple[int, int], shares: Cells, failed: Failed
) -> Iterator[list[str]]:
    """Yield rows as texts; what the workbook shows as percent is one, what failed says so."""
    if not shares and not failed:
        yield from ([_plain(cell) for cell in row] for row in rows)
        return
    for at, row in enumerate(rows, start=start[0]):
        yield [
            failed.get((at, column)) or (_percent(cell) if (at, column) in shares else _plain(cell))
            for column, cell in enumerate(row, start=start[1])
        ]


def _percent(cell: object) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return _plain(cell)
    return f"{_number(float(Decimal(repr(cell)) * 100))}%"


def _form_of(content: bytes) -> str:
    """Tell which workbook it is, before anything is unpacked.

    :raises InvalidError: if it is none, or would grow beyond all measure
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
            names = frozenset(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise refused("file-broken-table", form="XLSX") from None
    if size > MOST_UNPACKED:
        raise refused("file-too-large", most=MOST_BYTES // 1_000_000)
    if "xl/workbook.xml" in names:
        return "XLSX"
    if "content.xml" in names and _OPEN_DOCUMENT in content[:200]:
        return "ODS"
    raise refused("file-workbook")


def _plain(cell: object) -> str:
    """Write a cell as no reader can take it for something else."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() | int():
            return _number(cell)
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return _hours(cell)
        case _:
            return str(cell).translate(_MARKS)


def _span_of(cell: _Cell) -> _Cell:
    """Return a cell of ODS that is a span of a day or more as the span that it is."""
    found = _SPAN.fullmatch(cell) if isinstance(cell, str) and cell.startswith("PT") else None
    if found is None:
        return cell
    hours, minutes, seconds = (int(one) for one in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _number(number: float) -> str:
    if not float(number).is_integer():
        text = format(Decimal(repr(number)), "f")
        decimals = len(text.partition(".")[2])
        return f"{text}0" if decimals == _AMBIGUOUS else text
    return str(int(number))


def _hours(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _json(content: bytes) -> Tables | None:
    """Return a list of objects, in one array or one a line; None if it is no JSON after all."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    found, form = _loaded(text), "JSON"
    if isinstance(found, dict):  # one record, or a list of them by some name
        alone: list[JsonValue] = [found]
        found = next((one for one in found.values() if isinstance(one, list)), alone)
    if not isinstance(found, list):
        found = [_loaded(line) for line in text.splitlines() if line.strip()]
        form = "NDJSON"
    several = [one for one in found if isinstance(one, dict)]
    if form == "NDJSON" and not several:
        return None  # a table whose first cell begins so
    if len(several) != len(found):
        raise refused("file-broken-table", form=form)
    if not several:
        raise refused("file-empty")
    names = tuple(dict.fromkeys(key for one in several for key in one))
    rows = ([_cell(one.get(name)) for name in names] for one in several)
    return _made([_written([[*names], *rows])], form, (form,))


def _loaded(text: str) -> JsonValue:
    try:
        found: JsonValue = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    return found


def _cell(value: JsonValue) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(one, list | dict) for one in value):
        return "; ".join(_cell(one) for one in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False).translate(_MARKS)
    return _plain(value)


def _written(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\n")
    writer.writerows(_bounded(rows))
    return text.getvalue()


def _bounded(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for at, row in enumerate(rows):
        if at > MOST_ROWS + 20:
            raise refused("file-rows", most=MOST_ROWS)
        yield row


def _made(texts: Sequence[str], form: str, sheets: tuple[str, ...]) -> Tables:
    content = BETWEEN_SHEETS.join(texts).encode()
    if len(content) > MOST_BYTES:
        raise refused("file-too-large", most=MOST_BYTES // 1_000_000)
    return Tables(content, form, sheets)


def named_columns(form: str) -> bool | None:
    """Tell whether a form's first row is always the names of its columns; None if it may be."""
    return True if form.endswith("JSON") else None


def as_object(cell: str) -> JsonObject | list[JsonValue] | None:
    """Return what a cell holds if it is a JSON object or array; None otherwise."""
    if cell[:1] not in {"{", "["}:
        return None
    found = _loaded(cell)
    return found if isinstance(found, dict | list) else None
