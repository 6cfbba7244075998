"""The canonical bytes of a definition, and their digest: equal meaning, equal digest."""

import hashlib
import json
import unicodedata

from stuga.models.json import JsonObject, JsonValue


def canonical(document: JsonObject) -> bytes:
    """Write a document in its one form: members sorted, texts in NFC, numbers at their shortest.

    :raises ValueError: if it holds a number that JSON has not (infinity, NaN), or two members
        whose names differ only in how their accents are written
    """
    text = json.dumps(
        _normal(document),
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return text.encode()


def digest(document: JsonObject) -> str:
    """Give the SHA-256 of the canonical bytes, in 64 hexadecimal characters."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _normal(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 1.0 and 1 are one number in JSON
    if isinstance(value, list):
        return [_normal(one) for one in value]
    if isinstance(value, dict):
        named = {unicodedata.normalize("NFC", key): _normal(one) for key, one in value.items()}
        if len(named) < len(value):
            raise ValueError("two members have the same name")
        return named
    return value
