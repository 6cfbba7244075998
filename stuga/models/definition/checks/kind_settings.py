"""Problems of the settings that a field's kind has of its own: its country, its unit."""

from collections.abc import Sequence

from stuga.models.definition.checks.problem import Problem, Problems, error, replacing
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.duration import UNITS
from stuga.models.definition.reading import text_at
from stuga.models.definition.saying import Phrase, one_of, said


def kind_setting_problems(field: Field, pointer: str, where: Phrase) -> Problems:
    """Find settings that the kind takes for its usual ones, which nobody has chosen."""
    country, unit = text_at(field.settings, "country"), text_at(field.settings, "unit")
    if country and field.kind.countries and country not in field.kind.countries:
        yield _country(country, field.kind.countries, f"{pointer}/x-field/country", where)
    if unit and field.kind.name == "duration" and unit not in UNITS:
        yield _unit(unit, f"{pointer}/x-field/unit", where)


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
