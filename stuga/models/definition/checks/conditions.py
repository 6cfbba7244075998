"""Problems of conditions: fields, operators and values that do not go together."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from stuga.models.definition.checks.naming import knows, unknown_field
from stuga.models.definition.checks.nouns import kind_said
from stuga.models.definition.checks.problem import Problem, Problems, error
from stuga.models.definition.comparing import typed
from stuga.models.definition.document import Field, Model
from stuga.models.definition.kinds import Compared
from stuga.models.definition.reading import objects_at, text_at
from stuga.models.definition.saying import Phrase, Said, in_row, said
from stuga.models.json import JsonObject, JsonValue

_ZONE: Final = ZoneInfo("UTC")
_TIMES: Final = frozenset({Compared.DATE, Compared.MOMENT})
_ORDER: Final = frozenset({"lt", "lte", "gt", "gte"})
_EQUALITY: Final = frozenset({"is", "is_not", "in", "not_in"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands, and over which model's records it speaks."""

    model: Model
    pointer: str
    where: Phrase
    only_record: bool = False
    """A retention rule's `when` must follow from the record alone."""

    def inside(self, *parts: str | int) -> "Place":
        below = "".join(f"/{part}" for part in parts)
        return Place(self.model, self.pointer + below, self.where, self.only_record)


def condition_problems(condition: JsonObject | None, place: Place) -> Problems:
    """List what makes no sense in a condition; its structure is checked elsewhere."""
    if condition is None:
        return
    for joining in ("all", "any"):
        for at, one in objects_at(condition, joining):
            yield from condition_problems(one, place.inside(joining, at))
    inner = condition.get("not")
    if isinstance(inner, dict):
        yield from condition_problems(inner, place.inside("not"))
    if "field" in condition:
        yield from _comparison(condition, place)


def _comparison(condition: JsonObject, place: Place) -> Problems:
    key = text_at(condition, "field")
    if not knows(place.model, key):
        yield unknown_field(place.model, key, f"{place.pointer}/field", place.where)
        return
    field = place.model.field(key)
    if field is None:
        return
    for operator, operand in condition.items():
        if operator != "field":
            yield from _operator(field, operator, place)
            yield from _operand(field, operand, operator, place.inside(operator))


def _operator(field: Field, operator: str, place: Place) -> Problems:
    pointer = f"{place.pointer}/{operator}"
    if operator not in field.kind.operators:
        yield _unfit_operator(field, operator, pointer, place.where)
    elif field.privacy.encrypt and operator not in {"empty", "filled"}:
        if operator not in _EQUALITY:
            yield error(
                pointer,
                "encrypted-compared",
                said(
                    "{where} looks into “{field}”, which is encrypted. "
                    "An encrypted field can only be equal, empty or filled.",
                    where=place.where,
                    field=field.title,
                ),
            )
        elif not field.privacy.lookup:
            yield error(
                pointer,
                "encrypted-compared",
                said(
                    "{where} compares “{field}”, which is encrypted. "
                    "Turn on look-up for the field, or ask only whether it is empty.",
                    where=place.where,
                    field=field.title,
                ),
            )


def _unfit_operator(field: Field, operator: str, pointer: str, where: Phrase) -> Problem:
    if operator in _ORDER and field.kind.compared_as is Compared.TEXT:
        message = said(
            "{where} asks whether “{field}” comes before or after something, but it is "
            "text ({kind}). Use “is”, “in” or “empty”, or a number or date field.",
            where=where,
            field=field.title,
            kind=kind_said(field.kind),
        )
    else:
        message = said(
            "{where} compares “{field}” with “{operator}”, which its kind ({kind}) does not "
            "allow. Allowed are {allowed}.",
            where=where,
            field=field.title,
            operator=operator,
            kind=kind_said(field.kind),
            allowed=in_row(sorted(field.kind.operators)),
        )
    return error(pointer, "condition-operator", message)


def _operand(field: Field, operand: JsonValue, operator: str, place: Place) -> Problems:
    if operator in {"empty", "filled"}:
        return
    if isinstance(operand, list):
        for at, one in enumerate(operand):
            yield from _operand(field, one, operator, place.inside(at))
    elif isinstance(operand, dict):
        yield from _pointing(field, operand, place)
    else:
        yield from _literal(field, operand, operator, place)


def _pointing(field: Field, operand: JsonObject, place: Place) -> Problems:
    if place.only_record and not operand.keys() <= {"field"}:
        yield error(
            place.pointer,
            "condition-world",
            said(
                "{where} looks at the clock or at who is asking. "
                "Here it must follow from the record alone.",
                where=place.where,
            ),
        )
        return
    if "now" in operand and field.kind.compared_as not in _TIMES:
        yield error(
            place.pointer,
            "condition-value",
            said(
                "{where} compares “{field}” with a time, but it is no date. Choose a date field.",
                where=place.where,
                field=field.title,
            ),
        )
    other = operand.get("field")
    if isinstance(other, str):
        yield from _other_field(field, other, place)


def _other_field(field: Field, key: str, place: Place) -> Problems:
    if not knows(place.model, key):
        yield unknown_field(place.model, key, f"{place.pointer}/field", place.where)
        return
    other = place.model.field(key)
    if other and other.kind.compared_as is not field.kind.compared_as:
        yield error(
            f"{place.pointer}/field",
            "condition-value",
            _never_alike(field, other, place),
        )


def _never_alike(field: Field, other: Field, place: Place) -> Said:
    return said(
        "{where} compares “{field}” ({kind}) with “{other}” ({other_kind}), which are never "
        "alike. Choose two fields of one kind.",
        where=place.where,
        field=field.title,
        kind=kind_said(field.kind),
        other=other.title,
        other_kind=kind_said(other.kind),
    )


def _literal(field: Field, value: JsonValue, operator: str, place: Place) -> Problems:
    known = {choice.const for choice in field.choices if isinstance(choice.const, str)}
    if known and operator != "starts_with":
        if value not in known:
            message = said(
                "{where} compares “{field}” with “{value}”, which is not one of its choices "
                "({choices}).",
                where=place.where,
                field=field.title,
                value=str(value),
                choices=in_row(sorted(known)),
            )
            yield error(place.pointer, "condition-value", message)
        return
    if typed(field.kind.compared_as, value, _ZONE) is None and not _is_part(operator, value):
        message = said(
            "{where} compares “{field}” ({kind}) with “{value}”, which cannot be its value.",
            where=place.where,
            field=field.title,
            kind=kind_said(field.kind),
            value=str(value),
        )
        yield error(place.pointer, "condition-value", message)


def _is_part(operator: str, value: JsonValue) -> bool:
    return operator in {"contains", "starts_with"} and isinstance(value, str) and bool(value)
