"""A storage in memory, for tests whose point is not where bytes lie."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO

from stuga.platform import clock
from stuga.platform.storage import (
    Bucket,
    MissingObjectError,
    StorageUnavailableError,
    Stored,
    Ticket,
)
from stuga.platform.tenancy import current_tenant_id

CHUNK = 65_536


class MemoryStorage:
    """Stores in this process; `is_down` makes it unreachable, `age` is that of all it holds."""

    def __init__(self) -> None:
        self.objects: dict[tuple[Bucket, str, str], bytes] = {}
        self.is_down = False
        self.age = timedelta(0)

    def put(self, bucket: Bucket, name: str, content: BinaryIO, *, media_type: str) -> None:
        assert media_type
        self.objects[self._key(bucket, name)] = content.read()

    @contextmanager
    def reading(
        self, bucket: Bucket, name: str, *, first: int = 0, last: int | None = None
    ) -> Iterator[Iterator[bytes]]:
        found = self.objects.get(self._key(bucket, name))
        if found is None:
            raise MissingObjectError(name)
        wanted = found[first : None if last is None else last + 1]
        yield (wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK))

    def find(self, bucket: Bucket, name: str) -> Stored | None:
        found = self.objects.get(self._key(bucket, name))
        return None if found is None else Stored(name, len(found), clock.now() - self.age)

    def listed(self, bucket: Bucket, prefix: str) -> Iterator[Stored]:
        _, tenant, _ = self._key(bucket, "")
        for (where, whose, name), content in sorted(self.objects.items()):
            if where is bucket and whose == tenant and name.startswith(prefix):
                yield Stored(name, len(content), clock.now() - self.age)

    def delete(self, bucket: Bucket, name: str) -> None:
        self.objects.pop(self._key(bucket, name), None)

    def ticket(self, bucket: Bucket, name: str, *, size: int, life: timedelta) -> Ticket:
        _, tenant, _ = self._key(bucket, name)
        fields = {"key": f"{tenant}/{name}", "size": str(size), "life": str(life)}
        return Ticket(f"memory://{bucket}", fields)

    def answers(self) -> bool:
        return not self.is_down

    def is_well(self) -> bool:
        return not self.is_down

    def _key(self, bucket: Bucket, name: str) -> tuple[Bucket, str, str]:
        if self.is_down:
            raise StorageUnavailableError
        return bucket, str(current_tenant_id()), name
