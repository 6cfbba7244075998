"""The functions that formulas have beside CEL's own; a failure's text is the code of its flaw."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Final

from stuga.runtime.formulas.flaws import DIVISION, EMPTY, TYPE, FlawError
from stuga.runtime.formulas.settling import cut, rounded, stored_number

_MOST_DECIMALS: Final = 15


def divided(left: float, right: float) -> float:
    if right == 0:
        raise FlawError(DIVISION)
    return left / right


def remainder(left: float, right: float) -> float:
    """Give what is left after whole times, with the sign of what is divided, as CEL has it."""
    if right == 0:
        raise FlawError(DIVISION)
    return float(cut(left) % cut(right))


def total(numbers: Sequence[object]) -> float:
    """Add as decimals: a thousand times 0.1 is a hundred."""
    return float(_total(numbers))


def average(numbers: Sequence[object]) -> float:
    if not numbers:
        raise FlawError(EMPTY)
    return float(_total(numbers) / len(numbers))


def least(values: Sequence[object]) -> object:
    return _extreme(values, min)


def greatest(values: Sequence[object]) -> object:
    return _extreme(values, max)


def lesser(one: object, other: object) -> object:
    return _extreme((one, other), min)


def greater(one: object, other: object) -> object:
    return _extreme((one, other), max)


def time_in(written: str) -> datetime:
    """Read `2026-01-31` or `2026-01-31T14:03:00`, by the tenant's clock; a zone is not heeded."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        raise FlawError(TYPE) from None


def to_decimals(number: float, decimals: float = 0) -> float:
    """Round halves away from zero, as on paper."""
    places = max(-_MOST_DECIMALS, min(_MOST_DECIMALS, int(decimals)))
    return float(rounded(cut(number), str(Decimal(1).scaleb(-places))))


def days_between(start: datetime, end: datetime) -> float:
    """Count the midnights between two days; less than 0 if the second comes first."""
    return float((end.date() - start.date()).days)


def words(value: object) -> str:
    """Write a value as it is stored: `1234.5`, `2026-01-31`, `true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(Decimal(repr(stored_number(rounded(cut(value), "")))), "f")
    if isinstance(value, datetime):
        day, midnight = value.date().isoformat(), value.time() == time.min
        return day if midnight else f"{day} {value:%H:%M}"
    if isinstance(value, str):
        return value
    raise FlawError(TYPE)


def joined(texts: Sequence[object], between: str) -> str:
    if not all(isinstance(one, str) for one in texts):
        raise FlawError(TYPE)
    return between.join(str(one) for one in texts)


def _total(numbers: Sequence[object]) -> Decimal:
    return sum((cut(one) for one in _numbers(numbers)), Decimal(0))


def _numbers(values: Sequence[object]) -> list[float]:
    found = [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(found) < len(values):
        raise FlawError(TYPE)
    return found


def _extreme(values: Sequence[object], pick: Callable[..., object]) -> object:
    """Pick among numbers, or among times."""
    if not values:
        raise FlawError(EMPTY)
    if all(isinstance(one, datetime) for one in values):
        return pick(values)
    return pick([float(one) for one in _numbers(values)])
