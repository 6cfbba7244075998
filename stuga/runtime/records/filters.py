"""Filters of a query string: `filter[amount][gte]=100`, or `filter` with a condition in JSON.

Each is named when it cannot be understood.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from stuga.models.definition.comparing import typed
from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.models.definition.model import Model
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.filter_json import condition_from
from stuga.runtime.records.reading import UnknownFieldError
from stuga.runtime.records.rights import ModelRights

PARAMETER: Final = re.compile(r"filter\[([a-z][a-z0-9_]*)\](?:\[([a-z_]+)\])?")
WHOLE: Final = "filter"
"""The parameter that holds a whole condition, as JSON."""
OPERATORS: Final[Mapping[str, str]] = {
    "is": "is",
    "eq": "is",
    "is_not": "is_not",
    "ne": "is_not",
    "in": "in",
    "not_in": "not_in",
    "lt": "lt",
    "lte": "lte",
    "gt": "gt",
    "gte": "gte",
    "contains": "contains",
    "starts_with": "starts_with",
    "empty": "empty",
    "filled": "filled",
}
MOST: Final = 20


def condition_of(pairs: Iterable[tuple[str, str]], rights: ModelRights) -> JsonObject | None:
    """Turn `filter…` parameters into one condition: all must hold; None if there are none.

    :raises BadRequestError: naming the parameter, and what it may be
    """
    found = [
        condition_from(text, rights) if name == WHOLE else _one(name, text, rights)
        for name, text in pairs
    ]
    if len(found) > MOST:
        raise BadRequestError(f"filter: at most {MOST} at once.")
    if not found:
        return None
    return found[0] if len(found) == 1 else {"all": [*found]}


def _one(name: str, text: str, rights: ModelRights) -> JsonObject:
    match = PARAMETER.fullmatch(name)
    if match is None:
        raise BadRequestError(
            f"{name}: write filter[field]=value or filter[field][operator]=value."
        )
    key, asked = match[1], match[2] or "is"
    field = _field(key, rights)
    operator = OPERATORS.get(asked, "")
    if operator == "in" and "contains" in field.kind.operators and _is_list(field):
        members = [part.strip() for part in text.split(",") if part.strip()]
        return {"any": [{"field": key, "contains": one} for one in members]}
    if operator not in field.kind.operators:
        known = ", ".join(sorted(field.kind.operators))
        raise BadRequestError(f"{name}: {asked!r} cannot be asked of this field; use {known}.")
    return {"field": key, operator: _operand(name, operator, text, (field, rights))}


def _is_list(field: Field) -> bool:
    """Tell whether a field holds several, of which `in` asks for any."""
    return field.kind.compared_as is Compared.LIST


def _field(key: str, rights: ModelRights) -> Field:
    model: Model = rights.model.view
    field = model.field(key)
    if field is None or not rights.whole_fields("read").allow(key):
        raise UnknownFieldError(key, "filter")
    return field


def _operand(name: str, operator: str, text: str, asked: tuple[Field, ModelRights]) -> JsonValue:
    if operator in {"empty", "filled"}:
        if text not in {"true", "false"}:
            raise BadRequestError(f"{name}: write true or false.")
        return text == "true"
    if operator in {"in", "not_in"}:
        return [_value(name, part.strip(), asked) for part in text.split(",") if part.strip()]
    return _value(name, text, asked)


def _value(name: str, text: str, asked: tuple[Field, ModelRights]) -> JsonValue:
    field, rights = asked
    wanted = field.kind.compared_as
    if wanted is Compared.LIST:
        return text
    if typed(wanted, text, rights.world.zone) is None:
        raise BadRequestError(f"{name}: {text!r} is not a {_WORDS[wanted]}.")
    return text


_WORDS: Final = {
    Compared.TEXT: "text",
    Compared.NUMBER: "number, as 12.5",
    Compared.TRUTH: "truth: write true or false",
    Compared.DATE: "date, as 2026-01-31",
    Compared.MOMENT: "moment, as 2026-01-31T12:00:00Z",
    Compared.TIME: "time, as 08:30",
    Compared.DURATION: "duration, as PT1H30M",
    Compared.DATA: "value that filters compare",
}
