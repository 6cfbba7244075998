"""The bytes of files: the one place that stores, reads and removes them.

Here each file will be sealed with a key of its own; until there is a key ring, they lie as they
are, on a storage that the operator encrypts.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import BinaryIO, Final
from uuid import UUID

from stuga.platform.storage import Bucket, Stored, Ticket, storage

FILES: Final = "files/"
THUMBS: Final = "thumbs/"
TICKET_LIFE: Final = timedelta(hours=1)


def store(file_id: UUID, content: BinaryIO, *, media_type: str) -> None:
    """Store a file's bytes."""
    storage().put(Bucket.FILES, f"{FILES}{file_id}", content, media_type=media_type)


def store_thumb(file_id: UUID, content: BinaryIO, *, media_type: str) -> None:
    """Store a picture's thumbnail."""
    storage().put(Bucket.FILES, f"{THUMBS}{file_id}", content, media_type=media_type)


def reading(
    file_id: UUID, *, first: int = 0, last: int | None = None
) -> AbstractContextManager[Iterator[bytes]]:
    """Open a file's bytes, from the first to the last."""
    return storage().reading(Bucket.FILES, f"{FILES}{file_id}", first=first, last=last)


def reading_thumb(file_id: UUID) -> AbstractContextManager[Iterator[bytes]]:
    """Open a picture's thumbnail."""
    return storage().reading(Bucket.FILES, f"{THUMBS}{file_id}")


def remove(file_id: UUID) -> None:
    """Remove all there is of a file; doing it again finds nothing more."""
    for prefix in (FILES, THUMBS):
        storage().delete(Bucket.FILES, f"{prefix}{file_id}")
    storage().delete(Bucket.QUARANTINE, str(file_id))


def stored_files() -> Iterator[tuple[UUID, Stored]]:
    """Yield what is stored of the tenant's files, by id."""
    for one in storage().listed(Bucket.FILES, FILES):
        yield UUID(one.name.removeprefix(FILES)), one


def ticket(file_id: UUID, *, size: int) -> Ticket:
    """Let a client store a large file itself, where nobody reads it before it is looked at."""
    return storage().ticket(Bucket.QUARANTINE, str(file_id), size=size, life=TICKET_LIFE)


def reading_quarantine(file_id: UUID) -> AbstractContextManager[Iterator[bytes]]:
    """Open what a client has stored itself."""
    return storage().reading(Bucket.QUARANTINE, str(file_id))


def empty_quarantine(file_id: UUID) -> None:
    """Remove what a client has stored itself."""
    storage().delete(Bucket.QUARANTINE, str(file_id))
