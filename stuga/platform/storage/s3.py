"""Files in S3, whoever runs it: the one place that speaks to it."""

import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from stuga.platform.storage.place import Bucket, S3Place
from stuga.platform.storage.port import (
    MissingObjectError,
    StorageUnavailableError,
    Stored,
    Ticket,
)
from stuga.platform.telemetry import log
from stuga.platform.tenancy import current_tenant_id

CHUNK: Final = 65_536
PROBE: Final = "probe"
PROBE_SECONDS: Final = 0.5
_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_NO_BUCKET: Final = "NoSuchBucket"


class S3Storage:
    """Stores by way of boto3. A client is made by each process for itself, when it needs one."""

    def __init__(self, place: S3Place, *, patience_seconds: int = 15) -> None:
        self._place = place
        self._patience_seconds = patience_seconds
        self._lock = threading.Lock()
        self._made: Any = None  # boto3 makes its clients' classes while it runs

    @property
    def endpoint(self) -> str:
        """Where it is asked."""
        return self._place.endpoint

    def put(self, bucket: Bucket, name: str, content: BinaryIO, *, media_type: str) -> None:
        """Store a stream; the bucket is made when it is not there yet."""
        start = content.tell()
        with _told():
            try:
                self._put(bucket, _key(name), content, media_type)
            except self._client.exceptions.NoSuchBucket:
                self._client.create_bucket(Bucket=self._place.bucket(bucket))
                content.seek(start)
                self._put(bucket, _key(name), content, media_type)

    def _put(self, bucket: Bucket, key: str, content: BinaryIO, media_type: str) -> None:
        self._client.put_object(
            Bucket=self._place.bucket(bucket), Key=key, Body=content, ContentType=media_type
        )

    @contextmanager
    def reading(
        self, bucket: Bucket, name: str, *, first: int = 0, last: int | None = None
    ) -> Iterator[Iterator[bytes]]:
        """Open an object; its bytes come while they are asked for."""
        wanted = f"bytes={first}-{'' if last is None else last}"
        asked = {"Range": wanted} if first or last is not None else {}
        with _told():
            found = self._client.get_object(
                Bucket=self._place.bucket(bucket), Key=_key(name), **asked
            )
        body = found["Body"]
        try:
            yield _pieces(body.iter_chunks(CHUNK))
        finally:
            body.close()

    def find(self, bucket: Bucket, name: str) -> Stored | None:
        try:
            with _told():
                found = self._client.head_object(Bucket=self._place.bucket(bucket), Key=_key(name))
        except MissingObjectError:
            return None
        return Stored(name, found["ContentLength"], found["LastModified"])

    def listed(self, bucket: Bucket, prefix: str) -> Iterator[Stored]:
        mine = _key("")
        try:
            with _told():
                pages = self._client.get_paginator("list_objects_v2").paginate(
                    Bucket=self._place.bucket(bucket), Prefix=mine + prefix
                )
                for page in pages:
                    for one in page.get("Contents", ()):
                        name = one["Key"].removeprefix(mine)
                        yield Stored(name, one["Size"], one["LastModified"])
        except MissingObjectError:  # no bucket: nothing has been stored yet
            return

    def delete(self, bucket: Bucket, name: str) -> None:
        """Remove an object; where the bucket keeps versions, each of them."""
        key = _key(name)
        where = self._place.bucket(bucket)
        try:
            with _told():
                self._client.delete_object(Bucket=where, Key=key)
                for version in self._versions(where, key):
                    self._client.delete_object(Bucket=where, Key=key, VersionId=version)
        except MissingObjectError:
            return

    def _versions(self, where: str, key: str) -> list[str]:
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=where, Prefix=key
        )
        return [
            one["VersionId"]
            for page in pages
            for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
            if one["Key"] == key and one["VersionId"] != "null"
        ]

    def ticket(self, bucket: Bucket, name: str, *, size: int, life: timedelta) -> Ticket:
        key = _key(name)
        self._make_sure_of(self._place.bucket(bucket))
        with _told():
            made = self._client.generate_presigned_post(
                self._place.bucket(bucket),
                key,
                Conditions=[["content-length-range", size, size]],
                ExpiresIn=int(life.total_seconds()),
            )
        return Ticket(made["url"], made["fields"])

    def _make_sure_of(self, where: str) -> None:
        try:
            with _told():
                self._client.head_bucket(Bucket=where)
        except MissingObjectError:
            with _told():
                self._client.create_bucket(Bucket=where)

    def answers(self) -> bool:
        there = urlsplit(self._place.endpoint)
        port = there.port or (443 if there.scheme == "https" else 80)
        try:
            socket.create_connection((there.hostname or "", port), timeout=PROBE_SECONDS).close()
        except OSError:
            return False
        return True

    def is_well(self) -> bool:
        name = f"{PROBE}/{secrets.token_hex(8)}"
        where = self._place.bucket(Bucket.FILES)
        try:
            with _told():
                try:
                    self._put(Bucket.FILES, name, BytesIO(b"stuga"), "text/plain")
                except self._client.exceptions.NoSuchBucket:
                    self._client.create_bucket(Bucket=where)
                    self._put(Bucket.FILES, name, BytesIO(b"stuga"), "text/plain")
                said: bytes = self._client.get_object(Bucket=where, Key=name)["Body"].read()
                self._client.delete_object(Bucket=where, Key=name)
        except (StorageUnavailableError, MissingObjectError):
            return False
        return said == b"stuga"

    @property
    def _client(self) -> Any:  # noqa: ANN401  # as above
        with self._lock:
            if self._made is None:
                self._made = _new_client(self._place, self._patience_seconds)
            return self._made


def _new_client(place: S3Place, patience_seconds: int) -> Any:  # noqa: ANN401  # as above
    # Only who stores files pays for it: it takes as long as all else of a start.
    import boto3  # type: ignore[import-untyped]  # noqa: PLC0415
    from botocore.config import Config  # type: ignore[import-untyped]  # noqa: PLC0415

    return boto3.session.Session(
        aws_access_key_id=place.access_key,
        aws_secret_access_key=place.secret_key,
        region_name=place.region,
    ).client(
        "s3",
        endpoint_url=place.endpoint,
        config=Config(
            connect_timeout=2,
            read_timeout=patience_seconds,
            retries={"mode": "standard", "total_max_attempts": 2},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            # Straight to the operator's endpoint, whatever the environment says of proxies.
            proxies={},
        ),
    )


@contextmanager
def _told() -> Iterator[None]:
    """Turn the client's errors into ours; what it says of keys and addresses goes to the log."""
    from botocore.exceptions import (  # type: ignore[import-untyped]  # noqa: PLC0415  # as above
        BotoCoreError,
        ClientError,
    )

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _ABSENT or code == _NO_BUCKET:
            raise MissingObjectError(code) from None
        log.warning("storage.refused", code=code)
        raise StorageUnavailableError from None
    except BotoCoreError as error:
        log.warning("storage.unreachable", error=type(error).__name__)
        raise StorageUnavailableError from None


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    with _told():
        yield from chunks


def _key(name: str) -> str:
    """Return where an object of the bound tenant lies; nobody else's name can be written."""
    return f"{current_tenant_id()}/{name}"
