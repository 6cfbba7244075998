"""Rows of a file as records to be: each cell read by its field, references looked up together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from typing import Final
from uuid import UUID

from babel import Locale

from stuga.models.definition.document import SYSTEM_FIELDS, Field
from stuga.models.definition.kinds.references import SEPARATORS
from stuga.models.definition.masks import DOTS, Masked
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.formula_guard import unguarded
from stuga.runtime.exchange.cells import Writing, value_of
from stuga.runtime.exchange.commands import Mapped
from stuga.runtime.exchange.error_cells import refused_in
from stuga.runtime.exchange.keys import ID, finds_only
from stuga.runtime.exchange.linking import Elsewhere, Found, linked, nowhere
from stuga.runtime.exchange.reading import Row
from stuga.runtime.records.acting import Acting

_ID: Final = SYSTEM_FIELDS[ID]
_NAMING: Final = frozenset({"reference", "references", "person"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record that a row asks for, or why it cannot be.

    :ivar emptied: the fields whose cells are empty
    :ivar finding: what the row has in columns that find records and fill nothing
    :ivar masked: the fields whose cells show a part of a value, and what they show
    :ivar key: what the row has for the fields of the key; empty without one
    :ivar id: the record that it is about; None for a new one
    :ivar as_id: the id that a new one gets, if another row names it so
    """

    row: Row
    data: JsonObject
    errors: Errors
    emptied: Collection[str] = ()
    finding: JsonObject = member(default_factory=dict)
    masked: Mapping[str, str] = member(default_factory=dict)
    key: JsonObject = member(default_factory=dict)
    id: UUID | None = None
    as_id: UUID | None = None


def wanted_from(
    acting: Acting,
    mapped: Sequence[Mapped],
    several: Sequence[Row],
    locale: Locale,
    *,
    elsewhere: Elsewhere = nowhere,
) -> list[Wanted]:
    """Read rows into records; however many rows, it is one query for each column of references."""
    writing = Writing(locale, acting.app.zone)
    known = {**acting.model.view.fields, ID: _ID}
    columns = [(one, known[one.field]) for one in mapped if one.field in known]
    sound = [row for row in several if row.refused is None]
    links = {
        one.column: linked(
            acting,
            field,
            one,
            _named_in(field, one.column, sound),
            writing,
            elsewhere=elsewhere,
        )
        for one, field in columns
        if field.kind.name in _NAMING and field is not _ID
    }
    readers = [_Reader(one, field, links.get(one.column), writing) for one, field in columns]
    return [_wanted(row, readers) for row in several]


def _named_in(field: Field, column: int, several: Sequence[Row]) -> list[str]:
    """Return what the cells of a column name, each by itself where a cell names several."""
    return [part for row in several for part in _parts(field, unguarded(row.cells[column]))]


def _parts(field: Field, cell: str) -> list[str]:
    several = SEPARATORS.split(cell) if field.kind.name == "references" else [cell]
    return [" ".join(part.split()) for part in several if part.strip()]


class _Reader:
    """Reads the cells of one column; what it has read before it knows."""

    def __init__(self, mapped: Mapped, field: Field, links: Found | None, writing: Writing) -> None:
        self.column, self.field = mapped.column, field
        self._conventions, self._links, self._writing = mapped.conventions, links, writing
        self._known: dict[str, JsonValue | Refused] = {}

    def value(self, written: str) -> JsonValue | Refused:
        """Return what a cell means in the field; nothing in it is `None`."""
        if written in self._known:
            return self._known[written]
        value = self._read(unguarded(written))
        if not isinstance(value, list | dict):  # no two records share what can be changed
            self._known[written] = value
        return value

    def _read(self, cell: str) -> JsonValue | Refused:
        wrong = refused_in(cell)
        if wrong is not None:
            return wrong
        if self.field.privacy.mask and cell.strip().startswith(DOTS):
            return Masked(cell.strip())
        if self.field is _ID:
            return cell.strip() or None
        if self._links is None:
            return value_of(cell, self.field, self._conventions, self._writing)
        found = [self._links.get(part) for part in _parts(self.field, cell)]
        refused = next((one for one in found if isinstance(one, Refused)), None)
        if self.field.kind.name != "references":
            return next(iter(found), None)
        ids: list[JsonValue] = [one for one in found if isinstance(one, str)]
        return refused or [*dict.fromkeys(map(str, ids))] or None


def _wanted(row: Row, readers: Sequence[_Reader]) -> Wanted:
    if row.refused is not None:
        return Wanted(row, {}, {"": row.refused})
    data: JsonObject = {}
    finding: JsonObject = {}
    errors: dict[str, Refused] = {}
    emptied: list[str] = []
    masked: dict[str, str] = {}
    for one in readers:
        field, value = one.field, one.value(row.cells[one.column])
        if isinstance(value, Refused):
            errors[pointer(field.key)] = value
        elif isinstance(value, Masked) and not finds_only(field):
            masked[field.key] = value
        elif finds_only(field):
            finding.update({} if value is None else {field.key: value})
        elif value is None:
            emptied.append(field.key)
        else:
            data[field.key] = value
    return Wanted(row, data, errors, emptied, finding, masked)
