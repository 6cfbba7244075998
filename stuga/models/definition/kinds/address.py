"""A postal address: street, postal code, city and country, each by itself."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from babel import Locale

from stuga.models.definition.kinds.base import PRESENCE, Compared, Slot, text_setting
from stuga.models.definition.kinds.countries import country_names, country_of, postal_code_in
from stuga.models.definition.kinds.typed import Setting, TypedKind, cleaned
from stuga.models.definition.reading import object_at
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.definition.sortkeys import sort_key
from stuga.models.definition.storable import is_broken
from stuga.models.json import JsonObject, JsonValue

PARTS: Final[Mapping[str, int]] = {
    "street": 200,
    "extra": 200,
    "postal_code": 20,
    "city": 100,
    "country": 2,
}
"""What an address has, and how long each part may be; `extra` is c/o, a flat, a floor."""
_CODE_AND_CITY: Final = re.compile(r"((?:[A-Z]{1,3}-)?\d[\d ]{2,6}\d)\s+(\D.*)")
_STREETS: Final = ("Storgatan", "Kyrkogatan", "Ågatan", "Skolgatan", "Järnvägsgatan")
_CITIES: Final = ("Björkby", "Granby", "Älvsund", "Åmot", "Östervik")


class Address(TypedKind[dict[str, str]]):
    """An object of texts. Without `country` it is in the field's own `region`."""

    name = "address"
    identity = "address"
    methods = frozenset({"truncate"})
    compared_as = Compared.DATA
    slot = Slot.TEXT
    operators = PRESENCE
    searchable = True
    json_type = "object"

    def _suits(self, schema: JsonObject, /) -> bool:
        parts = object_at(schema, "properties")
        return bool(parts) and parts.keys() <= PARTS.keys()

    def new_schema(self) -> JsonObject:
        parts: JsonObject = {
            name: {"type": "string", "maxLength": most} for name, most in PARTS.items()
        }
        return {
            "type": "object",
            "x-field": self._named(region="SE"),
            "properties": parts,
            "additionalProperties": False,
        }

    def _typed(self, value: JsonValue, /) -> dict[str, str] | None:
        if not isinstance(value, dict) or not value or not value.keys() <= PARTS.keys():
            return None
        texts = {name: one for name, one in value.items() if isinstance(one, str)}
        return texts if len(texts) == len(value) else None

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        """Take one line apart: `Storgatan 1, 123 45 Björkby, Sverige`."""
        pieces = [" ".join(one.split()) for one in re.split(r"[,;\n]", typed) if one.strip()]
        found: dict[str, str] = {}
        if len(pieces) > 1 and (country := country_of(pieces[-1], setting.locale)):
            found["country"] = country
            pieces.pop()
        at = next((n for n in range(len(pieces)) if _CODE_AND_CITY.fullmatch(pieces[n])), None)
        if at is not None and (match := _CODE_AND_CITY.fullmatch(pieces.pop(at))):
            found |= {"postal_code": match[1], "city": match[2]}
        elif len(pieces) > 1:
            found["city"] = pieces.pop()
        if pieces:
            found["street"] = pieces[0]
        if pieces[1:]:
            found["extra"] = ", ".join(pieces[1:])
        if not found:
            return Refused("address-empty")
        problems = self.problems({**found}, setting.schema)
        return next(iter(problems.values()), None) or self._normal(found, setting.schema)

    def _flaw(self, value: dict[str, str], schema: JsonObject, /) -> Refused | None:
        return next(iter(_flaws(value, schema).values()), None)

    def problems(self, value: JsonValue, schema: JsonObject) -> Errors:
        found = self._typed(value)
        return {} if found is None else _flaws(found, schema)

    def _normal(self, value: dict[str, str], schema: JsonObject, /) -> JsonValue:
        texts = {name: " ".join(str(cleaned(one)).split()) for name, one in value.items()}
        if "country" in texts:
            texts["country"] = texts["country"].upper()
        country = texts.get("country") or region_of(schema)
        if texts.get("postal_code"):
            code = postal_code_in(country, texts["postal_code"])
            texts["postal_code"] = code or texts["postal_code"]
        return {name: texts[name] for name in PARTS if texts.get(name)}

    def _text(self, value: dict[str, str], setting: Setting, /) -> str:
        return ", ".join(lines_of(value, setting.locale))

    def _slot(self, value: dict[str, str], language: str, /) -> str | float | datetime | None:
        told = " ".join(value[name] for name in ("city", "street") if name in value)
        return sort_key(told or " ".join(value.values()), language)

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        _ = schema
        return " ".join((self._typed(value) or {}).values())

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        made: JsonObject = {
            "street": f"{_STREETS[seed % 5]} {seed % 40 + 1}",
            "postal_code": f"{seed % 80 + 110} {seed % 10}0",
            "city": _CITIES[seed // 2 % 5],
        }
        if region_of(schema) != "SE":
            made["country"] = "SE"
        known = object_at(schema, "properties")
        return {name: one for name, one in made.items() if name in known}


def region_of(schema: JsonObject) -> str:
    """Return the country that addresses of a field are in unless they say otherwise."""
    return text_setting(schema, "region", "SE")


def lines_of(value: Mapping[str, str], locale: Locale) -> list[str]:
    """Write an address as lines of a letter."""
    code = value.get("country", "")
    country = country_names(locale.language).get(code, code)
    place = " ".join(value[name] for name in ("postal_code", "city") if value.get(name))
    lines = (value.get("street", ""), value.get("extra", ""), place, country)
    return [line for line in lines if line]


def _flaws(value: Mapping[str, str], schema: JsonObject) -> dict[str, Refused]:
    found = {f"/{name}": Refused("text-broken") for name, one in value.items() if is_broken(one)}
    if not any(one.strip() for name, one in value.items() if name != "country"):
        return found or {"": Refused("address-empty")}
    country = value.get("country", "").upper()
    if country and country not in country_names("en"):
        found.setdefault("/country", Refused("country-unknown"))
    code = value.get("postal_code", "")
    if code and postal_code_in(country or region_of(schema), code) is None:
        found.setdefault("/postal_code", Refused("postal-code-invalid"))
    return found
