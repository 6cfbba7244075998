"""Numbers of organisations in Sweden, Norway, Denmark and Finland."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.kinds.numbered import NumberedKind
from stuga.models.definition.kinds.registers import Register
from stuga.models.definition.kinds.registers.denmark import DanishOrganisations
from stuga.models.definition.kinds.registers.finland import FinnishOrganisations
from stuga.models.definition.kinds.registers.norway import NorwegianOrganisations
from stuga.models.definition.kinds.registers.sweden import SwedishOrganisations
from stuga.models.json import JsonObject, JsonValue

_REGISTERS: Final[Mapping[str, Register]] = {
    "SE": SwedishOrganisations(),
    "NO": NorwegianOrganisations(),
    "DK": DanishOrganisations(),
    "FI": FinnishOrganisations(),
}


class OrganisationNumber(NumberedKind):
    """An organisation's number in the register of the country that `x-field.country` names.

    Stored as `5560360793` (SE), `974760673` (NO), `13585628` (DK), `2077474-0` (FI).
    """

    name = "organisation-number"
    searchable = True
    identity = "organisation-number"
    impersonal = True
    countries = tuple(_REGISTERS)

    def register(self, schema: JsonObject) -> Register:
        return _REGISTERS[self.country(schema)]

    def new_schema(self) -> JsonObject:
        return {"type": "string", "maxLength": 20, "x-field": self._named(country="SE")}

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        """Let people find it with and without what stands between the digits."""
        if not isinstance(value, str):
            return ""
        return f"{value} {self.register(schema).shown(value)}"
