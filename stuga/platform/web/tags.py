"""Entity tags of the API: what a caller holds already is not sent again.

The tag of JSON is a digest of what is shown to this caller, behind the revision where there is one:
`"3.0f8e…"`. So it is another as soon as rights, masks or the live version make another picture. The
view has run by then: a right that is gone is refused, and the reading is audited, also with 304.
`If-Match` looks at the revision alone; an answer to a change names nothing else: `"4"`.
"""

import hashlib
from http import HTTPStatus
from typing import Final

from flask import Response
from flask.globals import request_ctx
from werkzeug.http import parse_etags

API: Final = "/api/"
DIGITS: Final = 24
_OF_CONTENT: Final = frozenset(
    {"content-type", "content-length", "content-disposition", "content-range", "accept-ranges"}
)
_WHOLE: Final = frozenset({HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT})


def tagged(response: Response) -> Response:
    """Name what a reading answers, and send 304 in its place if the caller holds it (RFC 9110)."""
    here = request_ctx.request
    if here.method not in {"GET", "HEAD"} or response.status_code not in _WHOLE:
        return response
    is_json = response.mimetype == "application/json" and not response.is_streamed
    if here.path.startswith(API) and is_json:
        revision, _ = response.get_etag()
        digest = digest_of(response)
        response.set_etag(f"{revision}.{digest}" if revision else digest)
    tag, _ = response.get_etag()
    known = here.headers.get("If-None-Match")
    if tag is None or known is None or not parse_etags(known).contains_weak(tag):
        return response
    return _not_modified(response)


def digest_of(response: Response) -> str:
    """Return a digest of what is answered."""
    return hashlib.sha256(response.get_data()).hexdigest()[:DIGITS]


def _not_modified(response: Response) -> Response:
    response.close()
    short = Response(status=HTTPStatus.NOT_MODIFIED)
    short.headers.clear()
    for name, value in response.headers:
        if name.lower() not in _OF_CONTENT:
            short.headers.add(name, value)
    return short
