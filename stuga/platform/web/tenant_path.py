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
        environ[ADDRESS] = _keyed(str(environ.get("REMOTE_ADDR", "")), address_key)
        environ[NETWORK] = _network(str(environ.get("REMOTE_ADDR", "")), address_key)
        environ["REMOTE_ADDR"] = ""
        return inner(environ, start_response)

    return layer


def _keyed(address: str, key: bytes) -> str:
    """Return HMAC-SHA-256 of the address in canonical form, as hexadecimal digits."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    canonical = str(getattr(parsed, "ipv4_mapped", None) or parsed)
    return hmac.new(key, canonical.encode(), hashlib.sha256).hexdigest()


def _network(address: str, key: bytes) -> str:
    """Return the keyed hash that throttles count by: of IPv6 the /64, which is one household."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        address = str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return _keyed(address, key)
