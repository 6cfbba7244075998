"""Forged requests are refused: the page's token, and what the browser says of its origin."""

import hmac
from typing import Final

from flask import request

from stuga.platform.crypto import Purpose, ring
from stuga.platform.errors import NotPermittedError
from stuga.platform.tenancy import find_tenant_id

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD: Final = "_csrf"
HEADER: Final = "X-CSRF-Token"


class ForgedRequestError(NotPermittedError):
    """The form did not come from one of our pages, or from one of an ended session."""

    code = "forged-request"
    title = "This page is too old"


def token_for(secret: str) -> str:
    """Return the token of one session, or of one stranger's cookie."""
    tenant = find_tenant_id()
    return ring().mac(Purpose.CSRF, secret.encode(), tenant).hex()


def check(secret: str) -> None:
    """Go on only if the unsafe request came from our own page of this very session.

    :raises ForgedRequestError: otherwise
    """
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not _same_origin() or not hmac.compare_digest(given.encode(), token_for(secret).encode()):
        raise ForgedRequestError("Open the page again and repeat what you did.")


def _same_origin() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")
