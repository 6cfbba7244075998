"""Stored values in words: for cells, details and filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.attached import FILE_KINDS, file_ids
from stuga.models.definition.masks import Masked
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.cell import Cell
from stuga.platform.ui.widgets import FileShown, Table, widget_for
from stuga.platform.ui.widgets.widget import Widget

RELATIONS: Final = frozenset({"reference", "references", "person"})
LONGEST_CELL: Final = 120


@dataclass(frozen=True, slots=True)
class Values:
    """Writes values; `labels` name records and people by id, `links` lead to them."""

    locale: Locale
    labels: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, FileShown] = field(default_factory=dict)
    _widgets: dict[int, tuple[Field, Widget]] = field(default_factory=dict, repr=False)

    def words(self, field: Field, value: JsonValue) -> str:
        """Write the value for reading; a reference by its label; '' if there is none."""
        if value is None:
            return ""
        if isinstance(value, Masked):
            return str(value)
        if field.kind.name in RELATIONS:
            ids = value if isinstance(value, list) else [value]
            unknown = self.locale.text("Unknown")
            return "; ".join(self.labels.get(str(one)) or unknown for one in ids)
        if field.kind.name in FILE_KINDS:
            return self._file_words(value)
        if field.inner:
            return "\n".join(", ".join(filter(None, row)) for row in self.table(field, value).rows)
        return self._widget(field).words(value, field, self.locale)

    def _widget(self, field: Field) -> Widget:
        """Return the field's widget, looked for once; fields are the page's own, and outlive it."""
        found = self._widgets.get(id(field))
        if found is None or found[0] is not field:
            found = self._widgets[id(field)] = (field, widget_for(field))
        return found[1]

    def link(self, field: Field, value: JsonValue) -> str:
        """Give the address that the value leads to; '' if it leads nowhere."""
        if not isinstance(value, str) or isinstance(value, Masked):
            return ""
        if field.kind.name in RELATIONS:
            return self.links.get(value, "")
        return self._widget(field).link(value)

    def files_of(self, value: JsonValue) -> Sequence[FileShown]:
        """Return the files that a value names, as far as they are there."""
        return [self.files[one] for one in file_ids(value) if one in self.files]

    def table(self, field: Field, value: JsonValue) -> Table:
        """Write a list as a table; a list in a row on one line."""
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        return Table(
            [inner.title for inner in field.inner.values()],
            [
                [
                    " · ".join(self.words(inner, row.get(key)).split("\n"))
                    for key, inner in field.inner.items()
                ]
                for row in rows
            ],
        )

    def column(self, field: Field) -> Callable[[JsonValue], Cell]:
        """Return `cell` for many values of one field: one that comes again is written once."""
        written: dict[tuple[type, JsonValue], Cell] = {}

        def cell(value: JsonValue) -> Cell:
            if isinstance(value, list | dict):
                return self.cell(field, value)
            key = (type(value), value)  # else 1, 1.0 and True were one
            found = written.get(key)
            if found is None:
                found = written[key] = self.cell(field, value)
            return found

        return cell

    def cell(self, field: Field, value: JsonValue) -> Cell:
        """Write the value on one line, cut if it is long."""
        text = " ".join(self._short(field, value).split("\n"))
        if len(text) > LONGEST_CELL:
            text = text[: LONGEST_CELL - 1].rstrip() + "…"
        if field.kind.name in FILE_KINDS:
            return self._file_cell(text, value)
        raw = "" if value is None or isinstance(value, list | dict) else str(value)
        return Cell(text, raw=raw, link=self.link(field, value))

    def _file_words(self, value: JsonValue) -> str:
        """Name the files that are there, and count those of which nothing more is known."""
        names = [one.name for one in self.files_of(value)]
        unknown = len(file_ids(value)) - len(names)
        if unknown:
            names.append(self.locale.plural("{n} file", "{n} files", unknown))
        return "; ".join(names)

    def _file_cell(self, text: str, value: JsonValue) -> Cell:
        """Write one file with its size and picture, several by their names."""
        files = self.files_of(value)
        if len(files) != 1:
            return Cell(text)
        one = files[0]
        return Cell(f"{text} ({one.size})", link=one.address, thumb=one.thumb)

    def _short(self, field: Field, value: JsonValue) -> str:
        if field.inner and isinstance(value, list):
            return self.locale.plural("{n} row", "{n} rows", len(value)) if value else ""
        return self.words(field, value)
