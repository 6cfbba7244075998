"""Of which country a column's numbers are, where a kind knows the numbers of several."""

from collections.abc import Sequence
from typing import Final

from babel import Locale

from stuga.builder.spreadsheets.fitting import HINTED
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

_LOOKED_AT: Final = 40
_ENGLISH: Final = Locale("en")


def country_in(values: Sequence[str], kind_name: str) -> str:
    """Return the country most of whose first numbers are sound; '' if none is."""
    kind, looked = KINDS[kind_name], values[:_LOOKED_AT]
    for country in kind.countries:
        schema = of_country(kind.new_schema(), kind_name, country)
        read = (kind.parse(one, schema, _ENGLISH) for one in looked)
        sound = sum(not isinstance(one, Refused) for one in read)
        if looked and sound >= HINTED * len(looked):
            return country
    return ""


def of_country(schema: JsonObject, kind_name: str, country: str) -> JsonObject:
    """Return a field's schema as that of a country; a format that is another's goes."""
    made: JsonObject = {**schema, "x-field": {"kind": kind_name, "country": country}}
    if not KINDS[kind_name].fits(made):
        made.pop("format", None)
    return made
