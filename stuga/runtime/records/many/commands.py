"""What can be asked of many records at once, and what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.commands import InModel


class Do(StrEnum):
    """What is done with each."""

    UPDATE = "update"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which records: those named, or all of a list as it is filtered and searched.

    :ivar ids: those named; none means all that match
    :ivar where: the list's own condition
    :ivar filters: `filter[…]` parameters with their texts, on top of that
    """

    ids: tuple[UUID, ...] = ()
    where: JsonObject | None = None
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMany(InModel):
    """Change, delete or restore the chosen records.

    :ivar patch: of an update: the fields to set, `None` empties one
    :ivar expected: how many there are by what the actor has been told; None does not look
    """

    do: Do
    chosen: Chosen
    patch: JsonObject = field(default_factory=dict)
    expected: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a job needs to go on wherever it stands: what its settings hold.

    :ivar sort: the order in which all that match have their turn; '' where they are named
    :ivar at: sort values and id of the last one; empty at the start
    """

    ids: tuple[UUID, ...] = ()
    where: JsonObject | None = None
    search: str = ""
    sort: str = ""
    patch: JsonObject = field(default_factory=dict)
    at: Sequence[JsonValue] = ()
    reason: str = ""

    def kept(self) -> JsonObject:
        """Return it as the job's settings hold it."""
        return {
            "ids": [str(one) for one in self.ids],
            "where": self.where,
            "search": self.search,
            "sort": self.sort,
            "patch": self.patch,
            "at": [*self.at],
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A record that was refused: why as a whole, and by pointer.

    :ivar number: the how manieth it was
    """

    number: int
    record_id: UUID
    code: str
    errors: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it has come.

    :ivar total: how many there were at the start; None where nobody has counted
    :ivar done: how many have had their turn
    """

    id: UUID
    app_key: str
    model: str
    do: Do
    state: str
    total: int | None
    done: int
    failed: int
    reason: str
    ends_at: datetime

    @property
    def is_over(self) -> bool:
        return self.state != "running"

    @property
    def changed(self) -> int:
        """How many were carried out."""
        return self.done - self.failed
