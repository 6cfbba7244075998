"""Sends a file's bytes: whole or in part, never to be run or shown as a page."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Final

from flask import Response, request

from stuga.models import File
from stuga.platform.errors import NotFoundError
from stuga.platform.pictures.redraw import THUMB_TYPE
from stuga.platform.storage import MissingObjectError
from stuga.platform.telemetry import log
from stuga.platform.web.downloads import as_attachment
from stuga.runtime.files import blobs

POLICY: Final = "default-src 'none'; sandbox"
THUMB_SECONDS: Final = 300


def sent(row: File) -> Response:
    """Answer with a file to keep, or the one part of it that was asked for."""
    first, last = 0, row.size - 1
    wanted = request.range if _is_same(row) else None
    if wanted is not None and wanted.units == "bytes" and len(wanted.ranges) == 1:
        found = wanted.range_for_length(row.size)
        if found is None:
            return _unsatisfiable(row)
        first, last = found[0], found[1] - 1
    is_part = (first, last) != (0, row.size - 1)
    status = HTTPStatus.PARTIAL_CONTENT if is_part else HTTPStatus.OK
    opened = blobs.reading(row.id, first=first, last=last if is_part else None)
    response = _streamed(row, opened, row.media_type, status)
    response.headers["Content-Disposition"] = as_attachment(row.name)
    response.headers["Accept-Ranges"] = "bytes"
    response.content_length = last - first + 1
    response.set_etag(row.digest)
    if is_part:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{row.size}"
    return response


def _is_same(row: File) -> bool:
    """Tell whether a part, if one is asked for, is of what lies here now."""
    return "If-Range" not in request.headers or request.if_range.etag == row.digest


def _unsatisfiable(row: File) -> Response:
    response = Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    response.headers["Content-Range"] = f"bytes */{row.size}"
    return response


def sent_thumb(row: File) -> Response:
    """Answer with a picture's thumbnail, which we have drawn ourselves, to be shown."""
    response = _streamed(row, blobs.reading_thumb(row.id), THUMB_TYPE, HTTPStatus.OK)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = f"private, max-age={THUMB_SECONDS}"
    response.set_etag(f"{row.digest}.thumb")
    return response


def _streamed(
    row: File,
    opened: AbstractContextManager[Iterator[bytes]],
    media_type: str,
    status: HTTPStatus,
) -> Response:
    """Open the bytes now, so that a failure is told; send them after the entry is committed."""
    try:
        pieces = opened.__enter__()
    except MissingObjectError:
        log.error("file.missing", file=str(row.id))
        raise NotFoundError from None
    response = Response(pieces, status=status, mimetype=media_type)
    response.call_on_close(lambda: opened.__exit__(None, None, None))
    response.headers["Content-Security-Policy"] = POLICY
    return response
