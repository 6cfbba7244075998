"""One value as a cell: the way its kind reads it back; numbers and dates typed in workbooks."""

import json
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.numbers import get_decimal_symbol

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.exchange.cells import Writing

MOST_DIGITS: Final = 15
FIRST_YEAR: Final = 1900


def text_of(value: JsonValue, field: Field, writing: Writing) -> str:
    """Write a value so that the field's kind reads it back, in the reader's language."""
    if value is None:
        return ""
    kind = field.kind
    if kind.as_written and isinstance(value, str):
        return value
    candidates = list(_candidates(value, field, writing))
    for text in candidates:
        if kind.parse(text, field.schema, writing.locale, zone=writing.zone) == value:
            return text
    return candidates[-1]


def _candidates(value: JsonValue, field: Field, writing: Writing) -> Iterator[str]:
    kind = field.kind
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield plain_number(value, writing.locale)
    if kind.compared_as in {Compared.DATE, Compared.TIME}:
        yield str(value)
    if kind.compared_as is Compared.MOMENT and (local := _local(value, writing.zone)):
        yield local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")
    if isinstance(value, list | dict):
        text = kind.text(value, field.schema, writing.locale, zone=writing.zone)
        yield text
        yield json.dumps(value, ensure_ascii=False) if field.inner else text
        return
    yield kind.text(value, field.schema, writing.locale, zone=writing.zone)


def plain_number(value: float, locale: Locale) -> str:
    """Write a number without groups and units, so that spreadsheet programs take it for one."""
    return format(Decimal(repr(value)), "f").replace(".", get_decimal_symbol(locale))


def typed_of(value: JsonValue, field: Field, writing: Writing) -> JsonObject:
    """Write a value as a cell of a workbook: what it is, and how it is told."""
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, int | float) and len(str(value).strip("-")) <= MOST_DIGITS:
        return {"n": value}
    if field.kind.compared_as is Compared.DATE and isinstance(value, str) and _in_range(value):
        return {"d": value}
    if field.kind.compared_as is Compared.MOMENT and (local := _local(value, writing.zone)):
        return {"m": local.isoformat()}
    return {"s": text_of(value, field, writing)}


def _in_range(value: str) -> bool:
    try:
        return date.fromisoformat(value).year >= FIRST_YEAR
    except ValueError:
        return False


def _local(value: JsonValue, zone: tzinfo) -> datetime | None:
    """Return a moment by the tenant's clock, as workbooks have no zones."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    if moment.year < FIRST_YEAR:
        return None
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return local.replace(tzinfo=None)
