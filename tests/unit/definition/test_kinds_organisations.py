"""Numbers of organisations in four countries: real ones from the registers' own pages."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

KIND = KINDS["organisation-number"]
LOCALES = [Locale("sv"), Locale("nb"), Locale("en")]
COUNTRIES = ["SE", "NO", "DK", "FI"]


def field_of(country: str) -> JsonObject:
    return {"type": "string", "x-field": {"kind": "organisation-number", "country": country}}


@pytest.mark.parametrize(
    ("country", "typed", "stored", "shown"),
    [
        ("SE", "556036-0793", "5560360793", "556036-0793"),
        ("SE", "5560360793", "5560360793", "556036-0793"),
        ("SE", "16556036-0793", "5560360793", "556036-0793"),
        ("SE", "SE556036079301", "5560360793", "556036-0793"),
        ("SE", "202100-5448", "2021005448", "202100-5448"),
        ("SE", "212000 0142", "2120000142", "212000-0142"),
        ("NO", "974 760 673", "974760673", "974 760 673"),
        ("NO", "NO 923 609 016 MVA", "923609016", "923 609 016"),
        ("NO", "988077917", "988077917", "988 077 917"),
        ("DK", "13585628", "13585628", "13585628"),
        ("DK", "DK-10 15 08 17", "10150817", "10150817"),
        ("FI", "2077474-0", "2077474-0", "2077474-0"),
        ("FI", "FI20774740", "2077474-0", "2077474-0"),
        ("FI", "112038-9", "0112038-9", "0112038-9"),
    ],
)
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_number_is_read_and_shown_as_its_country_writes_it(
    country: str, typed: str, stored: str, shown: str, locale: Locale
) -> None:
    schema = field_of(country)

    assert KIND.parse(typed, schema, locale) == stored
    assert KIND.problem(stored, schema) is None
    assert KIND.text(stored, schema, locale) == shown
    assert KIND.parse(shown, schema, locale) == stored


@pytest.mark.parametrize(
    ("country", "typed", "code"),
    [
        ("SE", "556036-0794", "organisation-number-checksum"),
        ("SE", "811228-9874", "organisation-number-person"),
        ("SE", "55603607", "organisation-number-invalid"),
        ("SE", "SE556036079302", "organisation-number-invalid"),
        ("NO", "974760674", "organisation-number-checksum"),
        ("NO", "97476067", "organisation-number-invalid"),
        ("DK", "13585627", "organisation-number-checksum"),
        ("DK", "03585628", "organisation-number-invalid"),
        ("FI", "2077474-1", "organisation-number-checksum"),
        ("FI", "20774", "organisation-number-invalid"),
        ("FI", "abc", "organisation-number-invalid"),
        ("SE", "٥٥٦٠٣٦٠٧٩٣", "organisation-number-invalid"),
    ],
)
def test_what_is_no_number_of_the_country_is_refused(country: str, typed: str, code: str) -> None:
    refused = KIND.parse(typed, field_of(country), LOCALES[0])

    assert isinstance(refused, Refused)
    assert refused.code == code


@pytest.mark.parametrize("value", ["556036-0793", " 5560360793", "5560360793\n", ""])
def test_only_the_stored_form_is_stored(value: str) -> None:
    assert KIND.problem(value, field_of("SE")) is not None


@pytest.mark.parametrize("country", COUNTRIES)
def test_samples_are_valid_and_a_refusal_shows_one_that_is(country: str) -> None:
    schema = field_of(country)
    refused = KIND.parse("?", schema, LOCALES[0])

    assert isinstance(refused, Refused)
    assert not isinstance(
        KIND.parse(str(refused.arguments["example"]), schema, LOCALES[0]), Refused
    )
    for seed in range(200):
        assert KIND.problem(KIND.sample(schema, seed), schema) is None


def test_a_search_finds_a_number_with_and_without_its_hyphen() -> None:
    assert KIND.search_words("5560360793", field_of("SE")) == "5560360793 556036-0793"
