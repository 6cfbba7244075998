"""The methods that anonymise texts and dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Literal, TypeAlias

from stuga.models.definition.kinds import Kind
from stuga.models.definition.kinds.base import REDACTED, whole
from stuga.models.definition.kinds.date import date_of
from stuga.models.definition.kinds.date_time import moment_of
from stuga.models.definition.kinds.e_mail import NOBODY
from stuga.models.definition.kinds.place import spot_of
from stuga.models.json import JsonObject, JsonValue

Keyed: TypeAlias = Callable[[str], str]
"""A keyed hash (HMAC) under the tenant's key for the purpose, in 64 hexadecimal characters."""


class Absent(Enum):
    """Says that nothing is left of a value, so that the property goes."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Left: TypeAlias = JsonValue | Literal[Absent.ABSENT]

PERIODS: Final = ("month", "quarter", "year", "decade")
_DOT: Final = "•"
_LONGEST_HASH: Final = 64
_LONGEST_NAME: Final = 32


@dataclass(frozen=True, slots=True)
class Given:
    """A value to be changed, with all that the change may look at."""

    value: JsonValue
    settings: JsonObject
    schema: JsonObject
    kind: Kind
    keyed: Keyed

    @property
    def text(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method that changes values; `drop` and `keep` need none.

    :param is_anonymous: whether it can be part of anonymity, or only makes a pseudonym
    :param repeats: whether different values become the same, which a unique field cannot have
    :param takes: the type of the values it can read; of any other nothing is left
    """

    change: Callable[[Given], Left]
    takes: type = str
    is_anonymous: bool
    repeats: bool


def redact(given: Given) -> Left:
    text = given.settings.get("text")
    return text if isinstance(text, str) and text else REDACTED


def mask(given: Given) -> Left:
    """Leave the first and last characters; a text too short for that is hidden whole.

    A phone number keeps its `+`, so that it is still seen as one.
    """
    plus = "+" if given.kind.name == "phone" and given.text.startswith("+") else ""
    text = given.text.removeprefix(plus)
    first, last = (max(0, whole(given.settings, end, 0)) for end in ("first", "last"))
    if first + last >= len(text):
        return plus + _DOT * len(text)
    return plus + text[:first] + _DOT * (len(text) - first - last) + text[len(text) - last :]


def generalise(given: Given) -> Left:
    """Give the first day of the month, quarter, year or decade, which is a valid date too."""
    moment = moment_of(given.text)
    day = moment.date() if moment else date_of(given.text)
    period = given.settings.get("to")
    if day is None or period not in PERIODS:
        return ABSENT
    first = _first_day(day, str(period)).isoformat()
    return f"{first}T00:00:00Z" if moment else first


def _first_day(day: date, period: str) -> date:
    if period == "month":
        return day.replace(day=1)
    if period == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    decade = max(1, day.year // 10 * 10)
    return date(decade if period == "decade" else day.year, 1, 1)


def hmac(given: Given) -> Left:
    """Give the keyed hash of the normal form, so that equal values stay equal within a purpose."""
    hashed = given.keyed(str(given.kind.normal(given.text, given.schema)))
    if given.kind.name == "e-mail":
        return hashed[:_LONGEST_NAME] + NOBODY
    return hashed[: whole(given.schema, "maxLength", _LONGEST_HASH)]


def truncate(given: Given) -> Left:
    """Leave an area: of an address its city and country, of a place a tenth of a degree (11 km)."""
    spot = spot_of(given.value)
    if spot is not None:
        return {"lat": round(spot[0], 1), "lon": round(spot[1], 1)}
    parts = given.value if isinstance(given.value, dict) else {}
    area: JsonObject = {name: parts[name] for name in ("city", "country") if parts.get(name)}
    return area if area.get("city") else ABSENT


METHODS: Final[Mapping[str, Method]] = {
    "redact": Method(change=redact, is_anonymous=True, repeats=True),
    "mask": Method(change=mask, is_anonymous=False, repeats=True),
    "generalise": Method(change=generalise, is_anonymous=True, repeats=True),
    "truncate": Method(change=truncate, takes=dict, is_anonymous=True, repeats=True),
    "hmac": Method(change=hmac, is_anonymous=False, repeats=False),
}
"""The methods there are beside `drop` and `keep`; each kind says which of them fit it."""
