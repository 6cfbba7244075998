"""Swedish bankgiro numbers."""

import re
from typing import Final

from stdnum import luhn

from stuga.models.definition.kinds.numbered import NumberedKind
from stuga.models.definition.kinds.registers import Register, bare
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

_FORM: Final = re.compile(r"[1-9]\d{6,7}", re.ASCII)


class Giros(Register):
    """Numbers of Bankgirot, with Luhn's check digit."""

    def read(self, typed: str) -> str:
        return bare(typed).removeprefix("BANKGIRO").removeprefix("BG").removeprefix(":")

    def flaw(self, stored: str) -> Refused | None:
        if not _FORM.fullmatch(stored):
            return Refused("bankgiro-invalid")
        return None if luhn.is_valid(stored) else Refused("bankgiro-checksum")

    def shown(self, stored: str) -> str:
        return f"{stored[:-4]}-{stored[-4:]}"

    def sample(self, seed: int) -> str:
        digits = f"991{seed % 1000:03}"  # Bankgirot's own tests begin so
        return digits + luhn.calc_check_digit(digits)


class Bankgiro(NumberedKind):
    """A bankgiro number of 7 or 8 digits, stored without its hyphen: `50501055`."""

    name = "bankgiro"
    searchable = True
    identity = "account"

    def register(self, _schema: JsonObject) -> Register:
        return _GIROS

    def new_schema(self) -> JsonObject:
        return {"type": "string", "maxLength": 20, "x-field": self._named()}


_GIROS: Final = Giros()
