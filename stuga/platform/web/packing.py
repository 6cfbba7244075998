"""Pages are sent compressed, but only where nobody else can have asked for them.

The length of a compressed page tells what stands in it twice: whoever can make a browser ask for a
page again and again, with words of theirs in its address, learns what else the page holds, tokens
and personal data alike (BREACH, https://breachattack.com). A browser says itself who began a
request, through all redirects, and no script can say otherwise (Fetch Metadata,
https://www.w3.org/TR/fetch-metadata/): so a page is compressed only when one of our own pages, or
the person at the browser, asks for it as the page to be shown.
"""

import gzip
from typing import Final

from flask import Response
from flask.globals import request_ctx
from werkzeug.datastructures import Headers

LEAST: Final = 1_400
"""Bytes; less than that travels as one packet anyway."""
LEVEL: Final = 4
_OWN: Final = frozenset({"same-origin", "none"})


def packed(response: Response) -> Response:
    """Compress a whole page for a browser that takes it, if the request is beyond doubt its own."""
    if response.mimetype != "text/html" or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.update(("Accept-Encoding", "Sec-Fetch-Site", "Sec-Fetch-Dest"))
    here = request_ctx.request
    page = response.get_data()
    if len(page) < LEAST or not _is_own(here.headers) or not here.accept_encodings["gzip"]:
        return response
    response.set_data(gzip.compress(page, LEVEL, mtime=0))
    response.content_encoding = "gzip"
    return response


def _is_own(headers: Headers) -> bool:
    began, shown = headers.get("Sec-Fetch-Site"), headers.get("Sec-Fetch-Dest")
    return began in _OWN and shown == "document"
