"""Denmark: CPR and CVR numbers."""

import re
from itertools import count
from typing import Final

from stdnum.dk import cpr, cvr
from stdnum.exceptions import ValidationError

from stuga.models.definition.kinds.registers.organisations import (
    WRONG_CHECK,
    Organisations,
    check_digit_for,
    misformed_organisation,
)
from stuga.models.definition.kinds.registers.people import DATE, misformed
from stuga.models.definition.kinds.registers.register import Register, bare
from stuga.models.definition.refusals import Refused

_PERSON: Final = re.compile(r"\d{10}", re.ASCII)
_ORGANISATION: Final = re.compile(r"[1-9]\d{7}", re.ASCII)
_REPLACED: Final = 6
_WEIGHTS: Final = (2, 7, 6, 5, 4, 3, 2)


class DanishPeople(Register):
    """CPR numbers, 10 digits, and replacement numbers, which add 6 to the first of them.

    The register gives out numbers without a check digit since 2007, and asks everyone not to
    refuse them. Replacement numbers are for people who cannot have a real one; the register
    itself recommends their form.
    """

    def read(self, typed: str) -> str:
        return bare(typed)

    def flaw(self, stored: str) -> Refused | None:
        if not _PERSON.fullmatch(stored):
            return misformed("671269-0018")
        first = int(stored[0])
        real = first - _REPLACED if first >= _REPLACED else first
        try:
            cpr.get_birth_date(f"{real}{stored[1:]}")
        except ValidationError:
            return DATE
        return None

    def shown(self, stored: str) -> str:
        return f"{stored[:6]}-{stored[6:]}"

    def sample(self, seed: int) -> str:
        day, month, year = 61 + seed % 28, 1 + seed % 12, 40 + seed % 60
        return f"{day}{month:02}{year:02}{seed * 7 % 4000:04}"


class DanishOrganisations(Organisations):
    """CVR numbers (CVR-loven § 5), 8 digits, modulus 11; typed with `DK`, too."""

    def read(self, typed: str) -> str:
        return bare(typed).removeprefix("DK")

    def flaw(self, stored: str) -> Refused | None:
        if not _ORGANISATION.fullmatch(stored):
            return misformed_organisation("13585628")
        return None if cvr.checksum(stored) == 0 else WRONG_CHECK

    def shown(self, stored: str) -> str:
        return stored

    def sample(self, seed: int) -> str:
        several = (f"99{at % 100_000:05}" for at in count(seed * 7))  # far above those given out
        found = ((digits, check_digit_for(_WEIGHTS, digits)) for digits in several)
        return next(digits + check for digits, check in found if check)
