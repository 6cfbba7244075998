"""Values that a formula gives: stored, shown, sorted and compared as the kind of its result."""

from collections.abc import Iterable, Mapping
from typing import Final

from stuga.models.definition.kinds.base import Kind
from stuga.models.definition.kinds.number import NumberKind
from stuga.models.json import JsonObject

_RESULTS: Final = (
    *("decimal", "integer", "money", "percent", "text", "long-text"),
    *("yes-no", "date", "date-time"),
)


class Computed(NumberKind):
    """A computed field whose result is not named, or not known; `with_result` makes the others."""

    name = "computed"
    given = True
    from_columns = False
    encryptable = False

    def fits(self, schema: JsonObject) -> bool:
        _ = schema
        return False

    def new_schema(self) -> JsonObject:
        return {"type": "number", "x-field": self._named(result="decimal", formula="")}


def with_result(kinds: Iterable[Kind]) -> Mapping[str, Kind]:
    """Make the kinds of computed fields, by their `result`.

    Each is the result's kind, name and all, but for who gives its values: what compares, sorts,
    groups or shows a value need not know that it was computed.
    """
    own = {"given": True, "from_columns": False, "inferred": False, "encryptable": False}
    return {
        kind.name: type(f"Computed{type(kind).__name__}", (type(kind),), own)()
        for kind in kinds
        if kind.name in _RESULTS
    }
