"""The bytes of exports: parts while it is written, then one file."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, Final
from uuid import UUID

from stuga.platform.storage import Bucket, storage
from stuga.runtime.exchange.exporting.commands import Format

EXPORTS: Final = "exports/"
PLAIN: Final = "application/octet-stream"


def store_part(job_id: UUID, number: int, content: BinaryIO) -> None:
    """Store one part; the same number again takes its place."""
    storage().put(Bucket.FILES, _part(job_id, number), content, media_type=PLAIN)


def reading_part(job_id: UUID, number: int) -> AbstractContextManager[Iterator[bytes]]:
    """Open a part."""
    return storage().reading(Bucket.FILES, _part(job_id, number))


def drop_parts(job_id: UUID, count: int) -> None:
    """Remove the parts of a file that is put together."""
    for number in range(count):
        storage().delete(Bucket.FILES, _part(job_id, number))


def store(job_id: UUID, content: BinaryIO, form: Format) -> None:
    """Store the file."""
    storage().put(Bucket.FILES, f"{EXPORTS}{job_id}", content, media_type=form.media_type)


def reading(job_id: UUID) -> AbstractContextManager[Iterator[bytes]]:
    """Open the file."""
    return storage().reading(Bucket.FILES, f"{EXPORTS}{job_id}")


def remove(job_id: UUID) -> None:
    """Remove all there is of an export; doing it again finds nothing more."""
    found = [one.name for one in storage().listed(Bucket.FILES, f"{EXPORTS}{job_id}")]
    for name in found:
        storage().delete(Bucket.FILES, name)


def _part(job_id: UUID, number: int) -> str:
    # Beside the file, not below it: some storages keep names as folders.
    return f"{EXPORTS}{job_id}.part{number}"
