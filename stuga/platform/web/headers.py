"""Headers of every answer: content security policy, caching, isolation."""

from typing import Final

from flask import Response, request

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
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    origin = f"{request.scheme}://{request.host}"
    response.headers.setdefault("Content-Security-Policy", POLICY.format(origin=origin))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
