"""Finds the actor of a web request: a session cookie, or a bearer token, never both."""

from typing import Final

from flask import current_app, g
from flask.globals import request_ctx

from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.authz.actor import ANONYMOUS
from stuga.platform.config import Settings
from stuga.platform.errors import BadRequestError
from stuga.platform.identity.bearer import service_of_request
from stuga.platform.identity.paths import ASKED_BY_PAGES, asked_app
from stuga.platform.identity.who import person_of_session
from stuga.platform.web import cookies, csrf
from stuga.platform.web.csrf import ForgedRequestError

SETTINGS: Final = "stuga.settings"


def who() -> Actor | None:
    """Return the actor of the present request, or None for a stranger.

    :raises NotSignedInError: if a bearer token is not, or no longer, good
    :raises ForgedRequestError: if a cookie came with an unsafe request that is not our page's
    """
    if g.tenant is None:
        return None
    cookie, here = cookies.session_token(), request_ctx.request
    if "Authorization" in here.headers:
        if cookie:
            raise BadRequestError("Send a session cookie or a bearer token, not both.")
        return service_of_request(here)
    if not cookie and here.path.startswith("/api/"):
        return None  # nothing a browser adds by itself came along, so nothing can be forged
    if here.method not in csrf.SAFE:
        _refuse_forged()
    if not cookie:
        return None
    found = person_of_session(
        cookie,
        now=clock.now(),
        settings=settings(),
        app=asked_app(),
        wakes=here.path not in ASKED_BY_PAGES,
        framed=here.method in csrf.SAFE and not here.path.startswith("/api/"),
    )
    if found is not None and found.session_ends is not None:
        cookies.tell_end(int(found.session_ends.timestamp()))
    return found


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.extensions[SETTINGS]
    return found


def _refuse_forged() -> None:
    try:
        csrf.check(cookies.form_secret())
    except ForgedRequestError:
        g.actor = ANONYMOUS  # the entry of the refusal must not ask again who it was
        raise
