"""Swedish national ids, and the ids of people and records."""

from datetime import date

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.national_id import NationalId
from stuga.models.definition.refusals import Refused

SV = Locale("sv")
PNR = NationalId(today=lambda: date(2026, 6, 1))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("19811228-9874", "198112289874"),
        ("198112289874", "198112289874"),
        ("811228-9874", "198112289874"),
        ("8112289874", "198112289874"),
        ("811228 9874", "198112289874"),
        ("811228+9874", "188112289874"),
        ("19811228 - 9874", "198112289874"),
        ("121212-1212", "201212121212"),
        ("121212+1212", "191212121212"),
        ("701063-2391", "197010632391"),
        ("191500722390", "191500722390"),
        ("19150088-2392", "191500882392"),
    ],
)
def test_a_national_id_is_read(typed: str, stored: str) -> None:
    assert PNR.parse(typed, {}, SV) == stored
    assert PNR.problem(stored, {}) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("811228-9875", "national-id-checksum"),
        ("121212-1213", "national-id-checksum"),
        ("19811328-9873", "national-id-date"),
        ("811228-987", "national-id-invalid"),
        ("811228-98741", "national-id-invalid"),
        ("8112-289874", "national-id-invalid"),
        ("19811228*9874", "national-id-invalid"),
        ("811228-0003", "national-id-invalid"),
        ("556036-0793", "national-id-date"),
        ("abc", "national-id-invalid"),
        ("٨١١٢٢٨-٩٨٧٤", "national-id-invalid"),
    ],
)
def test_what_is_no_national_id_is_refused(typed: str, code: str) -> None:
    refused = PNR.parse(typed, {}, SV)

    assert isinstance(refused, Refused)
    assert refused.code == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("198112289874", None),
        ("198102299875", "national-id-date"),
        ("198004319870", "national-id-date"),
        ("198004919877", "national-id-date"),
        ("198000109879", "national-id-date"),
        ("000012289872", "national-id-date"),
        ("19811228-9874", "national-id-invalid"),
        ("8112289874", "national-id-invalid"),
        ("198112289874\n", "national-id-invalid"),
        ("", "national-id-invalid"),
    ],
)
def test_a_stored_national_id_is_checked(value: str, code: str | None) -> None:
    refused = PNR.problem(value, {})

    assert (refused.code if refused else None) == code


@pytest.mark.parametrize("value", ["191500722390", "191500602394", "191503602391"])
def test_the_birth_date_of_a_coordination_number_may_be_unknown(value: str) -> None:
    assert PNR.problem(value, {}) is None


def test_a_two_digit_year_follows_the_day_it_is_typed() -> None:
    later = NationalId(today=lambda: date(2090, 1, 1))

    assert later.parse("811228-9874", {}, SV) == "208112289874"
    assert KINDS["national-id"].parse("811228-9874", {}, SV) == "198112289874"


def test_a_national_id_is_shown_with_its_dash() -> None:
    assert PNR.text("198112289874", {}, SV) == "19811228-9874"
    assert PNR.text("8112289874", {}, SV) == "8112289874"


def test_samples_are_numbers_that_nobody_has() -> None:
    for seed in range(200):
        sample = str(PNR.sample({}, seed))
        assert PNR.problem(sample, {}) is None
        assert sample[8:10] in {"98", "99"}


@pytest.mark.parametrize("name", ["person", "reference"])
def test_an_id_is_read_in_lower_case(name: str) -> None:
    kind = KINDS[name]

    assert (
        kind.parse("0198C0DE-0000-7000-8000-00000000000A", {}, SV)
        == kind.normal("0198C0DE-0000-7000-8000-00000000000A", {})
        == kind.slot_value("0198C0DE-0000-7000-8000-00000000000A", {}, "sv")
        == "0198c0de-0000-7000-8000-00000000000a"
    )


@pytest.mark.parametrize("name", ["person", "reference"])
@pytest.mark.parametrize(
    "typed",
    [
        "5",
        "Sten Ek",
        "0198c0de00007000800000000000000a",
        "{0198c0de-0000-7000-8000-00000000000a}",
        "urn:uuid:0198c0de-0000-7000-8000-00000000000a",
        "0198c0de-0000-7000-8000-00000000000g",
        "0198c0de-0000-7000-8000-00000000000",
    ],
)
def test_what_is_no_id_is_refused(name: str, typed: str) -> None:
    assert KINDS[name].parse(typed, {}, SV) == Refused(f"{name}-invalid")
    assert KINDS[name].problem(typed, {}) == Refused(f"{name}-invalid")
