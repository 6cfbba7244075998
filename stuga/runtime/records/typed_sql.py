"""Stored values as SQL sees them, typed as conditions compare them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Interval,
    Numeric,
    Text,
    Time,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    literal_column,
    null,
    or_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from stuga.models import Record
from stuga.models.definition.kinds import Compared

Sql = ColumnElement[Any]

_WHOLE: Final[Sql] = literal_column("'{}'::text[]")
_NUMBER: Final = r"^-?[0-9]{1,30}(\.[0-9]{1,30})?$"
_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
_DURATION: Final = (
    r"^P(?=[0-9T])([0-9]{1,5}W)?([0-9]{1,6}D)?"
    r"(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?$"
)
_MOMENT: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]+([Zz]|[+-][0-9]{2}:?[0-9]{2})$"

COLUMNS: Final[Mapping[str, Sql]] = {
    "id": func.to_jsonb(cast(Record.id, Text)),
    "created_at": func.to_jsonb(Record.created_at),
    "created_by": func.to_jsonb(cast(Record.created_by, Text)),
    "updated_at": func.to_jsonb(Record.updated_at),
    "updated_by": func.to_jsonb(cast(Record.updated_by, Text)),
    "revision": func.to_jsonb(Record.revision),
    "version": func.to_jsonb(Record.app_version),
}
"""System fields as the JSON that a record shows."""


def stored(key: str) -> Sql:
    """Return a field's value as JSONB; SQL NULL where it is absent."""
    return COLUMNS[key] if key in COLUMNS else Record.data[key]


def text_of(value: Sql) -> Sql:
    """Return a JSONB scalar's text."""
    return value.op("#>>", return_type=Text())(_WHOLE)


def filled(value: Sql) -> Sql:
    """Tell whether there is something: not absent, null, "" or []."""
    nothing = [cast(literal(each, Text), JSONB) for each in ("null", '""', "[]")]
    return and_(value.is_not(None), value.not_in(nothing))


def typed_sql(family: Compared | None, value: Sql, zone: str) -> Sql:
    """Return a value taken for one of a family; NULL if it is empty or cannot be one."""
    return _TAKEN[family](value, zone) if family is not None else value


def _is(value: Sql, *types: str) -> Sql:
    return func.jsonb_typeof(value).in_(types)


def _text(value: Sql, _zone: str) -> Sql:
    return case((_is(value, "string"), func.nullif(normal(text_of(value)), "")), else_=null())


def normal(text: Sql) -> Sql:
    """Return a text in NFC."""
    return func.normalize(text)


def _number(value: Sql, _zone: str) -> Sql:
    text = text_of(value)
    written = and_(_is(value, "string"), text.regexp_match(_NUMBER))
    return case((or_(_is(value, "number"), written), cast(text, Numeric)), else_=null())


def _truth(value: Sql, _zone: str) -> Sql:
    text = text_of(value)
    known = and_(_is(value, "boolean", "string"), text.in_(("true", "false")))
    return case((known, cast(text, Boolean)), else_=null())


def _date(value: Sql, zone: str) -> Sql:
    text = text_of(value)
    return case(
        (_valid(value, text, _DATE, "date"), cast(text, Date)),
        (
            _valid(value, text, _MOMENT, "timestamptz"),
            cast(func.timezone(zone, cast(text, DateTime(timezone=True))), Date),
        ),
        else_=null(),
    )


def _moment(value: Sql, zone: str) -> Sql:
    text = text_of(value)
    return case(
        (
            _valid(value, text, _DATE, "date"),
            type_coerce(func.timezone(zone, cast(text, DateTime())), DateTime(timezone=True)),
        ),
        (_valid(value, text, _MOMENT, "timestamptz"), cast(text, DateTime(timezone=True))),
        else_=null(),
    )


def _valid(value: Sql, text: Sql, form: str, kind: str) -> Sql:
    """Tell whether a text has the form, and PostgreSQL would take it."""
    return and_(_is(value, "string"), text.regexp_match(form), func.pg_input_is_valid(text, kind))


def _time(value: Sql, _zone: str) -> Sql:
    return _seconds(value, _TIME, Time())


def _duration(value: Sql, _zone: str) -> Sql:
    return _seconds(value, _DURATION, Interval())


def _seconds(value: Sql, form: str, kind: TypeEngine[Any]) -> Sql:
    """Return a time of day or an exact duration in seconds."""
    text = text_of(value)
    written = and_(_is(value, "string"), text.regexp_match(form))
    return case((written, cast(extract("epoch", cast(text, kind)), Numeric)), else_=null())


def _data(_value: Sql, _zone: str) -> Sql:
    return cast(null(), Text)


def _list(value: Sql, _zone: str) -> Sql:
    return case((and_(_is(value, "array"), filled(value)), value), else_=null())


_TAKEN: Final[Mapping[Compared, Callable[[Sql, str], Sql]]] = {
    Compared.TEXT: _text,
    Compared.NUMBER: _number,
    Compared.TRUTH: _truth,
    Compared.DATE: _date,
    Compared.MOMENT: _moment,
    Compared.TIME: _time,
    Compared.DURATION: _duration,
    Compared.LIST: _list,
    Compared.DATA: _data,
}
