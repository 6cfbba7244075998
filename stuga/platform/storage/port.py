"""What a storage of files can do, whichever it is. Names begin with the bound tenant's id."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, Protocol

from stuga.platform.errors import UnavailableError
from stuga.platform.storage.place import Bucket

RETRY_SECONDS = 5


class StorageUnavailableError(UnavailableError):
    """Files can be neither stored nor read right now; a moment later they may."""

    code = "storage-unavailable"
    title = "Files cannot be reached right now"

    def __init__(self, detail: str = "Try again in a few seconds.") -> None:
        super().__init__(detail, seconds=RETRY_SECONDS)


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored object: its name below the tenant, its size in bytes, when it came."""

    name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a client posts, with a file in the field `file`, to store one object by itself."""

    url: str
    fields: Mapping[str, str]


class Storage(Protocol):
    """Stores bytes by name; every call may raise `StorageUnavailableError`."""

    def put(self, bucket: Bucket, name: str, content: BinaryIO, *, media_type: str) -> None:
        """Store all that is left of a stream, in place of what had the name."""

    def reading(
        self, bucket: Bucket, name: str, *, first: int = 0, last: int | None = None
    ) -> AbstractContextManager[Iterator[bytes]]:
        """Open an object, or its bytes from the first to the last, both included.

        :raises MissingObjectError: if there is none
        """

    def find(self, bucket: Bucket, name: str) -> Stored | None:
        """Tell an object's size, without reading it."""

    def listed(self, bucket: Bucket, prefix: str) -> Iterator[Stored]:
        """Yield the tenant's objects whose names begin so, by name."""

    def delete(self, bucket: Bucket, name: str) -> None:
        """Remove an object and all its versions; one that is gone is no error."""

    def ticket(self, bucket: Bucket, name: str, *, size: int, life: timedelta) -> Ticket:
        """Let a client store one object of exactly this size, itself."""

    def answers(self) -> bool:
        """Tell whether anybody listens there: cheap, and no more than a hint."""

    def is_well(self) -> bool:
        """Tell whether an object can really be stored, read and removed."""


class MissingObjectError(LookupError):
    """A row names an object that is not stored."""
