"""A filter as one condition in JSON: `filter={"any": […]}`, with `all`, `any` and `not`."""

import json
from typing import Final

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.conditions import fields_in
from stuga.models.definition.storable import unstorable
from stuga.models.definition.structure import validator_of
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.reading import UnknownFieldError
from stuga.runtime.records.rights import ModelRights

CONDITION: Final = "urn:stuga:condition:1"
LONGEST: Final = 4_000
DEEPEST: Final = 12
"""Of members and lists in each other: five joinings with a comparison inside."""
MOST: Final = 50


def condition_from(text: str, rights: ModelRights) -> JsonObject:
    """Read a condition over the fields that the actor may read.

    :raises BadRequestError: saying what is wrong with it
    :raises UnknownFieldError: if it names a field that is not there for the actor
    """
    found = _loaded(text)
    for key in sorted(fields_in(found)):
        if rights.model.view.field(key) is None or not rights.whole_fields("read").allow(key):
            raise UnknownFieldError(key, "filter")
    wrong = next(iter(validator_of(CONDITION).iter_errors(found)), None)
    if wrong is not None:
        at = "/".join(map(str, wrong.absolute_path))
        raise BadRequestError(f"filter: this is no condition (at /{at}).")
    place = Place(rights.model.view, "", "")
    for problem in condition_problems(found, place):
        raise BadRequestError(f"filter: {problem.message} (at {problem.pointer})")
    return found


def _loaded(text: str) -> JsonObject:
    if len(text) > LONGEST:
        raise BadRequestError(f"filter: at most {LONGEST} characters.")
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadRequestError("filter: this is not JSON.") from None
    if not isinstance(found, dict):
        raise BadRequestError("filter: a condition is an object.")
    if _depth(found) > DEEPEST:
        raise BadRequestError("filter: it is nested too deeply.")
    if _comparisons(found) > MOST:
        raise BadRequestError(f"filter: at most {MOST} comparisons.")
    if unstorable(found):
        raise BadRequestError("filter: it holds a text or a number that nothing can be.")
    return found


def _refuse_constant(name: str) -> JsonValue:
    raise ValueError(name)


def _inside(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _depth(value: JsonValue) -> int:
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        level = [one for each in level for one in _inside(each)]
        depth += 1
    return depth


def _comparisons(value: JsonValue) -> int:
    own = isinstance(value, dict) and "field" in value
    return own + sum(_comparisons(one) for one in _inside(value))
