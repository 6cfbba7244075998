"""How many of a column's values a field kind takes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.base import DEFAULT_ZONE
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.runtime.exchange.cells import locale_for
from stuga.runtime.exchange.conventions import Conventions

MOSTLY: Final = 0.9
HINTED: Final = 0.6
MOST_MISFITS: Final = 3
_FIRST_LOOK: Final = 40
_HOPELESS: Final = 0.5
_LOOKS: Final[Mapping[str, Callable[[str], object]]] = {
    "national-id": re.compile(
        r"\d{6}(\d\d)? ?[-+]? ?\d{4}|\d{6}[ -]?\d{5}|\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]"
    ).fullmatch,
    "organisation-number": re.compile(
        r"(16|SE)?\d{6}-?\d{4}(01)?|(NO ?)?\d{3} ?\d{3} ?\d{3}( ?MVA)?|(DK)?\d{8}|(FI)?\d{6,7}-\d"
    ).fullmatch,
    "iban": re.compile(r"[A-Z]{2}\d{2}[ \dA-Z]{11,40}").fullmatch,
    "percent": re.compile(r"[-+\u2212]?[\d\s.,']+\s?%").fullmatch,
    "time": re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?").fullmatch,
    "duration": re.compile(r"PT?\d.*|\d.*[a-z].*").fullmatch,
    "e-mail": re.compile(r"\S+@\S+\.\S+").fullmatch,
    "link": re.compile(r"(https?://|www\.)\S+", re.IGNORECASE).fullmatch,
    "phone": re.compile(r"(\+|00?|\(0)[\d\s()/.\u2013-]{6,18}").fullmatch,
    "integer": re.compile(r"[-+\u2212]?[\d\s.,']+").fullmatch,
    "decimal": re.compile(r"[-+\u2212]?[\d\s.,']+(e[-+]?\d+)?", re.IGNORECASE).fullmatch,
    "money": re.compile(r"\D{0,4}[\d\s.,']+\D{0,4}").fullmatch,
    "date": re.compile(r".*\d.*").fullmatch,
    "date-time": re.compile(r".*\d.*\d\d.*").fullmatch,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a kind fits: the share of values it takes, and some that it does not."""

    share: float
    count: int
    misfits: tuple[str, ...]


def fit(
    values: Sequence[str],
    kind_name: str,
    conventions: Conventions,
    *,
    schema: JsonObject,
    language: str = "en",
) -> Fit:
    """Try values in a field of a kind; a hopeless attempt ends early."""
    kind = KINDS[kind_name]
    locale = locale_for(kind.compared_as, conventions, Locale(language))
    looks = _LOOKS.get(kind_name)
    misfits: list[str] = []
    for count, value in enumerate(values, start=1):
        if looks is not None and not looks(value):
            misfits.append(value)
        else:
            read = kind.parse(value, schema, locale, zone=DEFAULT_ZONE)
            if isinstance(read, Refused) or kind.problem(read, schema) is not None:
                misfits.append(value)
        if count == _FIRST_LOOK and len(misfits) > _HOPELESS * count:
            return Fit(1 - len(misfits) / count, len(misfits), tuple(misfits[:MOST_MISFITS]))
    share = 1 - len(misfits) / len(values) if values else 0
    different = tuple(dict.fromkeys(misfits))
    return Fit(share, len(misfits), different[:MOST_MISFITS])
