"""Headers of every answer: content security policy, caching, isolation."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from flask import Response
from flask.globals import request_ctx

POLICY: Final = (
    "default-src 'none'; script-src {origin}/static/; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types server-html"
)
FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def secure(response: Response) -> Response:
    """Add what every answer carries; records are never stored by anything in between."""
    here = request_ctx.request
    there = {name.lower() for name, _ in response.headers}
    for name, value in _wanted(here.scheme, here.host):
        if name.lower() not in there:
            response.headers.add(name, value)
    return response


@lru_cache(maxsize=64)
def _wanted(scheme: str, host: str) -> Sequence[tuple[str, str]]:
    policy = POLICY.format(origin=f"{scheme}://{host}")
    found = {**FIXED, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
    if scheme == "https":
        found["Strict-Transport-Security"] = "max-age=31536000"
    return tuple(found.items())


def kept_for_back(response: Response) -> Response:
    """Let the browser show this very page again to who goes back, and fetch it anew otherwise."""
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def framed_by(response: Response, origins: Sequence[str]) -> Response:
    """Let this one answer be shown within pages of these origins, and no others."""
    here = request_ctx.request
    whole = POLICY.format(origin=f"{here.scheme}://{here.host}")
    ancestors = f"frame-ancestors {' '.join(origins)};"
    policy = whole.replace("frame-ancestors 'none';", ancestors)
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
