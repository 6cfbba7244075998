"""What can be asked of exports, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from stuga.models.json import JsonObject, JsonValue


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    NDJSON = "ndjson"
    PDF = "pdf"

    @property
    def for_people(self) -> bool:
        """Whether people read it, so that it holds words in place of ids."""
        return self in {Format.CSV, Format.XLSX, Format.PDF}

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.NDJSON: "application/x-ndjson",
    Format.PDF: "application/pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Begin to write a list into a file.

    :ivar where: the list's own condition
    :ivar filters: `filter[…]` parameters with their texts, on top of that
    :ivar fields: which fields, in which order; empty for all that may be taken along
    :ivar name: what the file is called, without its ending
    :ivar skips_closed: leave out fields that are not open; else they are refused
    :ivar title: of a list on paper: what it is called
    :ivar about: of a list on paper: what it is narrowed to, in words
    """

    app: str
    model: str
    now: datetime
    format: Format
    language: str
    where: JsonObject | None = None
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    sort: str = ""
    fields: tuple[str, ...] = ()
    name: str = ""
    skips_closed: bool = False
    title: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a job needs to go on wherever it stands: what its settings hold.

    :ivar at: sort values and id of the last record that is written; empty at the start
    :ivar parts: how many parts are stored
    :ivar ids: the first hundred records that it holds, for the trail
    """

    where: JsonObject | None
    search: str
    sort: str
    fields: tuple[str, ...]
    language: str
    at: Sequence[JsonValue] = ()
    parts: int = 0
    ids: tuple[str, ...] = ()
    reason: str = ""
    title: str = ""
    about: tuple[str, ...] = ()

    def kept(self) -> JsonObject:
        """Return it as the job's settings hold it."""
        return {
            "where": self.where,
            "search": self.search,
            "sort": self.sort,
            "fields": [*self.fields],
            "language": self.language,
            "at": [*self.at],
            "parts": self.parts,
            "ids": [*self.ids],
            "reason": self.reason,
            "title": self.title,
            "about": [*self.about],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an export has come.

    :ivar state: `running`, `done`, `failed` or `cancelled`
    :ivar total: how many there were at the start; None where nobody has counted
    """

    id: UUID
    app_key: str
    model: str
    file_name: str
    format: Format
    state: str
    total: int | None
    done: int
    size: int
    reason: str
    ends_at: datetime

    @property
    def is_over(self) -> bool:
        return self.state != "running"
