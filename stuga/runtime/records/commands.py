"""What can be asked for: each command is one use case of records."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from stuga.models.json import JsonObject

NEWEST: Final = "-created_at"
"""The order of a list that asks for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InModel:
    """Where a command is carried out, and at which moment."""

    app: str
    model: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRecord(InModel):
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRecord(InModel):
    """`screen` is the key of the form it was typed in; '' for the API and imports."""

    data: JsonObject
    screen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceRecord(InModel):
    """Set all fields that the actor may read and write; those not given are emptied."""

    id: UUID
    revision: int
    data: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchRecord(InModel):
    """Set the fields given, `None` empties one (RFC 7396). Forms post this, with their screen."""

    id: UUID
    revision: int
    patch: JsonObject
    screen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteRecord(InModel):
    """Put a record in the trash; without a revision whatever it has become."""

    id: UUID
    revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreRecord(InModel):
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GetHistory(InModel):
    """The changes of a record, newest first; `before` is the revision where a page ends."""

    id: UUID
    before: int | None = None
    rows: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One of many. `data` is a whole record for create and a merge patch for update.

    A restore takes a record out of the trash; one that is not there stays.

    :ivar as_id: the id that a new record gets, so that others of the same command can name it; all
        or none, and never from a caller outside
    """

    do: Literal["create", "update", "delete", "restore"]
    data: JsonObject = field(default_factory=dict)
    id: UUID | None = None
    revision: int | None = None
    as_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk(InModel):
    """At most 1,000 operations: all or none if `atomic`, else each by itself."""

    operations: tuple[Operation, ...]
    atomic: bool = False
    is_import: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRecords(InModel):
    """A page of a list.

    :ivar where: a condition over the model's fields
    :ivar filters: `filter[…]` parameters with their texts, on top of that
    :ivar search: words; each must stand somewhere in the searched fields
    :ivar sort: up to three of indexed fields, `created_at`, `updated_at` and `id`, with commas
        between; `-` in front for falling; empty for the usual order
    :ivar count: whether to count, up to 10,000
    :ivar trash: the records in the trash instead of those that live
    :ivar export: only those records that the actor may export, too
    """

    where: JsonObject | None = None
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    sort: str = ""
    limit: int = 50
    cursor: str = ""
    count: bool = False
    trash: bool = False
    export: bool = False
