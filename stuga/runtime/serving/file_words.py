"""Files on the pages of an app: what they are called, how large they are, where they lie."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select

from stuga.models import File
from stuga.platform.db import db
from stuga.platform.ui import Locale
from stuga.platform.ui.widgets import FileShown
from stuga.platform.ui.widgets.sizes import size_words
from stuga.runtime.files.opening import is_own
from stuga.runtime.files.receiving import STORED
from stuga.runtime.files.scanning import CLEAN
from stuga.runtime.serving.visits import Visit

PLACE: Final = "_files"
THUMB: Final = "thumb"


def shown_files(visit: Visit, ids: Iterable[str]) -> Mapping[str, FileShown]:
    """Return files by id: those of records, which the caller may read, and the actor's own."""
    return {str(row.id): shown(visit, row) for row in rows_of(visit, ids)}


def rows_of(visit: Visit, ids: Iterable[str]) -> Sequence[File]:
    """Return the rows of files that records hold, or that the actor has just sent: one query."""
    wanted = {UUID(one) for one in ids}
    if not wanted:
        return ()
    found = select(File).where(
        File.id.in_(wanted), File.app_key == visit.app.key, File.state == STORED
    )
    rows = db.session.scalars(found).all()
    return [
        row for row in rows if row.record_id is not None or is_own(visit.actor, row, visit.browser)
    ]


def shown(visit: Visit, row: File) -> FileShown:
    """Return a file in words."""
    address = visit.url(PLACE, row.id)
    return FileShown(
        id=str(row.id),
        name=row.name,
        size=size_words(row.size, visit.locale),
        address=address,
        thumb=f"{address}/{THUMB}" if row.picture else "",
        note=scan_words(row, visit.locale),
    )


def scan_words(row: File, locale: Locale) -> str:
    """Say that nobody has looked for malware; what is clean needs no words."""
    return "" if row.scan == CLEAN else locale.text("not scanned for malware")
