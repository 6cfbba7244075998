"""Numbers of people in Norway, Denmark and Finland; Sweden's are in test_kinds_ids."""

from hashlib import sha256

import pytest
from babel import Locale
from stdnum.dk import cpr
from stdnum.fi import hetu

from stuga.models.definition import anonymise
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

KIND = KINDS["national-id"]
LOCALES = [Locale("sv"), Locale("nb"), Locale("en")]
COUNTRIES = ["SE", "NO", "DK", "FI"]


def field_of(country: str) -> JsonObject:
    return {"type": "string", "x-field": {"kind": "national-id", "country": country}}


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("SE", "811228-9874", "198112289874"),
        ("SE", "701063-2391", "197010632391"),
        ("NO", "15108695088", "15108695088"),
        ("NO", "151086 95088", "15108695088"),
        ("NO", "151086-95088", "15108695088"),
        ("NO", "31129956715", "31129956715"),
        ("DK", "211062-5629", "2110625629"),
        ("DK", "2110625629", "2110625629"),
        ("DK", "211062 5629", "2110625629"),
        ("DK", "0707614285", "0707614285"),
        ("DK", "671269-0018", "6712690018"),
        ("FI", "131052-308T", "131052-308T"),
        ("FI", "131052-308t", "131052-308T"),
        ("FI", " 131052 - 308T ", "131052-308T"),
        ("FI", "131052\u2013308T", "131052-308T"),
        ("FI", "010594Y9032", "010594Y9032"),
        ("FI", "020594X903P", "020594X903P"),
        ("FI", "010516B903X", "010516B903X"),
        ("FI", "131052A308T", "131052A308T"),
    ],
)
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_number_is_read_as_people_of_its_country_write_it(
    country: str, typed: str, stored: str, locale: Locale
) -> None:
    assert KIND.parse(typed, field_of(country), locale) == stored
    assert KIND.problem(stored, field_of(country)) is None


@pytest.mark.parametrize(
    ("country", "typed", "code"),
    [
        ("NO", "15108695077", "national-id-checksum"),
        ("NO", "15108695089", "national-id-checksum"),
        ("NO", "1510869508", "national-id-invalid"),
        ("NO", "abc", "national-id-invalid"),
        ("NO", "١٥١٠٨٦٩٥٠٨٨", "national-id-invalid"),
        ("DK", "310262-5629", "national-id-date"),
        ("DK", "511062-5629", "national-id-date"),
        ("DK", "971062-5629", "national-id-date"),
        ("DK", "21106256", "national-id-invalid"),
        ("FI", "131052-308U", "national-id-checksum"),
        ("FI", "310252-308Y", "national-id-date"),
        ("FI", "131052308T", "national-id-invalid"),
        ("FI", "131052G308T", "national-id-invalid"),
        ("FI", "131052-001T", "national-id-date"),
        ("SE", "131052-308T", "national-id-invalid"),
        ("NO", "0" * 10_000, "national-id-invalid"),
    ],
)
def test_what_is_no_number_of_the_country_is_refused(country: str, typed: str, code: str) -> None:
    refused = KIND.parse(typed, field_of(country), LOCALES[0])

    assert isinstance(refused, Refused)
    assert refused.code == code


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_refusal_shows_a_number_that_would_be_taken(country: str) -> None:
    refused = KIND.parse("?", field_of(country), LOCALES[0])

    assert isinstance(refused, Refused)
    example = str(refused.arguments["example"])
    assert not isinstance(KIND.parse(example, field_of(country), LOCALES[0]), Refused)


def test_norwegian_d_numbers_and_made_up_people_are_taken() -> None:
    d_numbers = [one for day in range(41, 72) if (one := _number(f"{day:02}0185301"))]

    assert d_numbers
    for one in d_numbers:
        assert KIND.problem(one, field_of("NO")) is None
    assert KIND.problem(_number("321301301") or "", field_of("NO")) is not None


def _number(digits: str) -> str:
    """Add the check digits of a Norwegian number, if they are digits."""
    first = -sum(a * int(b) for a, b in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=True)) % 11
    more = f"{digits}{first}"
    if first == 10:
        return ""
    weights = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    second = -sum(a * int(b) for a, b in zip(weights, more, strict=True)) % 11
    return "" if second == 10 else f"{more}{second}"


def test_a_danish_number_needs_no_check_digit() -> None:
    assert cpr.checksum("0101651239") != 0
    assert KIND.problem("0101651239", field_of("DK")) is None


@pytest.mark.parametrize(
    ("country", "stored", "shown"),
    [
        ("SE", "198112289874", "19811228-9874"),
        ("NO", "15108695088", "151086 95088"),
        ("DK", "2110625629", "211062-5629"),
        ("FI", "131052-308T", "131052-308T"),
        ("NO", "1981••••••••", "1981••••••••"),
    ],
)
def test_a_number_is_shown_as_its_country_writes_it(country: str, stored: str, shown: str) -> None:
    assert KIND.text(stored, field_of(country), LOCALES[0]) == shown


@pytest.mark.parametrize("country", COUNTRIES)
def test_samples_are_valid_and_belong_to_nobody(country: str) -> None:
    for seed in range(200):
        sample = str(KIND.sample(field_of(country), seed))
        assert KIND.problem(sample, field_of(country)) is None
        assert (
            KIND.parse(
                KIND.text(sample, field_of(country), LOCALES[0]), field_of(country), LOCALES[0]
            )
            == sample
        )
        if country == "NO":
            assert 81 <= int(sample[2:4]) <= 92
        elif country == "DK":
            assert 61 <= int(sample[:2]) <= 91
        elif country == "FI":
            assert not hetu.is_valid(sample)
            assert hetu.is_valid(sample, allow_temporary=True)


def test_the_format_is_swedens_and_agrees_with_the_country() -> None:
    assert KIND.fits({"type": "string", "format": "personnummer"})
    assert KIND.fits(field_of("FI"))
    assert not KIND.fits({**field_of("NO"), "format": "personnummer"})
    assert not KIND.fits({**field_of("NO"), "format": "email"})
    assert not KIND.fits({"type": "string"})


def test_a_country_that_is_not_there_is_taken_for_the_first() -> None:
    assert KIND.parse("811228-9874", field_of("XX"), LOCALES[0]) == "198112289874"


def test_a_part_of_a_number_is_no_number() -> None:
    assert KIND.problem("••••••••9874", field_of("SE")) is not None
    assert "mask" not in KIND.methods


def _keyed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_anonymising_leaves_is_stored_and_cannot_be_typed(country: str) -> None:
    schema = field_of(country)
    number = KIND.sample(schema, 1)

    for settings in ({"method": "redact"}, {"method": "hmac"}):
        left = anonymise.apply(settings, number, schema, KIND, _keyed)
        assert isinstance(left, str)
        assert str(number) not in left
        assert KIND.problem(left, schema) is None
        assert KIND.text(left, schema, LOCALES[0]) == left
        assert isinstance(KIND.parse(left, schema, LOCALES[0]), Refused)
    for short in ("[gone]", "a" * 63, "A" * 64):
        assert KIND.problem(short, schema) is not None


@pytest.mark.parametrize(
    ("method", "unique", "code"),
    [
        ("redact", False, None),
        ("redact", True, "method-unique"),
        ("hmac", True, None),
        ("drop", False, "drop-required"),
        ("mask", False, "method-kind"),
    ],
)
def test_a_required_number_can_be_anonymised(
    method: str,
    unique: bool,  # noqa: FBT001
    code: str | None,
) -> None:
    schema: JsonObject = {"type": "string", "format": "personnummer"}

    found = anonymise.problem({"method": method}, schema, KIND, required=True, unique=unique)

    assert found == code


def test_a_number_too_short_for_a_hash_takes_none() -> None:
    schema: JsonObject = {"type": "string", "format": "personnummer", "maxLength": 12}

    found = anonymise.problem({"method": "hmac"}, schema, KIND, required=True)

    assert found == "method-settings"


def test_slots_keep_equal_numbers_together_and_their_order() -> None:
    schema = field_of("FI")

    assert KIND.slot_value("131052-308T", schema, "sv") == "131052-308T"
    assert sorted(
        ["131052-308T", "131052+308T"], key=lambda one: str(KIND.slot_value(one, schema, "sv"))
    ) == ["131052+308T", "131052-308T"]
