"""Files: stored by name in an S3 bucket, below the tenant's id."""

from typing import Final

from flask import current_app

from stuga.platform.config import Settings
from stuga.platform.storage.nowhere import Nowhere
from stuga.platform.storage.place import Bucket, place_of
from stuga.platform.storage.port import (
    MissingObjectError,
    Storage,
    StorageUnavailableError,
    Stored,
    Ticket,
)
from stuga.platform.storage.s3 import S3Storage

__all__ = [
    "STORAGE",
    "Bucket",
    "MissingObjectError",
    "Storage",
    "StorageUnavailableError",
    "Stored",
    "Ticket",
    "new_storage",
    "storage",
]

STORAGE: Final = "stuga.storage"


def new_storage(settings: Settings) -> Storage:
    """Make the storage of an installation; one without a place stores nothing."""
    place = place_of(settings)
    return S3Storage(place) if place else Nowhere()


def storage() -> Storage:
    """Return the storage of this process."""
    found: Storage = current_app.extensions[STORAGE]
    return found
