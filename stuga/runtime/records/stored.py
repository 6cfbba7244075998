"""A record as it lies in its row, and what one reader may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import InstrumentedAttribute

from stuga.models import Record
from stuga.models.definition.document import Fields
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.masks import Masked
from stuga.models.json import JsonObject, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One record, whole. Nothing of it leaves the runtime but through `ModelRights.show`."""

    id: UUID
    model_id: UUID
    version: int
    revision: int
    data: JsonObject
    created_at: datetime
    created_by: UUID | None
    updated_at: datetime
    updated_by: UUID | None
    due_at: datetime | None = None
    held: bool = False
    restricted: bool = False
    deleted_at: datetime | None = None

    @property
    def system(self) -> JsonObject:
        """The system fields, as conditions, columns and rights name them."""
        created = moment_text(self.created_at)
        untouched = self.updated_at == self.created_at
        return {
            "id": str(self.id),
            "revision": self.revision,
            "version": self.version,
            "created_at": created,
            "created_by": _text(self.created_by),
            "updated_at": created if untouched else moment_text(self.updated_at),
            "updated_by": _text(self.updated_by),
        }

    @property
    def values(self) -> JsonObject:
        """The data and the system fields together: what conditions look at."""
        return {**self.data, **self.system}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A record as one reader may see it.

    :ivar system: those system fields that the reader may see; always `id, revision, version`
    :ivar data: those fields that the reader may see
    :ivar readable: the fields the reader may see in this record
    :ivar writable: the fields the reader may change in it; None if they may not change it
    :ivar masked: what is left of values that the reader may not see, where a field says so
    """

    id: UUID
    revision: int
    system: JsonObject
    data: JsonObject
    readable: Fields
    writable: Fields | None
    may_delete: bool
    deleted_at: datetime | None
    masked: Mapping[str, Masked] = field(default_factory=dict)
    held: bool = False
    restricted: bool = False

    @property
    def told(self) -> JsonObject:
        """All that a page may write of it: what is masked, the data and the system fields."""
        return {**self.masked, **self.data, **self.system}


COLUMNS: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    Record.id,
    Record.model_id,
    Record.app_version,
    Record.revision,
    Record.data,
    Record.created_at,
    Record.created_by,
    Record.updated_at,
    Record.updated_by,
    Record.due_at,
    Record.held,
    Record.restricted,
    Record.deleted_at,
)
"""What `select(*COLUMNS)` must name, in this order, for `stored_of`."""


def stored_of(row: Sequence[Any]) -> Stored:
    """Turn a row of `COLUMNS`, and of whatever stands behind them, into a record."""
    return Stored(
        id=row[0],
        model_id=row[1],
        version=row[2],
        revision=row[3],
        data=row[4],
        created_at=row[5],
        created_by=row[6],
        updated_at=row[7],
        updated_by=row[8],
        due_at=row[9],
        held=row[10],
        restricted=row[11],
        deleted_at=row[12],
    )


def _text(some_id: UUID | None) -> JsonValue:
    return None if some_id is None else str(some_id)
