"""A person of the tenant, such as the handler of a case."""

from stuga.models.definition.kinds.identifiers import Identifier
from stuga.models.json import JsonObject


class Person(Identifier):
    """The id of a person (an account in the tenant); names come from identity."""

    name = "person"
    from_columns = False
    refusal = "person-invalid"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "x-field": self._named()}
