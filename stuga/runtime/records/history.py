"""What became of a record, as far as the reader may know."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from stuga.models import RecordChange
from stuga.models.definition.document import Field, Fields, Model
from stuga.models.definition.masks import masked, part_shown
from stuga.models.json import JsonValue
from stuga.runtime.records.queries import changes_of, names_of
from stuga.runtime.records.results import Change
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.writing import LIVE, STATE

BY_RULE: Final = "retention"


def changes_shown(
    model: Model, record: Stored, readable: Fields, *, before: int | None, rows: int
) -> list[Change]:
    """Return changes, newest first, without the fields that may not be read or are no more.

    Of a field that is masked, both values are.
    """
    hidden = frozenset(one.key for one in part_shown(model.fields.values(), readable))
    open_fields = {
        key: one for key, one in model.fields.items() if readable.allow(key) or key in hidden
    }
    found = changes_of(record.id, before=before, rows=rows)
    names = names_of([record.created_by, *(row.by for row in found)])
    shown = [_shown(row, open_fields, hidden, names) for row in found]
    if len(found) < rows and (before is None or before > 1):
        shown.append(_made(record, readable, names))
    return shown


def _shown(
    row: RecordChange,
    fields: Mapping[str, Field],
    hidden: Collection[str],
    names: Mapping[UUID, str],
) -> Change:
    return Change(
        revision=row.revision,
        at=row.at,
        by=row.by,
        name=names.get(row.by, "") if row.by else "",
        via=row.via,
        what=_what(row.via, row.diff.get(STATE)),
        diff={
            key: _masked(fields[key], pair) if key in hidden else pair
            for key, pair in row.diff.items()
            if key in fields
        },
    )


def _masked(field: Field, pair: JsonValue) -> JsonValue:
    values = pair if isinstance(pair, list) else []
    return [None if one is None else masked(field, one) for one in values]


def _what(via: str, moved: JsonValue) -> str:
    if isinstance(moved, list):
        return "restore" if moved[-1] == LIVE else "delete"
    return "anonymise" if via == BY_RULE else "update"


def _made(record: Stored, readable: Fields, names: Mapping[UUID, str]) -> Change:
    """Return the making of the record, of which no values are kept."""
    by = record.created_by if readable.allow("created_by") else None
    return Change(
        revision=1,
        at=record.created_at,
        by=by,
        name=names.get(by, "") if by else "",
        via="",
        what="create",
        diff={},
    )
