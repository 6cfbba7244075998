"""Cells that show a part of a value: they are none, and leave what is stored as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from stuga.models.definition.masks import masked
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Refused
from stuga.runtime.exchange.rowing import Wanted
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.queries import get_records
from stuga.runtime.records.stored import Stored

MASKED: Final = "cell-masked"


def unmasked(acting: Acting, several: Sequence[Wanted]) -> list[Wanted]:
    """Refuse rows whose cells show another part than that of the value that is stored.

    A new record has none, and of a value that the actor is not even shown in part none is told.
    """
    ids = [one.id for one in several if one.masked and one.id and not one.errors]
    stored = get_records(acting.model.id, ids)
    return [
        _checked(acting, one, stored) if one.masked and not one.errors else one for one in several
    ]


def _checked(acting: Acting, wanted: Wanted, stored: Mapping[UUID, Stored]) -> Wanted:
    record = stored.get(wanted.id) if wanted.id else None
    fields = acting.model.view.fields
    told = {key for key in wanted.masked if record and _is_so(acting, record, wanted, key)}
    errors = {
        pointer(key): Refused(MASKED, {"field": fields[key].title})
        for key in wanted.masked
        if key not in told
    }
    return replace(wanted, errors=errors) if errors else wanted


def _is_so(acting: Acting, record: Stored, wanted: Wanted, key: str) -> bool:
    """Tell whether a cell shows what is shown of the stored value."""
    field, rights, value = acting.model.view.fields[key], acting.rights, record.data.get(key)
    readable = rights.readable(record)
    if value is None or readable is None:
        return False
    is_shown = readable.allow(key) or field in rights.masked(readable)
    return is_shown and str(masked(field, value)) == wanted.masked[key]
