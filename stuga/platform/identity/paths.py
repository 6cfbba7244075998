"""Where a request goes: the app it names, the page after signing in, never another site's."""

import re
from typing import Final
from urllib.parse import quote

from flask import request

# Browsers drop tabs and line breaks from addresses, and take a backslash for a slash.
_OWN: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1500}", re.ASCII)

ASKED_BY_PAGES: Final = frozenset({"/notifications/count"})
"""What open pages ask by themselves: it keeps no session alive."""

_APP: Final = re.compile(r"[a-z][a-z0-9_-]{0,62}", re.ASCII)


def own_path(given: str) -> str:
    """Return the path from the tenant's root if it is one of ours, else the root."""
    return given if _OWN.fullmatch(given) else "/"


def after_sign_in(given: str) -> str:
    """Return where someone goes who has signed in: not back to signing in or out."""
    return "/" if given.startswith(("/sign-in", "/sign-out")) else own_path(given)


def present_path() -> str:
    """Return the path of the present request with its query, as it may be returned to."""
    query = request.query_string.decode("ascii", "replace")
    return after_sign_in(quote(request.path) + (f"?{query}" if query else ""))


def asked_app() -> str:
    """Return the key of the app that the address names; an empty string if no app can have it."""
    found = (request.view_args or {}).get("app")
    return found if isinstance(found, str) and _APP.fullmatch(found) else ""
