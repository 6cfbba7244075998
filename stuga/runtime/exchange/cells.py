"""One cell as a value: read by its field's kind, in the conventions of its column."""

from dataclasses import dataclass
from datetime import tzinfo

from babel import Locale

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.runtime.exchange.conventions import Conventions
from stuga.runtime.exchange.tables import as_object


@dataclass(frozen=True, slots=True)
class Writing:
    """In which language and zone a file is written, where its columns do not tell."""

    locale: Locale
    zone: tzinfo


def value_of(
    cell: str, field: Field, conventions: Conventions, writing: Writing
) -> JsonValue | Refused:
    """Return what a cell means in a field; nothing in it is `None`."""
    if field.schema.get("type") in {"object", "array"} and (found := as_object(cell)) is not None:
        return found
    locale = locale_for(field.kind.compared_as, conventions, writing.locale)
    return field.kind.parse(cell, field.schema, locale, zone=writing.zone)


def locale_for(family: Compared, conventions: Conventions, usual: Locale) -> Locale:
    """Return the locale in which a column's cells mean what they say."""
    if family is Compared.NUMBER:
        return conventions.number_locale or usual
    if family in {Compared.DATE, Compared.MOMENT}:
        return conventions.date_locale
    return usual
