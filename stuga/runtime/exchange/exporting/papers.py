"""A list on paper: its rows as people read them, put together as one PDF."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from stuga.models import Tenant
from stuga.models.definition.document import Field
from stuga.models.definition.kinds import MEASURED
from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.models.definition.masks import Masked
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.ui import Locale
from stuga.platform.ui.paper import Paper, pdf_of
from stuga.platform.ui.screens.listing import count_text
from stuga.platform.ui.screens.values import Values
from stuga.runtime.exchange.exporting.naming import Names, named

MOST_ROWS: Final = 5000
"""As many as a sheet-fed reader can use; more belong in a spreadsheet."""
AT_ONCE: Final = 200
"""As many are given with the answer; more become a file in the background."""
SECONDS: Final = 120
WIDE: Final = 6
"""With more columns the sheets lie on their side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands around the rows.

    :ivar about: what the list is narrowed to, in words
    :ivar fields: the columns, titled in the reader's language
    """

    title: str
    place: str
    about: Sequence[str]
    fields: Sequence[Field]
    made: datetime


def rows_of(
    fields: Sequence[Field], several: Sequence[JsonObject], names: Names, locale: Locale
) -> list[list[str]]:
    """Write records as a list shows them."""
    values = Values(locale, names)

    def words(field: Field, value: JsonValue) -> str:
        is_file = field.kind.name in FILE_KINDS and not isinstance(value, Masked)
        return named(value, names) if is_file else values.words(field, value)

    return [[words(field, one.get(field.key)) for field in fields] for one in several]


def lines_of(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as they stand in a part."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def printed(sheet: Sheet, rows: Sequence[Sequence[str]], locale: Locale) -> bytes:
    """Return the list as a PDF.

    :raises TooSlowError: as `pdf_of`
    :raises UnavailableError: as `pdf_of`
    """
    table: JsonObject = {
        "kind": "table",
        "head": [one.title for one in sheet.fields],
        "is_number": [one.kind.compared_as in MEASURED for one in sheet.fields],
        "rows": [[[_run(cell)] if cell else [] for cell in row] for row in rows],
    }
    paper = Paper(
        title=sheet.title,
        organisation=db.session.scalar(select(Tenant.title).where(Tenant.id == current_tenant_id()))
        or "",
        place=sheet.place,
        made=sheet.made,
        blocks=[*_head(sheet, len(rows), locale), table],
        wide=len(sheet.fields) > WIDE,
    )
    return pdf_of(paper, locale, seconds=SECONDS)


def _head(sheet: Sheet, count: int, locale: Locale) -> list[JsonObject]:
    said = " · ".join([count_text(count, locale), *sheet.about])
    quiet: JsonValue = [_run(said)]
    return [
        {"kind": "heading", "level": 1, "runs": [_run(sheet.title)]},
        {"kind": "text", "runs": quiet, "style": "muted"},
    ]


def _run(text: str) -> JsonObject:
    return {"text": text, "style": "", "link": ""}
