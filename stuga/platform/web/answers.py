"""Answers: JSON, redirects, and the entity tag that names a revision."""

import hashlib
import json
from http import HTTPStatus
from typing import Final

from flask import Response, request

from stuga.models.json import JsonObject
from stuga.platform.errors import BadRequestError

_DIGEST_DIGITS: Final = 32
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def answer(
    content: JsonObject, *, status: int = HTTPStatus.OK, location: str | None = None
) -> Response:
    """Answer with JSON."""
    response = Response(
        _ENCODER.encode(content),
        status=status,
        mimetype="application/json",
    )
    if location is not None:
        response.headers["Location"] = location
    return response


def with_revision(response: Response, revision: int) -> Response:
    """Name the revision of what is answered, for `If-Match` later."""
    response.set_etag(str(revision))
    return response


def with_digest(response: Response) -> Response:
    """Name what is answered by a digest of it, where it has no revision."""
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:_DIGEST_DIGITS])
    return response


def unless_known(response: Response) -> Response:
    """Answer 304 without a body where `If-None-Match` names what would be sent (RFC 9110).

    The tag of a record or a draft is its revision: it does not tell that rights or versions are
    others by now.
    """
    if "If-None-Match" not in request.headers:
        return response
    response.make_conditional(request.environ)
    return response


def no_content() -> Response:
    """Answer that it is done."""
    return Response(status=HTTPStatus.NO_CONTENT)


def see_other(path: str) -> Response:
    """Send the browser to a page of the same tenant after a POST.

    :param path: from the tenant's root, beginning with one slash
    """
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise BadRequestError("A page of this site was expected.")
    response = Response(status=HTTPStatus.SEE_OTHER)
    response.headers["Location"] = f"{request.script_root}{path}"
    response.autocorrect_location_header = False
    return response
