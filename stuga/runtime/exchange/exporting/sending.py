"""Sends an export's file, always to be kept and never shown."""

from typing import Final

from flask import Response

from stuga.models import ExportJob
from stuga.platform.errors import NotFoundError
from stuga.platform.storage import MissingObjectError
from stuga.platform.telemetry import log
from stuga.platform.web.downloads import as_attachment
from stuga.runtime.exchange.exporting import blobs
from stuga.runtime.exchange.exporting.commands import Format

POLICY: Final = "default-src 'none'; sandbox"


def sent(job: ExportJob) -> Response:
    """Open the file now, so that a failure is told; send it after the entry is committed."""
    opened = blobs.reading(job.id)
    try:
        pieces = opened.__enter__()
    except MissingObjectError:
        log.error("export.missing", export=str(job.id))
        raise NotFoundError from None
    response = Response(pieces, mimetype=Format(job.format).media_type)
    response.call_on_close(lambda: opened.__exit__(None, None, None))
    response.headers["Content-Disposition"] = as_attachment(job.file_name)
    response.headers["Content-Security-Policy"] = POLICY
    response.content_length = job.size
    return response
