"""Words, numbers and times as people in Sweden, Norway and elsewhere read them."""

import datetime as dt
from decimal import Decimal

import pytest

from stuga.platform.ui import Locale, chosen_language

SWEDISH = Locale("sv")
NORWEGIAN = Locale("nb")
ENGLISH = Locale("en")
NIGHT = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
NARROW, FIXED = "\u202f", "\xa0"


def test_a_sentence_is_said_in_the_language_of_the_person() -> None:
    assert SWEDISH.text("Sign out") == "Logga ut"
    assert NORWEGIAN.text("Sign out") == "Logg ut"
    assert ENGLISH.text("Sign out") == "Sign out"


def test_a_sentence_without_translation_is_said_in_english() -> None:
    assert SWEDISH.text("Nobody translated this") == "Nobody translated this"


def test_what_a_sentence_names_is_put_in_its_place() -> None:
    assert SWEDISH.text("Step {number} of {count}", number=2, count=4) == "Steg 2 av 4"


def test_braces_in_what_is_named_stay_as_they_are() -> None:
    assert ENGLISH.text("Remove {thing}", thing="{0.__class__}") == "Remove {0.__class__}"


@pytest.mark.parametrize(
    ("locale", "n", "words"),
    [
        (SWEDISH, 1, "Det finns ett fel"),
        (SWEDISH, 3, "Det finns 3 fel"),
        (NORWEGIAN, 0, "Det er 0 feil"),
        (ENGLISH, 1, "There is a problem"),
        (ENGLISH, 1240, "There are 1,240 problems"),
    ],
)
def test_a_count_chooses_the_words(locale: Locale, n: int, words: str) -> None:
    assert locale.plural("There is a problem", "There are {n} problems", n) == words


def test_numbers_are_written_as_in_the_country() -> None:
    assert SWEDISH.number(Decimal("1234.5")) == f"1{FIXED}234,5"
    assert ENGLISH.number(1234.5, decimals=2) == "1,234.50"
    assert ENGLISH.number(Decimal("0.123456789")) == "0.123456789"
    assert NORWEGIAN.money(Decimal(12), "NOK").startswith("12,00")


def test_the_tenants_midnight_begins_the_day() -> None:
    assert SWEDISH.date(NIGHT) == "1 juli 2026"
    assert SWEDISH.datetime(NIGHT) == "1 juli 2026 00:30"
    assert Locale("sv", "Atlantic/Reykjavik").date(NIGHT) == "30 juni 2026"


def test_a_calendar_date_belongs_to_no_time_zone() -> None:
    assert Locale("nb", "Pacific/Auckland").date(dt.date(2026, 1, 31)) == "31. jan. 2026"


def test_a_moment_without_zone_is_taken_as_utc() -> None:
    assert SWEDISH.time(NIGHT.replace(tzinfo=None)) == "00:30"


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (dt.timedelta(seconds=-5), "nyss"),
        (dt.timedelta(minutes=-3), "för 3 minuter sedan"),
        (dt.timedelta(days=2), "om 2 dagar"),
        (dt.timedelta(days=-40), "22 maj 2026"),
    ],
)
def test_near_times_are_told_from_now(apart: dt.timedelta, words: str) -> None:
    assert SWEDISH.relative(NIGHT + apart, NIGHT) == words


def test_things_are_listed_and_sizes_rounded() -> None:
    assert SWEDISH.listed(["a", "b", "c"]) == "a, b och c"
    assert SWEDISH.size(999) == "999 byte"
    assert SWEDISH.size(1_540_000) == "1,5 MB"
    assert ENGLISH.percent(0.25) == "25%"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["sv-FI", "en"], "sv"),
        (["no"], "nb"),
        (["nn-NO", "en"], "nb"),
        (["de", "en-US;q=0.7"], "en"),
        (["de", "pl"], "sv"),
        ([], "sv"),
    ],
)
def test_the_first_wanted_language_on_offer_is_chosen(wanted: list[str], language: str) -> None:
    assert chosen_language(wanted) == language


def test_html_is_told_which_language_it_is_in() -> None:
    assert NORWEGIAN.tag == "nb"
    assert Locale("pseudo").tag == "en-x-pseudo"
