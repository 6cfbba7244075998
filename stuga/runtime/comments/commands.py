"""What can be asked of the comments on a record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stuga.runtime.records.commands import InModel

ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord(InModel):
    """Which record; `id` is its."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GetComments(OnRecord):
    """The newest comments, or those before one of them; the oldest of them comes first."""

    before: UUID | None = None
    rows: int = ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment(OnRecord):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditComment(OnRecord):
    comment: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteComment(OnRecord):
    comment: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPeople(OnRecord):
    """People to mention whose name holds the words."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindComment:
    """Where a comment stands, whichever record it is on."""

    app: str
    now: datetime
    comment: UUID
