"""Conditions as SQL over records; the Python evaluator is the authority.

Every comparison is wrapped so that nothing is ever NULL: a negation must not lose rows. Where a
field lies in a filled slot, the slot decides if it can, or narrows and the stored value decides.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Date, DateTime, Numeric, Text, and_, cast, func, literal, not_, or_, true
from sqlalchemy import false as sql_false
from sqlalchemy.dialects.postgresql import JSONB

from stuga.models.definition.comparing import Comparable, Typed, typed
from stuga.models.definition.conditions import operand_value
from stuga.models.definition.kinds import ORDERED, Compared
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.linked_sql import linked
from stuga.runtime.records.shaping import Shape
from stuga.runtime.records.slot_sql import SECONDS, is_whole, outside, slot_key, slot_of, whole_slot
from stuga.runtime.records.typed_sql import Sql, filled, stored, typed_sql

_NUMERIC: Final = SECONDS | {Compared.NUMBER}


def compiled(condition: JsonValue, shape: Shape, *, negated: bool = False) -> Sql:
    """Return a condition as SQL: false, or NULL only where no negation is around it.

    What a slot says stands beside the comparison, not inside its COALESCE, where no index could
    serve it.
    """
    if not isinstance(condition, dict):
        raise TypeError("a condition is an object")
    if "field" in condition:
        narrow, exact = _comparison(condition, shape)
        if exact is None:
            told = sql_false() if narrow is None else narrow
            return func.coalesce(told, sql_false()) if negated else told
        whole = func.coalesce(exact, sql_false())
        return whole if narrow is None or negated else and_(narrow, whole)
    ((joining, parts),) = condition.items()
    if joining == "not":
        return not_(compiled(parts, shape, negated=True))
    listed = parts if isinstance(parts, list) else []
    several = [compiled(part, shape, negated=negated) for part in listed]
    return and_(true(), *several) if joining == "all" else or_(sql_false(), *several)


Parts = tuple[Sql | None, Sql | None]
"""What the field's slot says, if anything, and the comparison; None where the slot says all."""


def _comparison(condition: JsonObject, shape: Shape) -> Parts:
    key = str(condition["field"])
    operator, operand = next((name, each) for name, each in condition.items() if name != "field")
    if operator in {"empty", "filled"}:
        return _presence(key, shape, wanted=(operator == "filled") is (operand is True))
    family = shape.family(key)
    if operator in {"in", "not_in"}:
        return _among(key, operator, operand, shape)
    other = _other_field(operand)
    if other is not None:
        pair = ((key, family), (other, shape.family(other)))
        return None, _between_fields(pair[0], operator, pair[1], shape)
    right = _typed(operand, family, shape)
    if right is None:
        return None, sql_false()
    told = _told(key, operator, [right], shape)
    if told is not None:
        return told, None
    narrow = _narrowed(key, operator, [right], shape)
    return narrow, _with_value(key, operator, right, shape)


def _presence(key: str, shape: Shape, *, wanted: bool) -> Parts:
    slot = slot_of(key, shape)
    if slot is not None:
        return slot.is_not(None) if wanted else slot.is_(None), None
    present = func.coalesce(filled(stored(key)), sql_false())
    return None, present if wanted else not_(present)


def _told(key: str, operator: str, wanted: Sequence[Typed], shape: Shape) -> Sql | None:
    """Return a comparison that the field's slot decides alone; None if the stored value must."""
    slot, field = whole_slot(key, shape), shape.fields.get(key)
    family = shape.family(key)
    is_in = operator in {"in", "not_in"}
    if slot is None or field is None or not (is_in or operator in _PLAIN):
        return None
    if operator not in _EQUAL and family not in ORDERED:
        return None
    keys = [slot_key(each, field, shape.language) for each in wanted]
    if not all(key is not None and is_whole(each) for key, each in zip(keys, wanted, strict=True)):
        return None
    if is_in:
        return slot.in_(keys) if operator == "in" else outside(slot, keys)
    return _PLAIN[operator](slot.expression, literal(keys[0], slot.type))


def _with_value(key: str, operator: str, right: Typed, shape: Shape) -> Sql:
    """Compile a comparison with a value that is known."""
    value, family = stored(key), shape.family(key)
    if family is Compared.LIST:
        return _in_list(value, operator, right, shape)
    if family is None and operator == "contains":
        text = _compare(
            operator, typed_sql(Compared.TEXT, value, ""), _literal(right), right.family
        )
        return or_(func.coalesce(text, sql_false()), _in_list(value, operator, right, shape))
    family = family or right.family
    return _compare(operator, typed_sql(family, value, shape.zone), _literal(right), family)


def _other_field(operand: JsonValue) -> str | None:
    named = operand.get("field") if isinstance(operand, dict) else None
    return named if isinstance(named, str) else None


def _typed(operand: JsonValue, family: Compared | None, shape: Shape) -> Typed | None:
    wanted = Compared.TEXT if family is Compared.LIST else family
    value = operand_value(operand, family, shape.world)
    found = typed(wanted, value, shape.world.zone)
    return Typed(family, found.value) if found and family is Compared.LIST else found


def _literal(right: Typed) -> Sql:
    value: Comparable | Decimal = right.value
    if right.family in _NUMERIC:
        return literal(Decimal(repr(value)) if isinstance(value, float) else value, Numeric())
    if right.family is Compared.DATE:
        return literal(value, Date())
    if right.family is Compared.MOMENT:
        return literal(value, DateTime(timezone=True))
    return literal(value)


def _compare(operator: str, left: Sql, right: Sql, family: Compared) -> Sql:
    if operator in {"contains", "starts_with"}:
        if family is not Compared.TEXT:
            return sql_false()
        folded, wanted = func.lower(left), func.lower(right)
        if operator == "contains":
            return func.strpos(folded, wanted) > 0
        return func.starts_with(folded, wanted)
    if operator not in {"is", "is_not"} and family not in ORDERED:
        return sql_false()
    return _PLAIN[operator](left, right)


_EQUAL: Final = frozenset({"is", "is_not", "in", "not_in"})
_PLAIN: Final[Mapping[str, Callable[[Sql, Sql], Sql]]] = {
    "is": lambda left, right: left == right,
    "is_not": lambda left, right: left != right,
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
}


def _between_fields(
    left: tuple[str, Compared | None],
    operator: str,
    right: tuple[str, Compared | None],
    shape: Shape,
) -> Sql:
    family = left[1] or right[1] or Compared.TEXT
    if family is Compared.LIST:
        member = typed_sql(Compared.TEXT, stored(right[0]), shape.zone)
        return _has_member(stored(left[0]), member) if operator == "contains" else sql_false()
    one, other = (typed_sql(family, stored(key), shape.zone) for key in (left[0], right[0]))
    return _compare(operator, one, other, family)


def _has_member(value: Sql, member: Sql) -> Sql:
    found = typed_sql(Compared.LIST, value, "")
    return func.coalesce(found.bool_op("@>")(func.to_jsonb(cast(member, Text))), sql_false())


def _in_list(value: Sql, operator: str, right: Typed, shape: Shape) -> Sql:
    if operator != "contains":
        return sql_false()
    found = typed_sql(Compared.LIST, value, shape.zone)
    return found.bool_op("@>")(cast(literal(json.dumps([right.value]), Text), JSONB))


def _among(key: str, operator: str, operand: JsonValue, shape: Shape) -> Parts:
    """Compile `in` and `not_in`; what a field or `me` holds is one value or a list of them."""
    family = shape.family(key)
    listed = operand if isinstance(operand, list) else [operand]
    fields = [name for each in listed if (name := _other_field(each)) is not None]
    literals = [each for each in listed if _other_field(each) is None]
    values = [operand_value(each, family, shape.world) for each in literals]
    if not isinstance(operand, list) and values and isinstance(values[0], list):
        values = values[0]
    wanted = [one for each in values if (one := _typed(each, family, shape)) is not None]
    if family is Compared.LIST or not (wanted or fields):
        return None, sql_false()
    told = None if fields else _told(key, operator, wanted, shape)
    if told is not None:
        return told, None
    family = family or (wanted[0].family if wanted else Compared.TEXT)
    left = typed_sql(family, stored(key), shape.zone)
    options = [_option(name, family, shape) for name in fields]
    same = [left == _literal(each) for each in wanted if each.family is family]
    same += [_is_option(left, option) for option in options]
    found = func.coalesce(or_(sql_false(), *same), sql_false())
    if operator == "not_in":
        present = true() if wanted else or_(*(each.is_not(None) for _, each in options))
        return None, and_(left.is_not(None), present, not_(found))
    return None if fields else _narrowed(key, "in", wanted, shape), found


def _option(name: str, family: Compared, shape: Shape) -> tuple[Compared, Sql]:
    """Return another field as what `in` may find: one value, or a list of them."""
    is_list = shape.family(name) is Compared.LIST
    taken = Compared.LIST if is_list else family
    return taken, typed_sql(taken, stored(name), shape.zone)


def _is_option(left: Sql, option: tuple[Compared, Sql]) -> Sql:
    family, value = option
    if family is Compared.LIST:
        return value.bool_op("@>")(func.to_jsonb(cast(left, Text)))
    return left == value


def _narrowed(key: str, operator: str, wanted: list[Typed], shape: Shape) -> Sql | None:
    """Return what the field's slot, or its links, say already; None where they say nothing.

    A slot's value follows from the stored one, so adding this never changes the answer.
    """
    column, field = slot_of(key, shape), shape.fields.get(key)
    if operator not in _NARROWING or column is None or field is None:
        return linked(field, operator, wanted)
    keys = [slot_key(each, field, shape.language) for each in wanted]
    if any(each is None for each in keys):
        return None
    if operator == "starts_with" and not isinstance(keys[0], str):
        return None
    return _NARROWING[operator](column, keys)


def _prefix(column: Any, keys: list[Any]) -> Sql:  # noqa: ANN401  # a mapped column
    return and_(column >= keys[0], column < keys[0] + "\U0010ffff")


_NARROWING: Final[Mapping[str, Callable[[Any, list[Any]], Sql]]] = {
    "is": lambda column, keys: column == keys[0],
    "in": lambda column, keys: column.in_(keys),
    "lt": lambda column, keys: column <= keys[0],
    "lte": lambda column, keys: column <= keys[0],
    "gt": lambda column, keys: column >= keys[0],
    "gte": lambda column, keys: column >= keys[0],
    "starts_with": _prefix,
}
