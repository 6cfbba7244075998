"""What is done to pictures, and whose they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose pictures: an app's, or, without one, the tenant's."""

    app_id: UUID | None = None
    app_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPicture:
    """Take a picture that someone has chosen.

    :ivar title: what the file is called
    """

    owner: Owner
    title: str
    content: BinaryIO
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPicture:
    """A picture that has been drawn anew already: ours, or out of an app's file."""

    title: str
    content: bytes
    media_type: str
    width: int
    height: int
