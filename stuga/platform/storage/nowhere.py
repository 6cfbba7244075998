"""The storage of an installation that has been given none: every call says so."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import BinaryIO, NoReturn

from stuga.platform.storage.place import Bucket
from stuga.platform.storage.port import StorageUnavailableError, Stored, Ticket


class Nowhere:
    """Stores nothing."""

    def put(self, _bucket: Bucket, _name: str, _content: BinaryIO, *, media_type: str) -> None:
        _refuse(media_type)

    def reading(
        self, _bucket: Bucket, _name: str, *, first: int = 0, last: int | None = None
    ) -> AbstractContextManager[Iterator[bytes]]:
        _refuse(first, last)

    def find(self, _bucket: Bucket, _name: str) -> Stored | None:
        _refuse()

    def listed(self, _bucket: Bucket, _prefix: str) -> Iterator[Stored]:
        _refuse()

    def delete(self, _bucket: Bucket, _name: str) -> None:
        _refuse()

    def ticket(self, _bucket: Bucket, _name: str, *, size: int, life: timedelta) -> Ticket:
        _refuse(size, life)

    def answers(self) -> bool:
        return False

    def is_well(self) -> bool:
        return False


def _refuse(*_given: object) -> NoReturn:
    raise StorageUnavailableError("STUGA_S3_ENDPOINT is not set, so files are stored nowhere.")
