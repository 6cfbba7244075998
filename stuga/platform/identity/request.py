"""Finds the actor of a web request: a session cookie, or a bearer token, never both."""

import re
from typing import Final
from uuid import UUID

from flask import current_app, g, request

from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.config import Settings
from stuga.platform.errors import BadRequestError, NotSignedInError
from stuga.platform.identity.who import person_of_session, service_of_token
from stuga.platform.web import cookies, csrf

SETTINGS: Final = "stuga.settings"
_TOKEN: Final = re.compile(r"stuga_([0-9a-f]{32})_([A-Za-z0-9_-]{43})", re.ASCII)


def who() -> Actor | None:
    """Return the actor of the present request, or None for a stranger.

    :raises NotSignedInError: if a bearer token is not, or no longer, good
    :raises ForgedRequestError: if a cookie came with an unsafe request that is not our page's
    """
    if g.tenant is None:
        return None
    header = request.headers.get("Authorization", "")
    cookie = cookies.session_token()
    if header:
        if cookie:
            raise BadRequestError("Send a session cookie or a bearer token, not both.")
        return _service(header)
    csrf.check(cookies.form_secret())
    if not cookie:
        return None
    settings: Settings = current_app.extensions[SETTINGS]
    return person_of_session(cookie, now=clock.now(), settings=settings)


def _service(header: str) -> Actor:
    scheme, _, value = header.partition(" ")
    match = _TOKEN.fullmatch(value.strip()) if scheme.lower() == "bearer" else None
    found = service_of_token(UUID(hex=match[1]), match[2], now=clock.now()) if match else None
    if found is None:
        raise NotSignedInError("The bearer token is not valid, or no longer.")
    return found
