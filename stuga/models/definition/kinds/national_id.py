"""Swedish personal and coordination numbers."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from stdnum import luhn

from stuga.models.definition.kinds.base import EQUALITY, PRESENCE
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_TYPED: Final = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2}) ?([-+]?) ?(\d{3})(\d)", re.ASCII)
_STORED: Final = re.compile(r"\d{12}", re.ASCII)
_COORDINATION: Final = 60
_CENTURY: Final = 100
# Birth numbers from 980 belong to nobody; the tax agency makes its test numbers of them.
_FIRST_TEST_NUMBER: Final = 980


def _today() -> date:
    return datetime.fromtimestamp(time.time(), UTC).date()


class NationalId(TextKind):
    """A personal number (folkbokföringslagen 18 §) or coordination number (18 a §), 12 digits.

    A coordination number adds 60 to the day; month and day may be 00 where the birth date is
    not known, which neither `stdnum` nor `personnummer` accepts.

    :param today: reads a two-digit year; `+` means that the person is 100 or older this year
    """

    name = "national-id"
    names_records = True
    many_valued = True
    identity = "national-id"
    operators = EQUALITY | PRESENCE
    inferred = True
    json_format = "personnummer"

    def __init__(self, today: Callable[[], date] = _today) -> None:
        self._today = today

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": self.json_format}

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        found = _TYPED.fullmatch(typed)
        if found is None:
            return Refused("national-id-invalid")
        century, year, month, day, sign, number, check = found.groups()
        century = century or self._century(year, sign)
        stored = f"{century}{year}{month}{day}{number}{check}"
        return self._flaw(stored, {}) or stored

    def _century(self, year: str, sign: str) -> str:
        latest = self._today().year - (_CENTURY if sign == "+" else 0)
        return str((latest - (latest - int(year)) % _CENTURY) // _CENTURY)

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        if not _STORED.fullmatch(value) or value[8:11] == "000":
            return Refused("national-id-invalid")
        if not luhn.is_valid(value[2:]):
            return Refused("national-id-checksum")
        return None if _has_date(value) else Refused("national-id-date")

    def _text(self, value: str, _setting: Setting, /) -> str:
        return f"{value[:8]}-{value[8:]}" if _STORED.fullmatch(value) else value

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        born = date(1950 + seed % 55, 1 + seed % 12, 1 + seed % 28)
        digits = f"{born:%Y%m%d}{_FIRST_TEST_NUMBER + seed % 20}"
        return digits + luhn.calc_check_digit(digits[2:])


def _has_date(value: str) -> bool:
    year, month, day = int(value[:4]), int(value[4:6]), int(value[6:8])
    if day >= _COORDINATION:
        # Any month has a 1st, and January has every day: 00 fits whatever the other part is.
        day, month = (day - _COORDINATION) or 1, month or 1
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
