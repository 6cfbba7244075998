"""The JSON Schema keywords a model may use, each as a closure that checks one value."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite
from typing import Final, TypeAlias, TypeGuard

from stuga.models.definition.patterns import compiled
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue

Check: TypeAlias = Callable[[JsonValue], Refused | None]
Number: TypeAlias = int | float


def is_number(value: JsonValue) -> TypeGuard[Number]:
    """Whether a value is a JSON number; true and false are none, infinity and NaN neither."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and isfinite(value))


def is_integer(value: JsonValue) -> bool:
    """Whether a value is a whole number; 1.0 is one."""
    return is_number(value) and (isinstance(value, int) or value.is_integer())


_TYPES: Final[Mapping[str, Callable[[JsonValue], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "number": is_number,
    "integer": is_integer,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def is_of_type(name: str) -> Check:
    holds, refused = _TYPES[name], Refused("type", {"expected": name})
    return lambda value: None if holds(value) else refused


def shown(limit: Number) -> str | int:
    """Write a limit for people: exactly, without an exponent."""
    return limit if isinstance(limit, int) else f"{Decimal(repr(limit)).normalize():f}"


def is_multiple(value: Number, step: Number) -> bool:
    """Whether a number is a multiple of a step, both taken as the decimals they are written as."""
    if not step:
        return True  # a draft may say so; its structure is refused
    one, other = Decimal(repr(value)), Decimal(repr(step))
    try:
        return one % other == 0
    except InvalidOperation:
        # The quotient has more digits than decimals are reckoned with.
        return Fraction(one) % Fraction(other) == 0


def identity(value: JsonValue) -> object:
    """Give something hashable that is equal for equal JSON values: 1 and 1.0, not 1 and true."""
    if isinstance(value, bool) or value is None:
        return ("", value)
    if isinstance(value, list):
        return ("[]", tuple(identity(one) for one in value))
    if isinstance(value, dict):
        return ("{}", frozenset((key, identity(one)) for key, one in value.items()))
    return value


def _number(argument: JsonValue) -> Number:
    return argument if is_number(argument) else 0


def _whole(argument: JsonValue) -> int:
    return int(_number(argument))


def _list(argument: JsonValue) -> list[JsonValue]:
    return argument if isinstance(argument, list) else []


def _bound(code: str, holds: Callable[[Number, Number], bool]) -> Callable[[JsonValue], Check]:
    def make(argument: JsonValue) -> Check:
        limit = _number(argument)
        refused = Refused(code, {"limit": shown(limit)})

        def check(value: JsonValue) -> Refused | None:
            return refused if is_number(value) and not holds(value, limit) else None

        return check

    return make


def _size(
    code: str, kind: type[str] | type[list[JsonValue]], holds: Callable[[int, int], bool]
) -> Callable[[JsonValue], Check]:
    def make(argument: JsonValue) -> Check:
        limit = _whole(argument)
        refused = Refused(code, {"limit": limit})

        def check(value: JsonValue) -> Refused | None:
            return refused if isinstance(value, kind) and not holds(len(value), limit) else None

        return check

    return make


def _pattern(argument: JsonValue) -> Check:
    pattern, refused = compiled(str(argument)), Refused("pattern")

    def check(value: JsonValue) -> Refused | None:
        return refused if isinstance(value, str) and not pattern.search(value) else None

    return check


def _among(known: Iterable[JsonValue]) -> Check:
    allowed, refused = frozenset(identity(one) for one in known), Refused("choice-unknown")
    return lambda value: None if identity(value) in allowed else refused


def _one_of(argument: JsonValue) -> Check:
    # Exactly one branch must match, so a `const` that stands twice matches nothing.
    consts = [one["const"] for one in _list(argument) if isinstance(one, dict) and "const" in one]
    times = Counter(identity(one) for one in consts)
    return _among([one for one in consts if times[identity(one)] == 1])


def _unique_items(argument: JsonValue) -> Check:
    refused = Refused("items-repeated")

    def check(value: JsonValue) -> Refused | None:
        if not argument or not isinstance(value, list):
            return None
        return None if len({identity(one) for one in value}) == len(value) else refused

    return check


CHECKS: Final[Mapping[str, Callable[[JsonValue], Check]]] = {
    "const": lambda argument: _among([argument]),
    "enum": lambda argument: _among(_list(argument)),
    "oneOf": _one_of,
    "minLength": _size("min-length", str, lambda length, limit: length >= limit),
    "maxLength": _size("max-length", str, lambda length, limit: length <= limit),
    "pattern": _pattern,
    "minimum": _bound("minimum", lambda value, limit: value >= limit),
    "maximum": _bound("maximum", lambda value, limit: value <= limit),
    "exclusiveMinimum": _bound("exclusive-minimum", lambda value, limit: value > limit),
    "exclusiveMaximum": _bound("exclusive-maximum", lambda value, limit: value < limit),
    "multipleOf": lambda argument: _multiple_of(_number(argument)),
    "minItems": _size("min-items", list, lambda length, limit: length >= limit),
    "maxItems": _size("max-items", list, lambda length, limit: length <= limit),
    "uniqueItems": _unique_items,
}
"""Keyword to the maker of its check, in the order in which they are tried."""


def _multiple_of(step: Number) -> Check:
    refused = Refused("multiple-of", {"limit": shown(step)})

    def check(value: JsonValue) -> Refused | None:
        return refused if is_number(value) and not is_multiple(value, step) else None

    return check


VALIDATION_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "required": (),
    "unknown-field": (),
    "type": ("expected",),
    "choice-unknown": (),
    "min-length": ("limit",),
    "max-length": ("limit",),
    "pattern": (),
    "minimum": ("limit",),
    "maximum": ("limit",),
    "exclusive-minimum": ("limit",),
    "exclusive-maximum": ("limit",),
    "multiple-of": ("limit",),
    "min-items": ("limit",),
    "max-items": ("limit",),
    "items-repeated": (),
}
"""Every code that validation adds to those of the kinds, with the names of its arguments."""
