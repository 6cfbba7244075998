"""Links to pages on the web."""

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_LONGEST: Final = 2000
_SCHEMES: Final = frozenset({"http", "https"})
_HOST: Final = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+|\[[0-9a-f:.]+\]|localhost")
_ALLOWED: Final = "!$&'()*+,;=:@/?%-._~"


class Link(TextKind):
    """An `http` or `https` address, so that no stored link can run a script."""

    name = "link"
    as_written = True
    names_records = True
    many_valued = True
    impersonal = True
    inferred = True
    json_format = "uri"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": "uri", "maxLength": _LONGEST}

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        has_scheme = re.match(r"[a-z][a-z0-9+.-]*:(?![0-9]+(?:/|$))", typed, re.IGNORECASE)
        return _link(typed if has_scheme else f"https://{typed}")

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        found = _link(value)
        return found if isinstance(found, Refused) else None

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        found = _link(value)
        return value if isinstance(found, Refused) else found

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return f"https://example.com/{seed}"


def _link(text: str) -> str | Refused:
    """Write the address in ASCII (RFC 3986), its scheme and host in lower case."""
    if len(text) > _LONGEST or re.search(r"[\s\x00-\x1f\x7f\\]", text):
        return Refused("link-invalid")
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port is not None else ""
        host = _host(parts.hostname or "")
        path, query, fragment = (quote(part, safe=_ALLOWED) for part in parts[2:])
    except ValueError:
        return Refused("link-invalid")
    if parts.scheme not in _SCHEMES:
        return Refused("link-scheme")
    # A name before the host (`https://bank.se@elsewhere.example`) only ever deceives.
    if host is None or "@" in parts.netloc:
        return Refused("link-invalid")
    return urlunsplit((parts.scheme, host + port, path, query, fragment))


def _host(name: str) -> str | None:
    ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    host = f"[{ascii_name}]" if ":" in ascii_name else ascii_name.lower()
    return host if _HOST.fullmatch(host) else None
