"""Conditions: data that says when something holds, the same in Python, JavaScript and SQL.

This is the authority of the three; `tests/contracts/conditions.json` holds them together.

- Both sides are typed by the kind of the field on the left before they are compared.
- Absent, `null`, `""` and `[]` are empty. A comparison with nothing on either side, or with what
  cannot be of the field's kind, is false, `is_not` and `not_in` too.
- `lt lte gt gte` are for numbers, dates, moments, times of day and durations (both as seconds);
  on anything else they are false. What is merely data compares with nothing, and may be empty.
- `contains` and `starts_with` ignore case (NFC, lower). Of a list `contains` asks for a member,
  and every other comparison with it is false.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Final, TypeAlias

from stuga.models.definition.comparing import Typed, is_empty, typed
from stuga.models.definition.durations import Duration, shift
from stuga.models.definition.kinds import KINDS, ORDERED, Compared, Kind, kind_of
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject, JsonValue

FieldKind: TypeAlias = str | JsonObject | Kind
"""A field's kind, its name, or the property schema that tells it."""

SYSTEM_FIELDS: Final[Mapping[str, str]] = {
    "id": "reference",
    "created_at": "date-time",
    "created_by": "person",
    "updated_at": "date-time",
    "updated_by": "person",
    "revision": "integer",
    "version": "integer",
}
"""What every record has beside its own fields, and the kind each is compared as."""

_TIMES: Final = frozenset({Compared.DATE, Compared.MOMENT})


class ConditionError(ValueError):
    """The condition is not well formed; the checker refuses such a one before it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a condition may look at beside the record."""

    now: datetime
    zone: tzinfo
    me: Mapping[str, JsonValue] = field(default_factory=dict)


def holds(
    condition: JsonValue,
    data: Mapping[str, JsonValue],
    world: World,
    fields: Mapping[str, FieldKind],
) -> bool:
    """Whether a condition holds for a record's data.

    :param fields: the model's fields by key; what is not in it is compared as the JSON it is
    :raises ConditionError: if the condition is not well formed
    """
    return _holds(condition, _Looking(data, world, fields))


def fields_in(condition: JsonValue) -> frozenset[str]:
    """Name the fields that a condition reads, on either side."""
    return frozenset(_named(condition, "field"))


def me_in(condition: JsonValue) -> frozenset[str]:
    """Name what a condition reads of the person who looks."""
    return frozenset(_named(condition, "me"))


def names_now(condition: JsonValue) -> bool:
    """Whether a condition reads the clock."""
    return any(_named(condition, "now"))


def operand_value(operand: JsonValue, family: Compared | None, world: World) -> JsonValue:
    """Give what an operand other than a field stands for: a literal, `me` or `now`.

    :raises ConditionError: if it is none of them
    """
    return _Looking({}, world, {}).read(operand, family)


def _named(condition: JsonValue, member: str) -> Iterator[str]:
    parts: list[JsonValue] = condition if isinstance(condition, list) else []
    if isinstance(condition, dict):
        if isinstance(found := condition.get(member), str):
            yield found
        parts = list(condition.values())
    for part in parts:
        yield from _named(part, member)


@dataclass(frozen=True, slots=True)
class _Looking:
    data: Mapping[str, JsonValue]
    world: World
    fields: Mapping[str, FieldKind]

    def family(self, key: str) -> Compared | None:
        told = self.fields.get(key) or SYSTEM_FIELDS.get(key)
        if isinstance(told, str):
            told = KINDS.get(told)
        kind = kind_of(told) if isinstance(told, dict) else told
        return kind.compared_as if kind else None

    def read(self, operand: JsonValue, family: Compared | None) -> JsonValue:
        """Give the value that an operand stands for: a literal, a field, `me` or `now`."""
        if not isinstance(operand, dict):
            return operand
        if len(operand) != 1:
            raise ConditionError("an operand says one of field, me and now")
        ((source, name),) = operand.items()
        if not isinstance(name, str):
            raise ConditionError(f"{source[:40]!r} needs a text")
        if source == "field":
            return self.data.get(name)
        if source == "me":
            return self.world.me.get(name)
        if source == "now":
            return self._moved(name) if family in _TIMES else None
        raise ConditionError(f"no operand is called {source[:40]!r}")

    def _moved(self, duration: str) -> JsonValue:
        """Give `now`, moved by a duration unless it is empty."""
        try:
            moved = shift(self.world.now, Duration.parse(duration or "P0D"), self.world.zone)
        except OverflowError:
            return None
        except ValueError as error:
            raise ConditionError(str(error)) from error
        return moment_text(moved)


def _holds(condition: JsonValue, looking: _Looking) -> bool:
    if not isinstance(condition, dict):
        raise ConditionError("a condition is an object")
    if "field" in condition:
        return _compares(condition, looking)
    if len(condition) != 1:
        raise ConditionError("a condition says one of all, any, not and field")
    ((joining, parts),) = condition.items()
    if joining == "not":
        return not _holds(parts, looking)
    if joining not in {"all", "any"} or not isinstance(parts, list):
        raise ConditionError(f"{joining[:40]!r} is no condition, or lacks its list")
    # Every part is looked at, so that a mistake in a later one is found all the same.
    held = [_holds(part, looking) for part in parts]
    return all(held) if joining == "all" else any(held)


def _compares(condition: JsonObject, looking: _Looking) -> bool:
    key = condition["field"]
    others = [member for member in condition if member != "field"]
    if not isinstance(key, str) or len(others) != 1:
        raise ConditionError("a comparison has one field and one operator")
    operator, value = others[0], looking.data.get(key)
    operand = condition[operator]
    if operator in {"empty", "filled"}:
        return is_empty(value) is ((operator == "empty") is _truth(operand))
    family = looking.family(key)
    left = typed(family, value, looking.world.zone)
    if left and left.family is Compared.LIST and operator != "contains":
        left = None
    if operator in {"in", "not_in"}:
        options = _options(operand, family, looking)
        return bool(left and options) and (left in options) is (operator == "in")
    compare = _OPERATORS.get(operator)
    if compare is None:
        raise ConditionError(f"no operator is called {operator[:40]!r}")
    right = _right(looking.read(operand, family), family, looking)
    return left is not None and right is not None and compare(left, right)


def _truth(operand: JsonValue) -> bool:
    if not isinstance(operand, bool):
        raise ConditionError("empty and filled say true or false")
    return operand


def _options(operand: JsonValue, family: Compared | None, looking: _Looking) -> list[Typed]:
    """Type what `in` lists. What a field or `me` holds is a value, and not read once more."""
    if isinstance(operand, list):
        values = [looking.read(one, family) for one in operand]
    else:
        value = looking.read(operand, family)
        values = value if isinstance(value, list) else [value]
    found = (_right(value, family, looking) for value in values)
    return [option for option in found if option is not None]


def _right(value: JsonValue, family: Compared | None, looking: _Looking) -> Typed | None:
    wanted = Compared.TEXT if family is Compared.LIST else family
    return typed(wanted, value, looking.world.zone)


def _same(left: Typed, right: Typed) -> bool:
    return left == right


def _differs(left: Typed, right: Typed) -> bool:
    return left.family is right.family and left != right


def _order(left: Typed, right: Typed) -> int | None:
    """Give -1, 0 or 1 as the left is less, the same or more; `None` if they have no order."""
    if left.family is right.family:
        one, other = left.value, right.value
        if isinstance(one, date) and isinstance(other, date):
            return (one > other) - (one < other)
        # A yes is an `int` to Python, and has no order all the same.
        is_number = left.family in ORDERED
        if is_number and isinstance(one, int | float) and isinstance(other, int | float):
            return (one > other) - (one < other)
    return None


def _contains(left: Typed, right: Typed) -> bool:
    if isinstance(left.value, frozenset):
        return right.value in left.value
    return _are_texts(left, right) and _folded(right) in _folded(left)


def _starts_with(left: Typed, right: Typed) -> bool:
    return _are_texts(left, right) and _folded(left).startswith(_folded(right))


def _are_texts(left: Typed, right: Typed) -> bool:
    return left.family is right.family is Compared.TEXT


def _folded(text: Typed) -> str:
    return unicodedata.normalize("NFC", str(text.value)).lower()


_OPERATORS: Final[Mapping[str, Callable[[Typed, Typed], bool]]] = {
    "is": _same,
    "is_not": _differs,
    "lt": lambda left, right: _order(left, right) == -1,
    "lte": lambda left, right: _order(left, right) in {-1, 0},
    "gt": lambda left, right: _order(left, right) == 1,
    "gte": lambda left, right: _order(left, right) in {0, 1},
    "contains": _contains,
    "starts_with": _starts_with,
}

OPERATORS: Final = frozenset({*_OPERATORS, "in", "not_in", "empty", "filled"})
"""Every operator there is; which of them a field allows, its kind says."""
