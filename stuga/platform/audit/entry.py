"""What one entry is made of: canonical bytes, salted commitments, detail parts, last days."""

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.models.json import JsonObject, JsonValue
from stuga.platform.audit.catalogue import Stream

RETAIN_MONTHS: Final = 60
ANONYMISE_AFTER: Final[Mapping[Stream, timedelta]] = {
    Stream.CHANGE: timedelta(days=365),
    Stream.READ: timedelta(days=90),
    Stream.SECURITY: timedelta(days=365),
    Stream.ADMIN: timedelta(days=365),
}
MAX_IDS: Final = 100
_COMMITMENT: Final = b"\x02"
_SALT_BYTES: Final = 16
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was acted on. Ids name nobody once the record is gone; a person's id goes to detail.

    :ivar ids: the first hundred of several
    :ivar count: how many were shown or changed
    :ivar fields: names of the fields that changed
    """

    kind: str = ""
    app: str | None = None
    version: int | None = None
    model: str | None = None
    id: UUID | None = None
    ids: Sequence[UUID] = ()
    count: int | None = None
    fields: Sequence[str] = ()

    def described(self) -> JsonObject:
        """Return the target as it stands in an envelope."""
        ids: list[JsonValue] = [str(each) for each in self.ids[:MAX_IDS]]
        names: list[JsonValue] = [*sorted(self.fields)]
        given: JsonObject = {
            "kind": self.kind,
            "app": self.app,
            "version": self.version,
            "model": self.model,
            "id": str(self.id) if self.id else None,
            "ids": ids or None,
            "count": self.count,
            "fields": names or None,
        }
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the detail, and the salt that hides it in the envelope."""

    name: str
    value: bytes
    """Its canonical bytes."""
    salt: bytes

    def commitment(self) -> str:
        """Return SHA-256(0x02 ‖ salt ‖ value): says nothing once the salt is gone."""
        digest = hashlib.sha256(_COMMITMENT + self.salt + self.value).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def part(name: str, value: JsonValue) -> Part:
    """Make a part with fresh salt."""
    return Part(name, canonical(value), os.urandom(_SALT_BYTES))


def words_part(name: str, value: JsonObject) -> Part:
    """Make a part of words and whole numbers with fresh salt."""
    return Part(name, canonical_words(value), os.urandom(_SALT_BYTES))


def _plain(value: JsonValue) -> JsonValue:
    """Return the value in NFC, with numbers that have a fraction as text."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def canonical(value: JsonValue) -> bytes:
    """Return the bytes that are hashed: UTF-8, keys by code point, no spaces, NFC, no floats."""
    return _ENCODER.encode(_plain(value)).encode()


def canonical_words(value: JsonObject) -> bytes:
    """Return the same bytes of what holds no number with a fraction: ASCII is in NFC as it is."""
    text = _ENCODER.encode(value)
    return text.encode() if text.isascii() else canonical(value)


def moment(at: datetime) -> str:
    """Return UTC with milliseconds, as envelopes write it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def purge_month(at: datetime) -> date:
    """Return the first day of the month in which an entry goes, rounded up."""
    months = at.year * 12 + at.month + RETAIN_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def gone_day(at: datetime, stream: Stream) -> date:
    """Return the day on which an entry's detail goes."""
    return (at + ANONYMISE_AFTER[stream]).date() + timedelta(days=1)


def time_ordered_id(at: datetime) -> UUID:
    """Return a UUIDv7 (RFC 9562): the writer may not read back, so it makes the id itself."""
    milliseconds = int(at.timestamp() * 1000)
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | (random >> 68) << 64
    return UUID(int=value | 0b10 << 62 | random & (2**62 - 1))
