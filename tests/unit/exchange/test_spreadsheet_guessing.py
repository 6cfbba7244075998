"""What columns seem to be, by their values and names."""

import pytest

from stuga.builder.spreadsheets.guessing import Guess, guessed
from stuga.models.definition.kinds import KINDS
from stuga.runtime.exchange.conventions import DateOrder
from stuga.runtime.exchange.layouts import opened
from stuga.runtime.exchange.survey import surveyed
from tests.factories.spreadsheets import northwind

TEN = range(10)


def guess(name: str, *values: str) -> Guess:
    """Guess a column of these values."""
    content = "\n".join([f"{name};x", *(f"{value};y" for value in values)])
    survey = surveyed(opened(content.encode(), named=True))
    return guessed(survey.columns, total=survey.total)[0]


def guesses_of(name: str) -> dict[str, Guess]:
    survey = surveyed(opened(northwind(name)))
    return {one.column.name: one for one in guessed(survey.columns, total=survey.total)}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([str(KINDS["national-id"].sample({}, n)) for n in TEN], "national-id"),
        ([f"person{n}@example.se" for n in TEN], "e-mail"),
        ([f"+46 70-174 06 {n:02}" for n in range(5, 15)], "phone"),
        ([f"070-174 06 {n:02}" for n in range(5, 15)], "phone"),
        ([f"https://example.se/{n}" for n in TEN], "link"),
        ([f"2026-01-{n + 1:02}" for n in TEN], "date"),
        ([f"{n + 1}/2 2026" for n in TEN], "date"),
        ([f"2026-01-{n + 1:02} 00:00:00.000" for n in TEN], "date"),
        ([f"2026-01-{n + 1:02} 08:30" for n in TEN], "date-time"),
        ([f"{n} 345,50 kr" for n in range(1, 11)], "money"),
        ([f"€{n}.50" for n in TEN], "money"),
        ([str(n * 37) for n in TEN], "integer"),
        ([f"{n},25" for n in TEN], "decimal"),
        (["ja", "nej"] * 5, "yes-no"),
        (["0", "1"] * 5, "yes-no"),
        (["open", "closed", "paused"] * 4, "choice"),
        ([f"Thing {n}" for n in TEN], "text"),
        ([f"00{n}" for n in TEN], "text"),
        (["x" * 300, *("short" for _ in TEN)], "long-text"),
        ([], "text"),
    ],
    ids=str,
)
def test_a_kind_is_the_narrowest_that_values_fit(values: list[str], kind: str) -> None:
    assert guess("Thing", *values).kind == kind


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Startdatum", [f"202601{n + 1:02}" for n in TEN], "date"),
        ("Serienr", [f"202601{n + 1:02}" for n in TEN], "text"),
        ("Pris", [f"{n},50" for n in TEN], "money"),
        ("Längd", [f"{n},50" for n in TEN], "decimal"),
        ("Postnummer", [f"{n}2345" for n in range(1, 10)], "text"),
        ("Ärendenummer", [f"1000{n}" for n in TEN], "text"),
        ("Namn", ["Sten", "Mona"] * 5, "text"),
        ("Ort", ["Mora", "Lund"] * 5, "text"),
    ],
)
def test_a_name_tells_what_values_leave_open(name: str, values: list[str], kind: str) -> None:
    assert guess(name, *values).kind == kind


def test_what_does_not_fit_is_counted_and_shown() -> None:
    found = guess("Belopp", *(f"{n},50" for n in range(20)), "none", "?")

    assert found.kind == "money"
    assert (found.fit.count, found.fit.misfits) == (2, ("none", "?"))


def test_a_kind_that_the_name_speaks_of_needs_fewer_fits() -> None:
    values = ["sten@example.se", "mona@example.se", "nobody"]

    assert guess("E-post", *values).kind == "e-mail"
    assert guess("Thing", *values).kind == "text"


def test_day_and_month_that_nobody_can_tell_are_asked_for() -> None:
    found = guess("Datum", "03/04/2026", "05/06/2026")

    assert found.kind == "date"
    assert found.is_unclear
    assert found.conventions.dates is DateOrder.UNCLEAR


def test_values_say_more_of_people_than_a_name_does() -> None:
    found = guess("Kolumn", *(str(KINDS["national-id"].sample({}, n)) for n in TEN))

    assert found.meaning
    assert (found.meaning.personal, found.meaning.identity) == ("direct", "national-id")


def test_text_that_nobody_can_judge_is_undecided_and_numbers_are_not() -> None:
    assert guess("Xyzzy", *(f"Thing {n}" for n in TEN)).meaning is None
    assert guess("Xyzzy", *(str(n) for n in range(10, 90, 7))).meaning


def test_northwinds_customers_are_read_as_what_they_are() -> None:
    found = guesses_of("customers")

    kinds = {name: one.kind for name, one in found.items() if name not in {"Phone", "Fax"}}
    assert set(kinds.values()) == {"text"}
    personal = {
        name: one.meaning and (one.meaning.personal.value, one.meaning.identity)
        for name, one in found.items()
    }
    assert personal["ContactName"] == ("direct", "name")
    assert personal["Phone"] == ("direct", "phone")
    assert personal["Address"] == ("direct", "address")
    assert personal["CompanyName"] == ("none", "")
    assert [name for name, one in found.items() if one.identifies] == ["CustomerID"]


def test_northwinds_orders_have_dates_and_amounts() -> None:
    found = guesses_of("orders")

    kinds = {name: one.kind for name, one in found.items()}
    assert kinds["OrderDate"] == kinds["ShippedDate"] == "date"
    assert kinds["Freight"] == "money"
    assert kinds["ShipPostalCode"] == "text"
    assert [name for name, one in found.items() if one.identifies] == ["OrderID"]
