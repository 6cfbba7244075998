"""Sends a picture: to be shown, kept for as long as its address stands for the same bytes."""

from typing import Final

from flask import Response

from stuga.models import Picture
from stuga.platform.errors import NotFoundError
from stuga.platform.pictures import blobs
from stuga.platform.storage import MissingObjectError
from stuga.platform.telemetry import log

POLICY: Final = "default-src 'none'; sandbox"
A_YEAR: Final = "max-age=31536000, immutable"


def sent(row: Picture | None, *, for_all: bool, small: bool = False) -> Response:
    """Answer with a picture, or its thumbnail.

    :param for_all: whether anybody may have it, so that whatever lies between may keep it too
    :raises NotFoundError: if there is none
    """
    if row is None:
        raise NotFoundError
    try:
        pieces, media_type = content_of(row, small=small)
    except MissingObjectError:
        log.error("picture.missing", picture=str(row.id))
        raise NotFoundError from None
    response = Response(pieces, mimetype=media_type)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = f"{'public' if for_all else 'private'}, {A_YEAR}"
    response.set_etag(f"{row.name}.small" if small else row.name)
    return response


def content_of(row: Picture, *, small: bool = False) -> tuple[bytes, str]:
    """Read a picture, or its thumbnail; return it with its media type. It is small enough for that.

    :raises MissingObjectError: if the storage does not have it
    """
    if small:
        try:
            with blobs.reading(row.id, small=True) as pieces:
                return b"".join(pieces), blobs.SMALL_TYPE
        except MissingObjectError:  # one that came with an app has none
            return content_of(row)
    with blobs.reading(row.id) as pieces:
        return b"".join(pieces), row.media_type
