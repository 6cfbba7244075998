"""Bank account numbers of any country."""

import re
from typing import Final

from stdnum import iban
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

from stuga.models.definition.kinds.numbered import NumberedKind
from stuga.models.definition.kinds.registers import Register, bare
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

_FORM: Final = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}", re.ASCII)


class Accounts(Register):
    """Accounts of every country of the IBAN registry, checked by length, form and mod 97.

    `stdnum` also knows the banks of some countries, from lists that grow old: not asked here.
    """

    def read(self, typed: str) -> str:
        return bare(typed).removeprefix("IBAN").removeprefix(":")

    def flaw(self, stored: str) -> Refused | None:
        if not _FORM.fullmatch(stored):
            return Refused("iban-invalid")
        try:
            iban.validate(stored, check_country=False)
        except InvalidChecksum:
            return Refused("iban-checksum")
        except InvalidComponent:
            return Refused("iban-country", {"country": stored[:2]})
        except ValidationError:
            return Refused("iban-invalid")
        return None

    def shown(self, stored: str) -> str:
        return " ".join(stored[at : at + 4] for at in range(0, len(stored), 4))

    def sample(self, seed: int) -> str:
        number = f"SE00{seed % 1000:020}"  # no bank is called 000
        return f"SE{iban.calc_check_digits(number)}{number[4:]}"


class Iban(NumberedKind):
    """An IBAN (ISO 13616), stored without spaces: `SE4550000000058398257466`."""

    name = "iban"
    identity = "account"

    def register(self, _schema: JsonObject) -> Register:
        return _ACCOUNTS

    def new_schema(self) -> JsonObject:
        return {"type": "string", "maxLength": 34, "x-field": self._named()}


_ACCOUNTS: Final = Accounts()
