"""Numbers with decimals."""

from stuga.models.definition.kinds.number import NumberKind
from stuga.models.json import JsonObject


class DecimalNumber(NumberKind):
    """A number with decimals, exact in steps of `multipleOf` if it is given."""

    name = "decimal"
    inferred = True

    def new_schema(self) -> JsonObject:
        return {"type": "number"}
