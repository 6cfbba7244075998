"""What can be asked for of files."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """A file that came for a field.

    :ivar holder: of a stranger: what tells their browser from others
    """

    field: str
    name: str
    content: BinaryIO
    holder: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce:
    """A file that a client is about to store itself, because it is too large for the web."""

    field: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file of an app that someone wants to have, or to see small."""

    app: str
    id: UUID
    now: datetime
    thumb: bool = False
    holder: bytes | None = field(default=None, repr=False)
