"""Finland: personal identity codes and business ids."""

import re
from itertools import count
from typing import Final

from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
from stdnum.fi import alv, hetu

from stuga.models.definition.kinds.registers.organisations import (
    WRONG_CHECK,
    Organisations,
    check_digit_for,
    misformed_organisation,
)
from stuga.models.definition.kinds.registers.people import CHECKSUM, DATE, misformed
from stuga.models.definition.kinds.registers.register import Register, bare
from stuga.models.definition.refusals import Refused

_PERSON: Final = re.compile(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", re.ASCII)
_ORGANISATION: Final = re.compile(r"\d{7}-\d", re.ASCII)
_DIGITS: Final = re.compile(r"\d{7,8}", re.ASCII)
_CHECK_SIGNS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2)
# Individual numbers from 900 belong to nobody.
_FIRST_TEST_NUMBER: Final = 900


class FinnishPeople(Register):
    """Personal identity codes (henkilötunnus), 11 signs, with the century signs of 2023."""

    def read(self, typed: str) -> str:
        return "".join(typed.split()).upper().replace("\u2212", "-").replace("\u2013", "-")

    def flaw(self, stored: str) -> Refused | None:
        if not _PERSON.fullmatch(stored):
            return misformed("130162-912L")
        try:
            hetu.validate(stored, allow_temporary=True)
        except InvalidChecksum:
            return CHECKSUM
        except InvalidComponent:
            return DATE
        except ValidationError:
            return misformed("130162-912L")
        return None

    def shown(self, stored: str) -> str:
        return stored

    def sample(self, seed: int) -> str:
        born = f"{1 + seed % 28:02}{1 + seed % 12:02}{50 + seed % 50:02}"
        number = str(_FIRST_TEST_NUMBER + seed % 100)
        return f"{born}-{number}{_CHECK_SIGNS[int(born + number) % len(_CHECK_SIGNS)]}"


class FinnishOrganisations(Organisations):
    """Business ids (yritys- ja yhteisötunnus), `2077474-0`; typed with `FI`, too.

    Old ones have six digits before the hyphen and are stored with a zero in front.
    """

    def read(self, typed: str) -> str:
        digits = bare(typed).removeprefix("FI")
        if not _DIGITS.fullmatch(digits):
            return ""
        whole = digits.zfill(8)
        return f"{whole[:7]}-{whole[7]}"

    def flaw(self, stored: str) -> Refused | None:
        if not _ORGANISATION.fullmatch(stored):
            return misformed_organisation("2077474-0")
        return None if alv.checksum(stored.replace("-", "")) == 0 else WRONG_CHECK

    def shown(self, stored: str) -> str:
        return stored

    def sample(self, seed: int) -> str:
        several = (f"99{at % 100_000:05}" for at in count(seed * 7))  # far above those given out
        found = ((digits, check_digit_for(_WEIGHTS, digits)) for digits in several)
        return next(f"{digits}-{check}" for digits, check in found if check)
