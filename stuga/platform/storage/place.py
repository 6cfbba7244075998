"""Where files are stored: an S3 endpoint, its keys, its buckets."""

from dataclasses import dataclass, field
from enum import StrEnum

from stuga.platform.config import Settings


class Bucket(StrEnum):
    """What stored things are: files that records hold, or uploads nobody has looked at yet."""

    FILES = "files"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Place:
    """An S3 endpoint that the operator names; nothing else is ever asked for files."""

    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    region: str = "us-east-1"
    files: str = "files"
    quarantine: str = "quarantine"

    def bucket(self, bucket: Bucket) -> str:
        """Return the bucket's name at this endpoint."""
        return self.files if bucket is Bucket.FILES else self.quarantine


def place_of(settings: Settings) -> S3Place | None:
    """Return where an installation stores files; None if it stores none."""
    if not settings.s3_endpoint:
        return None
    return S3Place(
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        region=settings.s3_region,
        files=settings.s3_files_bucket,
        quarantine=settings.s3_quarantine_bucket,
    )
