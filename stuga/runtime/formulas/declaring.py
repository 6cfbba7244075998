"""What formulas see of a model: its fields with their types, and what each formula is to give."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from stuga.models.definition.document import Field, Model
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.number import number_in
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject

RESULTS: Final[Mapping[str, str]] = {
    "decimal": "number",
    "money": "number",
    "percent": "number",
    "integer": "whole",
    "text": "text",
    "long-text": "text",
    "yes-no": "truth",
    "date": "date",
    "date-time": "moment",
}
"""What a formula is to give, by the kind that its field names as its result."""
_PLAIN: Final[Mapping[Compared, str]] = {
    Compared.NUMBER: "number",
    Compared.TRUTH: "truth",
    Compared.DATE: "date",
    Compared.MOMENT: "moment",
}
_MOST_KEPT: Final = 256


@dataclass(frozen=True)
class Declared:
    """A model as its formulas see it: types by field, and source, result and step by field."""

    types: Mapping[str, str]
    formulas: Mapping[str, JsonObject]

    @cached_property
    def digest(self) -> str:
        """What the child keeps it under."""
        whole = json.dumps([dict(self.types), dict(self.formulas)], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def declared(model: Model) -> Declared | None:
    """Return what a model's formulas are and see; None if it has no computed field.

    What was made of a model is kept as long as models are: they do not change.
    """
    kept = _KEPT.get(id(model))
    if kept is not None and kept[0] is model:
        return kept[1]
    made = _made(model)
    _KEPT[id(model)] = (model, made)
    while len(_KEPT) > _MOST_KEPT:
        _KEPT.popitem(last=False)
    return made


_KEPT: Final[OrderedDict[int, tuple[Model, Declared | None]]] = OrderedDict()


def _made(model: Model) -> Declared | None:
    formulas: dict[str, JsonObject] = {
        key: {"source": field.formula, "result": RESULTS[field.kind.name], "step": step_in(field)}
        for key, field in model.fields.items()
        if field.formula is not None and field.kind.name in RESULTS
    }
    return Declared(types_in(model.fields), formulas) if formulas else None


def types_in(fields: Mapping[str, Field]) -> dict[str, str]:
    """Tell the type of each field that formulas may read."""
    types = ((key, type_of(field)) for key, field in fields.items())
    return {key: one for key, one in types if one is not None}


def rows_in(fields: Mapping[str, Field], above: str = "") -> dict[str, dict[str, str]]:
    """Tell, by the path of each list, the types of the fields in its rows."""
    found: dict[str, dict[str, str]] = {}
    for key, field in fields.items():
        if field.inner:
            found[above + key] = types_in(field.inner)
            found |= rows_in(field.inner, f"{above}{key}.")
    return found


def type_of(field: Field) -> str | None:
    """Tell what a field's values are in formulas; None if they may not be read there.

    What is sealed stays so, and a number that comes with the writing is not there yet.
    """
    if field.privacy.encrypt or (field.kind.given and field.formula is None):
        return None
    if field.kind.name == "integer":
        return "whole"
    return _PLAIN.get(field.kind.compared_as) or _by_shape(field.schema)


def _by_shape(schema: JsonObject) -> str | None:
    match schema.get("type"):
        case "string":
            return "text"
        case "object":
            return "group"
        case "array":
            inner = object_at(schema, "items").get("type")
            return {"string": "texts", "object": "rows"}.get(str(inner))
        case _:
            return None


def step_in(field: Field) -> str:
    """Write the step that a result is rounded to; '' if there is none."""
    step = number_in(field.schema.get("multipleOf"))
    if step is None or step <= 0:
        return "1" if field.kind.name == "integer" else ""
    return format(Decimal(repr(step)), "f")
