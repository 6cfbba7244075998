"""Keyset cursors: opaque, signed, good for one list only."""

import base64
import hmac
import json
from typing import Final

from stuga.models.json import JsonValue
from stuga.platform.crypto import Purpose, ring
from stuga.platform.errors import BadRequestError
from stuga.platform.tenancy import current_tenant_id

_MAC_BYTES: Final = 16
MAX_LIMIT: Final = 200
DEFAULT_LIMIT: Final = 50


def sealed_cursor(position: list[JsonValue], listing: str) -> str:
    """Return a cursor for a position in a listing (its filter and order, as text)."""
    raw = json.dumps(position, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(raw, listing) + raw).rstrip(b"=").decode()


def opened_cursor(cursor: str, listing: str) -> list[JsonValue]:
    """Return the position of a cursor of this very listing.

    :raises BadRequestError: if it is not ours, or was made for another listing
    """
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
    except ValueError:
        raw = b""
    mac, position = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not position or not hmac.compare_digest(mac, _mac(position, listing)):
        raise BadRequestError("cursor: it does not belong to this list; start without one.")
    loaded: list[JsonValue] = json.loads(position)
    return loaded


def _mac(raw: bytes, listing: str) -> bytes:
    value = listing.encode() + b"\0" + raw
    return ring().mac(Purpose.CURSOR, value, current_tenant_id())[:_MAC_BYTES]
