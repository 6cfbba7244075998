"""National identity numbers of Sweden, Norway, Denmark and Finland."""

from collections.abc import Callable
from datetime import date

from stuga.models.definition.kinds.base import text_setting
from stuga.models.definition.kinds.numbered import NumberedKind
from stuga.models.definition.kinds.registers import Register
from stuga.models.definition.kinds.registers.denmark import DanishPeople
from stuga.models.definition.kinds.registers.finland import FinnishPeople
from stuga.models.definition.kinds.registers.norway import NorwegianPeople
from stuga.models.definition.kinds.registers.sweden import SwedishPeople, today
from stuga.models.json import JsonObject


class NationalId(NumberedKind):
    """A person's number in the register of the country that `x-field.country` names.

    Stored as `198112289874` (SE, also coordination numbers), `15108695088` (NO, also D numbers),
    `2110625629` (DK, also replacement numbers), `131052-308T` (FI).

    :param today: reads a two-digit year of a Swedish number
    """

    name = "national-id"
    identity = "national-id"
    methods = frozenset({"redact", "hmac"})
    inferred = True
    json_format = "personnummer"
    countries = ("SE", "NO", "DK", "FI")

    def __init__(self, today: Callable[[], date] = today) -> None:
        self._registers: dict[str, Register] = {
            "SE": SwedishPeople(today),
            "NO": NorwegianPeople(),
            "DK": DanishPeople(),
            "FI": FinnishPeople(),
        }

    def register(self, schema: JsonObject) -> Register:
        return self._registers[self.country(schema)]

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": self.json_format}

    def _suits(self, schema: JsonObject, /) -> bool:
        """Whether the format, which is Sweden's, agrees with the country."""
        if "oneOf" in schema or "enum" in schema:
            return False
        told = schema.get("format") == self.json_format
        if text_setting(schema, "kind") != self.name:
            return told
        return self.country(schema) == "SE" if told else "format" not in schema
