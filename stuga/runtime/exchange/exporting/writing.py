"""Rows as bytes: parts while it is written, and at last the one file that they become."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from uuid import UUID

import xlsxwriter  # type: ignore[import-untyped]
from babel import Locale

from stuga.models.definition.document import Field
from stuga.models.definition.masks import Masked
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.formula_guard import guarded
from stuga.runtime.exchange.cells import Writing
from stuga.runtime.exchange.exporting import blobs
from stuga.runtime.exchange.exporting.cells import text_of, typed_of
from stuga.runtime.exchange.exporting.commands import Format
from stuga.runtime.exchange.exporting.naming import NAMING, Names, named

MOST_SHEET_ROWS: Final = 1_048_575
"""A sheet has one more, for the names of its columns."""
LONGEST_CELL: Final = 32_767
COMMAS_FOR_DECIMALS: Final = ","
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def part_of(
    form: Format,
    fields: Sequence[Field],
    several: Sequence[JsonObject],
    names: Names,
    writing: Writing,
) -> bytes:
    """Write records, each holding what is open of it, as they stand in a part."""
    if not form.for_people:
        rows = [{"id": one["id"], **_data(one, fields)} for one in several]
        return "".join(f"{_json(one)}\n" for one in rows).encode()
    if form is Format.CSV:
        text = io.StringIO(newline="")
        lines = csv.writer(text, delimiter=_delimiter(writing.locale))
        for one in several:
            cells = [_text(one.get(field.key), field, names, writing) for field in fields]
            lines.writerow([guarded(cell) for cell in cells])
        return text.getvalue().encode()
    typed = [
        [_typed(one.get(field.key), field, names, writing) for field in fields] for one in several
    ]
    return "".join(f"{_json(row)}\n" for row in typed).encode()


def _data(one: JsonObject, fields: Sequence[Field]) -> JsonObject:
    """Return a record as programs read it: what is masked stands apart, for it is no value."""
    found: JsonObject = {key: one[key] for key in _keys(fields) if one.get(key) is not None}
    hidden = {key: value for key, value in found.items() if isinstance(value, Masked)}
    if not hidden:
        return found
    shown = {key: value for key, value in found.items() if key not in hidden}
    return {**shown, "masked": {**hidden}}


def _keys(fields: Sequence[Field]) -> list[str]:
    return [field.key for field in fields]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(value: JsonValue, field: Field, names: Names, writing: Writing) -> str:
    if isinstance(value, Masked):
        return str(value)
    return named(value, names) if field.kind.name in NAMING else text_of(value, field, writing)


def _typed(value: JsonValue, field: Field, names: Names, writing: Writing) -> JsonValue:
    if value is None:
        return None
    if isinstance(value, Masked):
        return {"s": str(value)}
    if field.kind.name in NAMING:
        return {"s": named(value, names)}
    return typed_of(value, field, writing)


def _delimiter(locale: Locale) -> str:
    """Return what stands between cells where the reader's spreadsheet program looks for it."""
    return ";" if locale.number_symbols["latn"]["decimal"] == COMMAS_FOR_DECIMALS else ","


@contextmanager
def put_together(
    job_id: UUID, form: Format, parts: int, titles: Sequence[str], locale: Locale
) -> Iterator[BinaryIO]:
    """Open the whole file; it lies on the disk, however long the list."""
    with TemporaryFile() as made:
        pieces = _pieces(job_id, parts)
        if form is Format.XLSX:
            _workbook(made, titles, _lines(pieces))
        elif form is Format.JSON:
            _array(made, _lines(pieces))
        else:
            if form is Format.CSV:
                made.write(_header(titles, locale))
            made.writelines(pieces)
        made.seek(0)
        yield made


def lines_of_parts(job_id: UUID, parts: int) -> Iterator[bytes]:
    """Yield the lines of all parts."""
    yield from _lines(_pieces(job_id, parts))


def _pieces(job_id: UUID, parts: int) -> Iterator[bytes]:
    for number in range(parts):
        with blobs.reading_part(job_id, number) as pieces:
            yield from pieces


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _header(titles: Sequence[str], locale: Locale) -> bytes:
    """Write the names of the columns, after the mark that tells Excel of UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=_delimiter(locale)).writerow([guarded(one) for one in titles])
    return text.getvalue().encode("utf-8-sig")


def _array(made: BinaryIO, lines: Iterator[bytes]) -> None:
    made.write(b"[")
    made.writelines((b",\n" if at else b"\n") + line for at, line in enumerate(lines))
    made.write(b"\n]\n")


class _Sheet:
    """A sheet whose rows go to the disk as they come."""

    def __init__(self, made: BinaryIO) -> None:
        self.book = xlsxwriter.Workbook(made, _OPTIONS)
        self._sheet = self.book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._bold = self.book.add_format({"bold": True})
        self._days = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self._moments = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def head(self, titles: Sequence[str]) -> None:
        for column, title in enumerate(titles):
            self._sheet.write_string(0, column, title[:LONGEST_CELL], self._bold)

    def write(self, row: int, column: int, cell: JsonValue) -> None:
        """Write one cell as what it is; text is never taken for a formula."""
        match cell:
            case {"s": text}:
                self._sheet.write_string(row, column, str(text)[:LONGEST_CELL])
            case {"n": number}:
                self._sheet.write_number(row, column, number)
            case {"b": truth}:
                self._sheet.write_boolean(row, column, truth)
            case {"d": day}:
                self._sheet.write_datetime(row, column, date.fromisoformat(str(day)), self._days)
            case {"m": at}:
                moment = datetime.fromisoformat(str(at))
                self._sheet.write_datetime(row, column, moment, self._moments)


def _workbook(made: BinaryIO, titles: Sequence[str], lines: Iterator[bytes]) -> None:
    sheet = _Sheet(made)
    sheet.head(titles)
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(json.loads(line)):
            sheet.write(row, column, cell)
    sheet.book.close()
