"""Files in a real S3: stored below their tenant, read in parts, really gone when removed."""

import os
import signal
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import urllib3

from stuga.local.processes import Process
from stuga.local.seaweed import Seaweed
from stuga.local.seaweed_trial import place_in
from stuga.platform.storage import Bucket, MissingObjectError, StorageUnavailableError
from stuga.platform.storage.place import S3Place
from stuga.platform.storage.s3 import S3Storage
from stuga.platform.tenancy.entry import bound
from tests.factories.cast import Tenant

CONTENT = bytes(range(256)) * 1_000
NOBODY_LISTENS = "http://127.0.0.1:9"


def stored(storage: S3Storage, name: str, content: bytes = CONTENT) -> None:
    storage.put(Bucket.FILES, name, BytesIO(content), media_type="application/pdf")


def read(storage: S3Storage, name: str, **part: int) -> bytes:
    with storage.reading(Bucket.FILES, name, **part) as pieces:
        return b"".join(pieces)


def test_what_is_stored_is_read_back_whole_and_in_parts(
    seaweedfs: S3Storage, bjorkby: Tenant
) -> None:
    with bound(bjorkby.id):
        stored(seaweedfs, "files/one")

        assert read(seaweedfs, "files/one") == CONTENT
        assert read(seaweedfs, "files/one", first=10, last=19) == CONTENT[10:20]
        assert read(seaweedfs, "files/one", first=255_990) == CONTENT[255_990:]
        found = seaweedfs.find(Bucket.FILES, "files/one")
        assert found is not None
        assert found.size == len(CONTENT)


def test_a_tenant_finds_nothing_of_another(
    seaweedfs: S3Storage, bjorkby: Tenant, granby: Tenant
) -> None:
    with bound(bjorkby.id):
        stored(seaweedfs, "files/one")

    with bound(granby.id):
        assert list(seaweedfs.listed(Bucket.FILES, "")) == []
        assert seaweedfs.find(Bucket.FILES, "files/one") is None
        with pytest.raises(MissingObjectError):
            read(seaweedfs, "files/one")
        seaweedfs.delete(Bucket.FILES, "files/one")

    with bound(bjorkby.id):
        assert [one.name for one in seaweedfs.listed(Bucket.FILES, "files/")] == ["files/one"]


def test_removing_can_be_repeated(seaweedfs: S3Storage, bjorkby: Tenant) -> None:
    with bound(bjorkby.id):
        stored(seaweedfs, "files/one")

        seaweedfs.delete(Bucket.FILES, "files/one")
        seaweedfs.delete(Bucket.FILES, "files/one")

        assert seaweedfs.find(Bucket.FILES, "files/one") is None


def test_a_ticket_takes_one_object_of_its_size_and_no_other(
    seaweedfs: S3Storage, bjorkby: Tenant
) -> None:
    with bound(bjorkby.id):
        seaweedfs.put(Bucket.QUARANTINE, "first", BytesIO(b"x"), media_type="text/plain")
        ticket = seaweedfs.ticket(Bucket.QUARANTINE, "large", size=5, life=timedelta(minutes=5))

        long, other, right = (
            urllib3.request("POST", ticket.url, fields={**ticket.fields, **more})
            for more in (
                {"file": ("f", b"123456")},
                {"key": f"{bjorkby.id}/other", "file": ("f", b"12345")},
                {"file": ("f", b"12345")},
            )
        )

        assert (long.status, other.status, right.status) == (400, 403, 204)
        names = [one.name for one in seaweedfs.listed(Bucket.QUARANTINE, "")]
        assert names == ["first", "large"]


def test_who_cannot_be_reached_is_told_so(bjorkby: Tenant) -> None:
    place = S3Place(endpoint=NOBODY_LISTENS, access_key="stuga", secret_key="s" * 20)
    away = S3Storage(place)

    with bound(bjorkby.id), pytest.raises(StorageUnavailableError) as raised:
        stored(away, "files/one")

    assert raised.value.seconds > 0
    assert "127.0.0.1" not in f"{raised.value} {raised.value.detail}"
    assert not away.is_well()


def test_a_wrong_key_stores_nothing(seaweedfs: S3Storage, bjorkby: Tenant) -> None:
    place = S3Place(endpoint=seaweedfs.endpoint, access_key="stuga", secret_key="guessed")

    with bound(bjorkby.id), pytest.raises(StorageUnavailableError):
        stored(S3Storage(place), "files/one")


def test_what_was_stored_is_there_after_the_server_was_killed_and_its_ports_taken(
    tmp_path: Path, bjorkby: Tenant
) -> None:
    first = Seaweed(home=tmp_path, secret="one")
    first.take_ports()
    process = Process(first.child())
    process.wait_until_ready()
    with bound(bjorkby.id):
        stored(S3Storage(place_in(first.settings())), "files/one")
    os.kill(process.pid, signal.SIGKILL)
    process.stop()
    (first.folder / "ports.json").unlink()
    first.take_ports()

    process = Process(first.child())
    try:
        process.wait_until_ready()
        with bound(bjorkby.id):
            assert read(S3Storage(place_in(first.settings())), "files/one") == CONTENT
        port = first.endpoint.rsplit(":", 1)[1]
        filer = urllib3.request("GET", f"http://127.0.0.1:{int(port) - 1}/buckets/files/")
        assert filer.status == 404
    finally:
        process.stop()
