"""Tries whether the SeaweedFS that came along stores what it is given."""

from collections.abc import Mapping
from functools import cache

from stuga.platform.storage.place import S3Place
from stuga.platform.storage.s3 import S3Storage


def place_in(settings: Mapping[str, str]) -> S3Place:
    """Return the place that the environment of the parts names."""
    return S3Place(
        endpoint=settings["STUGA_S3_ENDPOINT"],
        access_key=settings["STUGA_S3_ACCESS_KEY"],
        secret_key=settings["STUGA_S3_SECRET_KEY"],
    )


def can_store(settings: Mapping[str, str]) -> bool:
    """Tell whether a real object can be stored there."""
    storage = _storage_at(place_in(settings))
    return storage.answers() and storage.is_well()


@cache
def _storage_at(place: S3Place) -> S3Storage:
    return S3Storage(place, patience_seconds=2)
