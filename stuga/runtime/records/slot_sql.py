"""What filled slots tell without a look at the stored value: of most kinds, all there is to know.

Slots are narrow, and indexes hold them; the stored value of each row has to be taken apart.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Double,
    Numeric,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
)
from sqlalchemy.orm import InstrumentedAttribute

from stuga.models import Record
from stuga.models.definition.comparing import Typed
from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.runtime.records.shaping import Shape
from stuga.runtime.records.typed_sql import stored, typed_sql

Sql = ColumnElement[Any]
Slot = InstrumentedAttribute[Any]
SlotKey = str | float | datetime | None

SECONDS: Final = frozenset({Compared.TIME, Compared.DURATION})
_NUMBERS: Final = SECONDS | {Compared.NUMBER}
_WHOLE: Final = frozenset(
    {"integer", "decimal", "money", "percent", "yes-no", "date", "date-time", "time", "duration"}
    | {"choice", "reference", "person"}
)
"""Kinds with one slot value for each value: numbers have 15 digits at most, as a double keeps."""
_SCALE: Final[Sql] = literal_column("10000::float8", Double())
_UNIT: Final[Sql] = literal_column("0.0001", Numeric())
_MOST_SCALED: Final[Sql] = literal_column("1e15::float8", Double())
_LONGEST: Final = 200
_DIGITS: Final = 15


def slot_of(key: str, shape: Shape) -> Slot | None:
    """Return a field's slot, if it is filled."""
    place, field = shape.slots.get(key), shape.fields.get(key)
    if place is None or not place.filled or field is None:
        return None
    found: Slot = getattr(Record, place.column)
    return found


def whole_slot(key: str, shape: Shape) -> Slot | None:
    """Return a field's filled slot, if two values that differ never share one in it."""
    slot, field = slot_of(key, shape), shape.fields.get(key)
    return slot if field is not None and field.kind.name in _WHOLE else None


def is_whole(each: Typed) -> bool:
    """Tell whether a value that is compared with is as exact in a slot as it is written."""
    value = each.value
    if isinstance(value, str):
        return len(value) < _LONGEST
    return not isinstance(value, float | int) or float(f"{value:.{_DIGITS}g}") == value


def outside(slot: Slot, keys: Sequence[SlotKey]) -> Sql:
    """Return that a slot holds none of the values: it lies between them, which an index can tell.

    Text in slots goes by its bytes, which is Python's order too. Without a value nothing lies so.
    """
    at = [literal(key, slot.type) for key in sorted(set(keys))]  # type: ignore[type-var]  # all of one type
    if not at:
        return false()
    inner = [and_(slot > low, slot < high) for low, high in pairwise(at)]
    return or_(slot < at[0], *inner, slot > at[-1])


def slot_key(each: Typed, field: Field, language: str) -> SlotKey:
    """Return what a slot holds for a value; None if it holds nothing."""
    if isinstance(each.value, datetime):
        return each.value
    if isinstance(each.value, date):
        return datetime.combine(each.value, time.min, UTC)
    if each.family in SECONDS and isinstance(each.value, int | float):
        return float(each.value)
    if isinstance(each.value, str | int | float):
        return field.kind.slot_value(each.value, field.schema, language)
    return None


def value_sql(key: str, family: Compared, shape: Shape) -> Sql:
    """Return a field's value: its slot's where that is as good, else the stored one, typed."""
    slot = whole_slot(key, shape)
    if slot is None:
        return typed_sql(family, stored(key), shape.zone)
    if family in _NUMBERS:
        return cast(slot, Numeric)
    if family is Compared.DATE:
        return cast(func.timezone("UTC", slot), Date)
    return slot > 0 if family is Compared.TRUTH else slot.expression


def text_in_slot(key: str, family: Compared, shape: Shape) -> tuple[Slot, Sql] | None:
    """Return a slot that texts of other cases or accents may share, and the stored text."""
    slot = slot_of(key, shape)
    if slot is None or family is not Compared.TEXT or whole_slot(key, shape) is not None:
        return None
    return slot, case((slot.is_not(None), Record.data[key].astext))


def figures_of(slot: Slot) -> Mapping[str, Sql]:
    """Return sum, mean, least and greatest of a slot's numbers, exact.

    A double as a decimal number is what takes the time, so those of four decimals at most are
    added up as whole numbers. Under 15 digits no two decimal numbers share a double: what comes
    back by division is the number.
    """
    scaled = func.round(slot * _SCALE)
    fits = and_(func.abs(scaled) < _MOST_SCALED, scaled / _SCALE == slot)
    many = func.sum(case((fits, cast(scaled, BigInteger)))) * _UNIT
    rest = func.sum(case((not_(fits), cast(slot, Numeric))))
    total = func.trim_scale(func.coalesce(many + rest, many, rest))
    return {
        "sum": total,
        "avg": total / func.count(slot),
        "min": cast(func.min(slot), Numeric),
        "max": cast(func.max(slot), Numeric),
    }


def local_day(key: str, shape: Shape) -> Sql:
    """Return the day, by the tenant's clock, that a date or a moment falls on."""
    slot = whole_slot(key, shape)
    if slot is None:
        return typed_sql(Compared.DATE, stored(key), shape.zone)
    is_date = shape.family(key) is Compared.DATE
    return func.timezone("UTC" if is_date else shape.zone, slot)
