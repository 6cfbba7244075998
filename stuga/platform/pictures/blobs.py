"""The bytes of pictures: the one place that stores, reads and removes them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from typing import Final
from uuid import UUID

from stuga.platform.storage import Bucket, Stored, storage

PICTURES: Final = "pictures/"
SMALL: Final = "pictures-small/"
SMALL_TYPE: Final = "image/webp"


def store(picture_id: UUID, content: bytes, *, media_type: str) -> None:
    storage().put(Bucket.FILES, f"{PICTURES}{picture_id}", BytesIO(content), media_type=media_type)


def store_small(picture_id: UUID, content: bytes) -> None:
    storage().put(Bucket.FILES, f"{SMALL}{picture_id}", BytesIO(content), media_type=SMALL_TYPE)


def reading(picture_id: UUID, *, small: bool = False) -> AbstractContextManager[Iterator[bytes]]:
    """Open a picture's bytes, or those of its thumbnail."""
    return storage().reading(Bucket.FILES, f"{SMALL if small else PICTURES}{picture_id}")


def remove(picture_id: UUID) -> None:
    """Remove all there is of a picture; doing it again finds nothing more."""
    for prefix in (PICTURES, SMALL):
        storage().delete(Bucket.FILES, f"{prefix}{picture_id}")


def stored_pictures() -> Iterator[tuple[UUID, Stored]]:
    """Yield what is stored of the tenant's pictures, by id."""
    for one in storage().listed(Bucket.FILES, PICTURES):
        yield UUID(one.name.removeprefix(PICTURES)), one
