"""Answers: JSON, redirects, and the entity tag that names a revision."""

import json
from http import HTTPStatus
from typing import Final

from flask import Response, request

from stuga.models.json import JsonObject
from stuga.platform.errors import BadRequestError

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
    """Name the revision of what is answered, for `If-Match` later; `tags` adds to it."""
    response.set_etag(str(revision))
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
