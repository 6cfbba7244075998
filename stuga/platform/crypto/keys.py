"""One root secret, and keys for each purpose and tenant derived from it (HKDF, RFC 5869)."""

import hashlib
import hmac
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Purpose(StrEnum):
    """What a key is for. A key never serves two purposes."""

    ADDRESS = "address"
    ANONYMISE = "anonymise"
    COMMENT = "comment"
    CSRF = "csrf"
    CURSOR = "cursor"
    FILE = "file"
    PEPPER = "pepper"
    REQUEST = "request"
    THROTTLE = "throttle"
    UNIQUE = "unique"


@lru_cache(maxsize=4096)
def _derived(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


class KeyRing:
    """The keys of one installation."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return "KeyRing(…)"

    def key(self, purpose: Purpose, tenant_id: UUID | None = None, name: str = "") -> bytes:
        """Return 32 bytes for a purpose, of one tenant where given, and of one name within it."""
        info = f"stuga:{purpose}:{tenant_id or ''}:{name}".encode()
        return _derived(self._secret, info)

    def mac(
        self, purpose: Purpose, value: bytes, tenant_id: UUID | None = None, name: str = ""
    ) -> bytes:
        """Return HMAC-SHA-256 of the value: 32 bytes that nobody without the key can guess."""
        return hmac.new(self.key(purpose, tenant_id, name), value, hashlib.sha256).digest()


class _Present:
    """The ring of this process, set once at start."""

    ring: KeyRing | None = None


def use_ring(ring: KeyRing) -> None:
    """Make a ring the one of this process."""
    _Present.ring = ring


def ring() -> KeyRing:
    """Return the ring of this process.

    :raises RuntimeError: before `use_ring`
    """
    if _Present.ring is None:
        raise RuntimeError("no key ring is in use yet")
    return _Present.ring
