"""Problems of the settings that a field's kind has of its own: country, unit, types of files."""

from collections.abc import Sequence

from stuga.models.definition.checks.problem import (
    Problem,
    Problems,
    error,
    removing,
    replacing,
)
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.attached import FILE_KINDS, PICTURES
from stuga.models.definition.kinds.duration import UNITS
from stuga.models.definition.media import MEDIA, endings_of, is_accepted
from stuga.models.definition.reading import text_at, texts_at
from stuga.models.definition.saying import Phrase, in_row, one_of, said


def kind_setting_problems(field: Field, pointer: str, where: Phrase) -> Problems:
    """Find settings that the kind takes for its usual ones, which nobody has chosen."""
    country, unit = text_at(field.settings, "country"), text_at(field.settings, "unit")
    if country and field.kind.countries and country not in field.kind.countries:
        yield _country(country, field.kind.countries, f"{pointer}/x-field/country", where)
    if unit and field.kind.name == "duration" and unit not in UNITS:
        yield _unit(unit, f"{pointer}/x-field/unit", where)
    if field.kind.name in FILE_KINDS:
        yield from _files(field, pointer, where)


def _files(field: Field, pointer: str, where: Phrase) -> Problems:
    """Find types of files that are never taken, and files that would be there from the start."""
    known = PICTURES if field.kind.name == "image" else ()
    for at, one in enumerate(texts_at(field.settings, "accept")):
        if not any(is_accepted(media, [one]) and is_accepted(media, known) for media in MEDIA):
            here = f"{pointer}/x-field/accept/{at}"
            yield error(
                here,
                "accept-unknown",
                said(
                    "{where} takes files of the type “{type}”, which are never taken. Known are "
                    "{types}.",
                    where=where,
                    type=one,
                    types=in_row([endings_of(known)]),
                ),
                removing(said("Remove"), here),
            )
    if "default" in field.schema:
        message = said("{where} holds files, so it can only begin empty.", where=where)
        here = f"{pointer}/default"
        yield error(here, "file-default", message, removing(said("Begin empty"), here))


def _country(country: str, known: Sequence[str], here: str, where: Phrase) -> Problem:
    return error(
        here,
        "country-unknown",
        said(
            "{where} holds numbers of the country “{country}”, which are not known here. Choose "
            "{countries}.",
            where=where,
            country=country,
            countries=one_of(known),
        ),
        replacing(said("Use “{value}”", value=known[0]), here, known[0]),
    )


def _unit(unit: str, here: str, where: Phrase) -> Problem:
    return error(
        here,
        "unit-unknown",
        said(
            "{where} counts in “{unit}”, which is no unit. Choose {units}.",
            where=where,
            unit=unit,
            units=one_of(UNITS),
        ),
        replacing(said("Use “{value}”", value=UNITS[0]), here, UNITS[0]),
    )
