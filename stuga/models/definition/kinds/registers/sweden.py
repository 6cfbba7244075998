"""Sweden: personal and coordination numbers, organisation numbers."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from stdnum import luhn

from stuga.models.definition.kinds.registers.organisations import (
    WRONG_CHECK,
    Organisations,
    misformed_organisation,
)
from stuga.models.definition.kinds.registers.people import CHECKSUM, DATE, is_day, misformed
from stuga.models.definition.kinds.registers.register import Register, bare
from stuga.models.definition.refusals import Refused

_TYPED: Final = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2}) ?([-+]?) ?(\d{3})(\d)", re.ASCII)
_STORED: Final = re.compile(r"\d{12}", re.ASCII)
_COORDINATION: Final = 60
_CENTURY: Final = 100
# Birth numbers from 980 belong to nobody; the tax agency makes its test numbers of them.
_FIRST_TEST_NUMBER: Final = 980
_INVALID: Final = misformed("19811228-9874")
_ORGANISATION: Final = re.compile(r"\d{10}", re.ASCII)
# As a VAT number, and with the century that stands for organisations.
_LONGER: Final = re.compile(r"(?:SE)(\d{10})01|16(\d{10})", re.ASCII)
_LEAST_THIRD: Final = "2"


def today() -> date:
    return datetime.fromtimestamp(time.time(), UTC).date()


class SwedishPeople(Register):
    """Personal numbers (folkbokföringslagen 18 §) and coordination numbers (18 a §), 12 digits.

    A coordination number adds 60 to the day; month and day may be 00 where the birth date is
    not known, which neither `stdnum` nor `personnummer` accepts.

    :param today: reads a two-digit year; `+` means that the person is 100 or older this year
    """

    def __init__(self, today: Callable[[], date] = today) -> None:
        self._today = today

    def read(self, typed: str) -> str:
        found = _TYPED.fullmatch(typed)
        if found is None:
            return ""
        century, year, month, day, sign, number, check = found.groups()
        return f"{century or self._century(year, sign)}{year}{month}{day}{number}{check}"

    def _century(self, year: str, sign: str) -> str:
        latest = self._today().year - (_CENTURY if sign == "+" else 0)
        return str((latest - (latest - int(year)) % _CENTURY) // _CENTURY)

    def flaw(self, stored: str) -> Refused | None:
        if not _STORED.fullmatch(stored) or stored[8:11] == "000":
            return _INVALID
        if not luhn.is_valid(stored[2:]):
            return CHECKSUM
        return None if _has_date(stored) else DATE

    def shown(self, stored: str) -> str:
        return f"{stored[:8]}-{stored[8:]}"

    def sample(self, seed: int) -> str:
        born = date(1950 + seed % 55, 1 + seed % 12, 1 + seed % 28)
        digits = f"{born:%Y%m%d}{_FIRST_TEST_NUMBER + seed % 20}"
        return digits + luhn.calc_check_digit(digits[2:])


def _has_date(stored: str) -> bool:
    year, month, day = int(stored[:4]), int(stored[4:6]), int(stored[6:8])
    if day >= _COORDINATION:
        # Any month has a 1st, and January has every day: 00 fits whatever the other part is.
        day, month = (day - _COORDINATION) or 1, month or 1
    return is_day(year, month, day)


class SwedishOrganisations(Organisations):
    """Ten digits with Luhn's check digit (lagen 1974:174).

    The third is at least 2: a personal number never is, and a sole trader's number is a personal
    one, which is for a field that is protected as such.
    """

    def read(self, typed: str) -> str:
        found = bare(typed)
        longer = _LONGER.fullmatch(found)
        return (longer[1] or longer[2]) if longer else found

    def flaw(self, stored: str) -> Refused | None:
        if not _ORGANISATION.fullmatch(stored):
            return misformed_organisation("556036-0793")
        if not luhn.is_valid(stored):
            return WRONG_CHECK
        return Refused("organisation-number-person") if stored[2] < _LEAST_THIRD else None

    def shown(self, stored: str) -> str:
        return f"{stored[:6]}-{stored[6:]}"

    def sample(self, seed: int) -> str:
        digits = f"402{seed % 1000:03}{seed * 7 % 1000:03}"  # no group of organisations begins so
        return digits + luhn.calc_check_digit(digits)
