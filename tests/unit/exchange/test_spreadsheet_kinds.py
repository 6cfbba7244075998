"""Columns of percent, times and registers' numbers: guessed only where it is certain."""

import pytest
from babel import Locale

from stuga.builder.spreadsheets.commands import Decided, Named
from stuga.builder.spreadsheets.drafting import drafted
from stuga.builder.spreadsheets.guessing import Guess, guessed
from stuga.models.definition.kinds import KINDS
from stuga.models.json import JsonObject
from stuga.runtime.exchange.layouts import opened
from stuga.runtime.exchange.survey import surveyed

TEN = range(10)


def guess(name: str, *values: str) -> Guess:
    content = "\n".join([f"{name};x", *(f"{value};y" for value in values)])
    survey = surveyed(opened(content.encode(), named=True))
    return guessed(survey.columns, total=survey.total)[0]


def shown(kind: str, country: str = "") -> list[str]:
    """Write ten samples of a kind as people do."""
    schema: JsonObject = {"x-field": {"kind": kind, "country": country}}
    return [_words(kind, schema, seed) for seed in TEN]


def _words(kind: str, schema: JsonObject, seed: int) -> str:
    return KINDS[kind].text(KINDS[kind].sample(schema, seed), schema, Locale("sv"))


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Kolumn", [f"{n},5 %" for n in TEN], "percent"),
        ("Kolumn", [f"{n}%" for n in TEN], "percent"),
        ("Kolumn", [f"0{n}:30" for n in TEN], "time"),
        ("Kolumn", [f"1{n}:05:00" for n in TEN], "time"),
        ("Kolumn", shown("iban"), "iban"),
        ("Kolumn", shown("organisation-number", "SE"), "organisation-number"),
        ("Kolumn", shown("organisation-number", "FI"), "organisation-number"),
        ("Orgnr", shown("organisation-number", "NO"), "organisation-number"),
        ("CVR-nr", shown("organisation-number", "DK"), "organisation-number"),
        ("Kolumn", shown("national-id", "SE"), "national-id"),
        ("Kolumn", shown("national-id", "NO"), "national-id"),
        ("Kolumn", shown("national-id", "FI"), "national-id"),
        ("CPR", shown("national-id", "DK"), "national-id"),
    ],
)
def test_a_kind_is_guessed_where_the_values_leave_no_doubt(
    name: str, values: list[str], kind: str
) -> None:
    assert guess(name, *values).kind == kind


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Kolumn", [f"{n}.30" for n in TEN]),
        ("Kolumn", shown("organisation-number", "NO")),
        ("Kolumn", shown("organisation-number", "DK")),
        ("Ärende", [f"2401{n + 10}-000{n}" for n in TEN]),
        ("Andel", [f"0,{n}" for n in TEN]),
        ("Kolumn", [f"SE45 5000 000{n}" for n in TEN]),
    ],
)
def test_what_could_be_something_else_is_left_alone(name: str, values: list[str]) -> None:
    taken = {"time", "organisation-number", "national-id", "percent", "iban"}

    assert guess(name, *values).kind not in taken


@pytest.mark.parametrize(
    ("kind", "country"),
    [
        ("national-id", "NO"),
        ("national-id", "FI"),
        ("organisation-number", "SE"),
        ("organisation-number", "FI"),
    ],
)
def test_the_new_field_is_of_the_columns_country(kind: str, country: str) -> None:
    found = guess("Kolumn", *shown(kind, country))
    decided = Decided(
        guess=found,
        include=True,
        title="Kolumn",
        kind=found.kind,
        personal="none",
        conventions=found.conventions,
    )
    named = Named(key="a", title="A", language="sv", row_title="Rad", currency="SEK")

    made = drafted(named, [decided])

    properties = made.document["models"][made.model]["properties"]
    schema = next(iter(properties.values()))
    assert schema["x-field"] == {"kind": kind, "country": country}
    assert KINDS[kind].fits(schema)


def test_an_account_is_personal_and_an_organisation_is_not() -> None:
    account = guess("Kolumn", *shown("iban")).meaning
    organisation = guess("Kolumn", *shown("organisation-number", "SE")).meaning

    assert account
    assert (account.personal, account.identity) == ("direct", "account")
    assert organisation
    assert (organisation.personal, organisation.identity) == ("none", "organisation-number")
