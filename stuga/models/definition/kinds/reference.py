"""A record of another model, or of the same one."""

from stuga.models.definition.kinds.identifiers import Identifier
from stuga.models.json import JsonObject


class Reference(Identifier):
    """The id of a record; the label comes from its model."""

    name = "reference"
    refusal = "reference-invalid"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "x-field": self._named(model="", on_delete="restrict")}
