"""Passwords: bcrypt over a keyed pre-hash, so that nothing is cut at 72 bytes."""

import base64
import hashlib
import hmac

import bcrypt


def _prehashed(password: str, pepper: bytes) -> bytes:
    """Return 64 bytes: bcrypt takes 72, and its release 5 refuses more."""
    digest = hmac.new(pepper, password.encode(), hashlib.sha384).digest()
    return base64.b64encode(digest)


def hash_password(password: str, *, pepper: bytes, rounds: int) -> str:
    """Return `$2b$…`; takes about 0.2 s with 12 rounds."""
    return bcrypt.hashpw(_prehashed(password, pepper), bcrypt.gensalt(rounds)).decode()


def password_matches(password: str, stored: str, *, pepper: bytes) -> bool:
    """Tell whether the password is the stored one; as slow for a wrong one as for a right one."""
    return bcrypt.checkpw(_prehashed(password, pepper), stored.encode())
