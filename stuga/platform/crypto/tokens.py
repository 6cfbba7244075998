"""Secrets that are shown once and stored hashed."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, as 43 characters that fit a URL."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """Return the SHA-256 of a token. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode()).digest()
