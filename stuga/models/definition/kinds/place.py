"""A place on a map: degrees north and east (WGS 84)."""

import re
from collections.abc import Sequence
from typing import Final

from stuga.models.definition.keywords import is_number
from stuga.models.definition.kinds.base import PRESENCE, Compared
from stuga.models.definition.kinds.typed import Setting, TypedKind
from stuga.models.definition.reading import object_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

DECIMALS: Final = 6
"""Of a degree: about 11 cm."""
_NORTH, _EAST = 90, 180
_NUMBER: Final = r"[-+\u2212]?\d{1,3}(?:\.\d{1,15})?"
_ADDRESSES: Final = (
    rf"geo:({_NUMBER}),({_NUMBER})",
    rf"[?&]mlat=({_NUMBER})&mlon=({_NUMBER})",
    rf"#map=\d+/({_NUMBER})/({_NUMBER})",
    rf"/@({_NUMBER}),({_NUMBER})",
)
_PLAIN: Final = re.compile(r"([-+\u2212]?\d{1,3}(?:[.,]\d{1,15})?)\s*°?")
_ANGLE: Final = (
    r"(\d{1,3})\s*°\s*(?:(\d{1,2}(?:[.,]\d{1,9})?)\s*['\u2032\u2019]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d{1,9})?)\s*(?:[\"\u2033\u201d]|'')\s*)?"
)
_LETTER: Final = r"(?P<letter>[NSEWÖØV])"
_DEGREES: Final = (
    re.compile(rf"{_LETTER}\s*{_ANGLE}", re.IGNORECASE),
    re.compile(rf"{_ANGLE}{_LETTER}", re.IGNORECASE),
)
_MINUS: Final = frozenset("SWV")

Spot = tuple[float, float]
"""Degrees north and degrees east."""


class Place(TypedKind[Spot]):
    """An object of `lat` and `lon`."""

    name = "place"
    impersonal = True
    methods = frozenset({"truncate"})
    compared_as = Compared.DATA
    slot = None
    operators = PRESENCE
    json_type = "object"

    def _suits(self, schema: JsonObject, /) -> bool:
        return object_at(schema, "properties").keys() == {"lat", "lon"}

    def new_schema(self) -> JsonObject:
        return {
            "type": "object",
            "x-field": self._named(),
            "properties": {
                "lat": {"type": "number", "minimum": -_NORTH, "maximum": _NORTH},
                "lon": {"type": "number", "minimum": -_EAST, "maximum": _EAST},
            },
            "required": ["lat", "lon"],
            "additionalProperties": False,
        }

    def _typed(self, value: JsonValue, /) -> Spot | None:
        return spot_of(value)

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        found = _in_address(typed) or _in_degrees(typed) or _in_numbers(typed)
        if found is None or not _is_on_earth(found):
            return Refused("place-invalid")
        return _written(found)

    def _flaw(self, value: Spot, _schema: JsonObject, /) -> Refused | None:
        return None if _is_on_earth(value) else Refused("place-invalid")

    def _normal(self, value: Spot, _schema: JsonObject, /) -> JsonValue:
        return _written(value)

    def _text(self, value: Spot, _setting: Setting, /) -> str:
        return ", ".join(degrees_text(one) for one in value)

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return _written((55.6 + seed % 100 * 0.123, 11.9 + seed % 50 * 0.2345))


def spot_of(value: JsonValue) -> Spot | None:
    """Return where a stored value lies; `None` if it is no place."""
    if not isinstance(value, dict) or value.keys() != {"lat", "lon"}:
        return None
    lat, lon = value["lat"], value["lon"]
    return (float(lat), float(lon)) if is_number(lat) and is_number(lon) else None


def degrees_text(degrees: float) -> str:
    """Write degrees with a point, whatever the language: so maps take them."""
    text = f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _written(spot: Spot) -> JsonValue:
    lat, lon = (round(one, DECIMALS) + 0.0 for one in spot)
    return {"lat": lat, "lon": lon}


def _is_on_earth(spot: Spot) -> bool:
    return abs(spot[0]) <= _NORTH and abs(spot[1]) <= _EAST


def _in_address(text: str) -> Spot | None:
    """Find the place that an address of a map leads to."""
    for pattern in _ADDRESSES:
        if found := re.search(pattern, text):
            return (_number(found[1]), _number(found[2]))
    return None


def _in_degrees(text: str) -> Spot | None:
    """Read degrees, minutes and seconds: 59°19'46"N 18°4'7"E, or each with its letter first."""
    pattern = _DEGREES[0] if text[:1].isalpha() else _DEGREES[1]
    found = list(pattern.finditer(text))
    if len(found) != len(("lat", "lon")) or pattern.sub("", text).strip(" ,;"):
        return None
    letters = [match["letter"].upper() for match in found]
    angles = [[one for one in match.groups() if one != match["letter"]] for match in found]
    values = [
        (-1 if letter in _MINUS else 1) * _sexagesimal(angle)
        for letter, angle in zip(letters, angles, strict=True)
    ]
    is_north = [letter in "NS" for letter in letters]
    if is_north == [True, False]:
        return (values[0], values[1])
    return (values[1], values[0]) if is_north == [False, True] else None


def _sexagesimal(parts: Sequence[str | None]) -> float:
    degrees, minutes, seconds = (_number(one) if one else 0.0 for one in parts)
    return degrees + minutes / 60 + seconds / 3600


def _in_numbers(text: str) -> Spot | None:
    """Read two numbers, with a point or a comma; `59,18` is one."""
    found = _PLAIN.findall(text)
    rest = _PLAIN.sub("", text).strip()
    if len(found) != len(("lat", "lon")) or rest.strip(",; \t/"):
        return None
    return (_number(found[0]), _number(found[1]))


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("\u2212", "-"))
