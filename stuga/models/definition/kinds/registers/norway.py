"""Norway: birth and D numbers, organisation numbers."""

import re
from itertools import count
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer, orgnr

from stuga.models.definition.kinds.registers.organisations import (
    WRONG_CHECK,
    Organisations,
    check_digit_for,
    misformed_organisation,
)
from stuga.models.definition.kinds.registers.people import CHECKSUM, DATE, misformed
from stuga.models.definition.kinds.registers.register import Register, bare
from stuga.models.definition.refusals import Refused

_PERSON: Final = re.compile(r"\d{11}", re.ASCII)
_ORGANISATION: Final = re.compile(r"\d{9}", re.ASCII)
_MONTHS_OF_NOBODY: Final = 80
_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
_MOST: Final = 1000


class NorwegianPeople(Register):
    """Birth numbers and D numbers (folkeregisterforskriften § 2-2-1 and 2-2-3), 11 digits.

    A D number adds 4 to the first digit. The tax agency's made-up people, whom every test system
    has, add 80 to the month, which `stdnum` does not know.
    """

    def read(self, typed: str) -> str:
        return bare(typed)

    def flaw(self, stored: str) -> Refused | None:
        if not _PERSON.fullmatch(stored):
            return misformed("138162 08402")
        first, second = (
            fodselsnummer.calc_check_digit1(stored),
            fodselsnummer.calc_check_digit2(stored),
        )
        if stored[9:] != first + second:
            return CHECKSUM
        return None if _has_date(stored) else DATE

    def shown(self, stored: str) -> str:
        return f"{stored[:6]} {stored[6:]}"

    def sample(self, seed: int) -> str:
        day, month, year = 1 + seed % 28, 1 + seed % 12 + _MONTHS_OF_NOBODY, 50 + seed % 50
        numbers = (f"{day:02}{month:02}{year:02}{at % 500:03}" for at in count(seed * 7))
        return next(number for one in numbers if (number := _checked(one)))


def _checked(digits: str) -> str:
    """Add the check digits; '' where one would be ten, and the number is never given out."""
    first = fodselsnummer.calc_check_digit1(digits)
    second = fodselsnummer.calc_check_digit2(digits + first) if len(first) == 1 else "10"
    return digits + first + second if len(second) == 1 else ""


def _has_date(stored: str) -> bool:
    month = int(stored[2:4])
    real = f"{month - _MONTHS_OF_NOBODY:02}" if month > _MONTHS_OF_NOBODY else stored[2:4]
    try:
        return bool(fodselsnummer.get_birth_date(stored[:2] + real + stored[4:]))
    except ValidationError:
        return False


class NorwegianOrganisations(Organisations):
    """Nine digits, modulus 11 (enhetsregisterloven § 5); typed with `NO` and `MVA`, too."""

    def read(self, typed: str) -> str:
        return bare(typed).removeprefix("NO").removesuffix("MVA")

    def flaw(self, stored: str) -> Refused | None:
        if not _ORGANISATION.fullmatch(stored):
            return misformed_organisation("974 760 673")
        return None if orgnr.checksum(stored) == 0 else WRONG_CHECK

    def shown(self, stored: str) -> str:
        return f"{stored[:3]} {stored[3:6]} {stored[6:]}"

    def sample(self, seed: int) -> str:
        several = (f"31{at % 1_000_000:06}" for at in count(seed * 7))  # test units begin with 3
        found = ((digits, check_digit_for(_WEIGHTS, digits)) for digits in several)
        return next(digits + check for digits, check in found if check)
