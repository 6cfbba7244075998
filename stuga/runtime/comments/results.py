"""What an act on comments gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A comment, and what the actor may do with it.

    :ivar text: whoever is mentioned stands as `@[id]`; `names` tells who that is
    :ivar who: the author's name; '' if it is not known any more
    """

    id: UUID
    author: UUID | None
    who: str
    text: str
    names: Mapping[UUID, str]
    created_at: datetime
    edited_at: datetime | None
    may_edit: bool
    may_delete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Comments, the oldest first.

    :ivar earlier: what to ask for those before them; None if there are none
    """

    comments: Sequence[Shown]
    earlier: UUID | None
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a comment stands.

    :ivar before: asks for the page of comments that it is on; None if that is the newest
    """

    model: str
    record: UUID
    before: UUID | None
