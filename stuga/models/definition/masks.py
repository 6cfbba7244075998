"""Values shown in part: what `mask` leaves of one to those who may not read its field."""

from collections.abc import Iterable
from typing import Final

from stuga.models.definition.field import Field
from stuga.models.definition.rights import Fields
from stuga.models.json import JsonObject, JsonValue

DOTS: Final = "••••"
_LONGEST_TAIL: Final = 4
_PARTS: Final = 3
"""At most one of so many parts of a value is shown, so that a short one stays hidden."""
_WITH_TAIL: Final = frozenset(
    {"text", "phone", "iban", "bankgiro", "organisation-number", "national-id", "sequence"}
)


class Masked(str):
    """What is left of a value. It is shown as it stands, and is no value of its field."""

    __slots__ = ()


def part_shown(fields: Iterable[Field], readable: Fields) -> tuple[Field, ...]:
    """Return those of the fields of which only a part is shown beside those that may be read."""
    return tuple(
        one
        for one in fields
        if one.privacy.mask and not readable.allow(one.key) and one.key not in readable.hidden
    )


def masked(field: Field, value: JsonValue) -> Masked:
    """Hide a value: of texts and numbers of registers the last characters stay.

    How long it is stays hidden; of all other kinds only that there is one is told.
    """
    if not isinstance(value, str) or field.kind.name not in _WITH_TAIL:
        return Masked(DOTS)
    shown = min(_LONGEST_TAIL, len(value) // _PARTS)
    return Masked(DOTS + value[len(value) - shown :])


def masked_in(fields: Iterable[Field], data: JsonObject) -> dict[str, Masked]:
    """Hide those values of a record that there are."""
    return {
        one.key: masked(one, value) for one in fields if (value := data.get(one.key)) is not None
    }
