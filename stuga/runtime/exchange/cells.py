"""One cell as a value: read by its field's kind, in the conventions of its column."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from babel import Locale

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.numbers_typed import decimal_of, exact
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.runtime.exchange.conventions import Conventions
from stuga.runtime.exchange.tables import as_object

PERCENT: Final = "percent"


@dataclass(frozen=True, slots=True)
class Writing:
    """In which language and zone a file is written, where its columns do not tell."""

    locale: Locale
    zone: tzinfo


def value_of(
    cell: str, field: Field, conventions: Conventions, writing: Writing
) -> JsonValue | Refused:
    """Return what a cell means in a field; nothing in it is `None`.

    25 % is 25 where shares are told in percent, and a quarter where numbers are bare.
    """
    if field.schema.get("type") in {"object", "array"} and (found := as_object(cell)) is not None:
        return found
    locale = locale_for(field.kind.compared_as, conventions, writing.locale)
    is_share = field.kind.compared_as is Compared.NUMBER and cell.rstrip().endswith("%")
    if not is_share or field.kind.name == PERCENT:
        return field.kind.parse(cell, field.schema, locale, zone=writing.zone)
    whole = field.kind.parse(cell.rstrip(" %\u00a0"), field.schema, locale, zone=writing.zone)
    if isinstance(whole, bool) or not isinstance(whole, int | float):
        return whole
    share = exact(decimal_of(whole) / 100)
    return share if isinstance(share, Refused) else field.kind.normal(share, field.schema)


def locale_for(family: Compared, conventions: Conventions, usual: Locale) -> Locale:
    """Return the locale in which a column's cells mean what they say."""
    if family is Compared.NUMBER:
        return conventions.number_locale or usual
    if family in {Compared.DATE, Compared.MOMENT}:
        return conventions.date_locale
    return usual
