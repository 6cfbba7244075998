"""Turns stored values into what formulas reckon with. In the child only."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from stuga.runtime.formulas.flaws import NUMBER, TOO_LARGE, TYPE, FlawError
from stuga.runtime.formulas.limits import MOST_ROWS
from stuga.runtime.formulas.settling import cut


def is_filled(value: object) -> bool:
    """Tell whether a stored value counts as one: absent, '' and [] do not."""
    return value is not None and value not in ("", [], {})


def bound(value: object, type_: str, zone: tzinfo) -> object:
    """Give the value of a field of a type for CEL.

    :raises FlawError: if it is of another type, or has more digits or rows than formulas take
    """
    try:
        return _BINDINGS[type_](value, zone)
    except (ValueError, OverflowError):
        raise FlawError(TYPE) from None


def on_the_clock(moment: datetime, zone: tzinfo) -> datetime:
    """Give what the tenant's clock shows, marked as UTC: then days are 24 hours, also in March."""
    return moment.astimezone(zone).replace(tzinfo=UTC)


def _number(value: object, _zone: tzinfo) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FlawError(TYPE)
    try:
        number = float(value)
    except OverflowError:
        raise FlawError(NUMBER) from None
    if float(cut(number)) != number or number != value:
        raise FlawError(NUMBER)
    return number


def _truth(value: object, _zone: tzinfo) -> bool:
    if not isinstance(value, bool):
        raise FlawError(TYPE)
    return value


def _text(value: object, _zone: tzinfo) -> str:
    if not isinstance(value, str):
        raise FlawError(TYPE)
    return value


def _date(value: object, zone: tzinfo) -> datetime:
    return datetime.combine(date.fromisoformat(_text(value, zone)), time.min, UTC)


def _moment(value: object, zone: tzinfo) -> datetime:
    return on_the_clock(datetime.fromisoformat(_text(value, zone)), zone)


def _texts(value: object, zone: tzinfo) -> list[str]:
    return [_text(one, zone) for one in _listed(value)]


def _rows(value: object, _zone: tzinfo) -> list[object]:
    return [_plain(one) for one in _listed(value)]


def _group(value: object, _zone: tzinfo) -> object:
    if not isinstance(value, dict):
        raise FlawError(TYPE)
    return _plain(value)


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise FlawError(TYPE)
    if len(value) > MOST_ROWS:
        raise FlawError(TOO_LARGE)
    return value


def _plain(value: object) -> object:
    """Leave out what is not filled in, and make numbers doubles, however deep."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_plain(one) for one in _listed(value)]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, UTC)
    return value


_BINDINGS: Final[Mapping[str, Callable[[object, tzinfo], object]]] = {
    "number": _number,
    "whole": _number,
    "truth": _truth,
    "text": _text,
    "date": _date,
    "moment": _moment,
    "texts": _texts,
    "rows": _rows,
    "group": _group,
}
