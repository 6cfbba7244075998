"""Finds the tenant in the URL: from a domain of its own, else from `/t/<slug>`."""

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SLUG: Final = "stuga.slug"
ADDRESS: Final = "stuga.address"
NETWORK: Final = "stuga.network"
_PATH: Final = re.compile(r"^/t/([a-z][a-z0-9-]{0,62})(?=/|$)")


def tenant_layer(inner: "WSGIApplication", address_key: bytes) -> "Callable[..., Iterable[bytes]]":
    """Move `/t/<slug>` to SCRIPT_NAME, and put a keyed hash in place of the raw address.

    Everything further in is written as if the tenant were the root, and never sees an address.
    """

    def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        match = _PATH.match(str(environ.get("PATH_INFO", "")))
        if match:
            environ[SLUG] = match[1]
            environ["SCRIPT_NAME"] = str(environ.get("SCRIPT_NAME", "")) + match[0]
            environ["PATH_INFO"] = str(environ["PATH_INFO"])[match.end() :] or "/"
        address, network = _keyed(str(environ.get("REMOTE_ADDR", "")), address_key)
        environ[ADDRESS] = address
        environ[NETWORK] = network
        environ["REMOTE_ADDR"] = ""
        return inner(environ, start_response)

    return layer


def _keyed(address: str, key: bytes) -> tuple[str, str]:
    """Return keyed hashes of the address and of what throttles count by.

    HMAC-SHA-256 of the canonical form, as hexadecimal digits. Throttles count IPv6 by its /64,
    which is one household.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "", ""
    whole = _hashed(str(getattr(parsed, "ipv4_mapped", None) or parsed), key)
    if isinstance(parsed, ipaddress.IPv4Address) or parsed.ipv4_mapped is not None:
        return whole, whole
    home = ipaddress.ip_network((parsed, 64), strict=False).network_address
    return whole, _hashed(str(home), key)


def _hashed(address: str, key: bytes) -> str:
    return hmac.digest(key, address.encode(), hashlib.sha256).hex()
