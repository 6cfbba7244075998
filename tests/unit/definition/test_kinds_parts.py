"""Addresses and places: taken apart as people write them, refused part by part."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.countries import country_names, country_of, postal_code_in
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

SWEDISH, ENGLISH = Locale("sv"), Locale("en")
ADDRESS, PLACE = KINDS["address"], KINDS["place"]
HOME = ADDRESS.new_schema()
SPOT = PLACE.new_schema()


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (
            "Storgatan 1, 123 45 Björkby",
            {"street": "Storgatan 1", "postal_code": "123 45", "city": "Björkby"},
        ),
        (
            "Storgatan 1\nlgh 1101\nSE-12345 Björkby\nSverige",
            {
                "street": "Storgatan 1",
                "extra": "lgh 1101",
                "postal_code": "123 45",
                "city": "Björkby",
                "country": "SE",
            },
        ),
        (
            "Kongens gate 1; 0153 Oslo; Norge",
            {
                "street": "Kongens gate 1",
                "postal_code": "0153",
                "city": "Oslo",
                "country": "NO",
            },
        ),
        ("Storgatan 1, Björkby", {"street": "Storgatan 1", "city": "Björkby"}),
        ("Box 3", {"street": "Box 3"}),
        (" , ;\n", None),
        ("1 rue X, 75001 Paris, France", {
            "street": "1 rue X", "postal_code": "75001", "city": "Paris", "country": "FR",
        }),
    ],
)  # fmt: skip
def test_one_line_is_taken_apart(typed: str, parts: JsonValue) -> None:
    found = ADDRESS.parse(typed, HOME, SWEDISH)

    assert found == parts or (parts is None and isinstance(found, Refused))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"postal_code": "123 45"}, {}),
        ({"city": "X", "postal_code": "1234"}, {"/postal_code": "postal-code-invalid"}),
        ({"city": "X", "postal_code": "1234", "country": "NO"}, {}),
        ({"city": "X", "postal_code": "12345", "country": "no"}, {
            "/postal_code": "postal-code-invalid",
        }),
        ({"city": "X", "country": "QQ"}, {"/country": "country-unknown"}),
        ({"city": "X", "country": "ZZ"}, {"/country": "country-unknown"}),
        ({"country": "SE"}, {"": "address-empty"}),
        ({"street": " "}, {"": "address-empty"}),
        ({"street": "a\0b"}, {"/street": "text-broken"}),
        ({"planet": "Mars"}, {}),
        ({"street": 5}, {}),
        ("Storgatan 1", {}),
    ],
)  # fmt: skip
def test_each_part_is_refused_by_itself(address: JsonValue, expected: dict[str, str]) -> None:
    found = ADDRESS.problems(address, HOME)

    assert {at: one.code for at, one in found.items()} == expected
    first = ADDRESS.problem(address, HOME)
    assert first == next(iter(found.values()), None)


def test_a_field_may_be_for_addresses_of_another_country() -> None:
    norwegian: JsonObject = {**HOME, "x-field": {"kind": "address", "region": "NO"}}

    assert ADDRESS.problems({"city": "Oslo", "postal_code": "0153"}, norwegian) == {}
    assert "/postal_code" in ADDRESS.problems({"city": "X", "postal_code": "123 45"}, norwegian)


def test_the_stored_form_is_one() -> None:
    spaced: JsonValue = {
        "country": "se",
        "city": " Bj\u00f6rkby ",
        "street": "",
        "extra": "c/o  Ek",
    }

    assert ADDRESS.normal(spaced, HOME) == {"extra": "c/o Ek", "city": "Björkby", "country": "SE"}
    assert ADDRESS.text(spaced, HOME, SWEDISH).startswith("c/o")


def test_addresses_are_sorted_by_city_and_searched_by_every_part() -> None:
    first = ADDRESS.slot_value({"street": "Z-vägen 1", "city": "Alby"}, HOME, "sv")
    other = ADDRESS.slot_value({"street": "A-vägen 1", "city": "Östervik"}, HOME, "sv")

    assert str(first) < str(other)
    assert ADDRESS.search_words({"street": "Ågatan", "city": "Alby"}, HOME) == "Ågatan Alby"


def test_countries_are_known_by_code_and_by_name_in_several_languages() -> None:
    assert [country_of(name, ENGLISH) for name in ("se", "Norge", "Tyskland", "Germany")] == [
        "SE", "NO", "DE", "DE",
    ]  # fmt: skip
    assert country_of("Atlantis", ENGLISH) is None
    assert country_names("sv")["FI"] == "Finland"
    assert not {"EU", "ZZ", "001"} & country_names("en").keys()


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("SE", "se-123 45", "123 45"),
        ("SE", "1234", None),
        ("SE", "١٢٣٤٥", None),
        ("NO", "0153", "0153"),
        ("FI", "FI-00100", "00100"),
        ("GB", "sw1a 1aa", "SW1A 1AA"),
    ],
)
def test_postal_codes_are_written_as_their_country_does(
    country: str, typed: str, written: str | None
) -> None:
    assert postal_code_in(country, typed) == written


STOCKHOLM = {"lat": 59.3293, "lon": 18.0686}


@pytest.mark.parametrize(
    "typed",
    [
        "59.3293, 18.0686",
        "59.3293,18.0686",
        "59.3293 18.0686",
        "59,3293 18,0686",
        "59,3293; 18,0686",
        "59,3293, 18,0686",
        "59.3293° 18.0686°",
        "geo:59.3293,18.0686?z=11",
        "https://www.openstreetmap.org/?mlat=59.3293&mlon=18.0686#map=15/1/2",
        "https://www.openstreetmap.org/#map=15/59.3293/18.0686",
        "https://www.google.com/maps/@59.3293,18.0686,15z",
        "59°19.758'N 18°4.116'E",
        "N 59° 19' 45.48\" Ö 18° 4' 6.96\"",
        "18°4'6.96\"E 59°19'45.48\"N",
    ],
)
def test_a_place_is_read_in_the_ways_it_is_written(typed: str) -> None:
    assert PLACE.parse(typed, SPOT, SWEDISH) == STOCKHOLM


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("-33.9, \u221218.4", {"lat": -33.9, "lon": -18.4}),
        ("33°54'S 18°24'W", {"lat": -33.9, "lon": -18.4}),
        ("0, 0", {"lat": 0.0, "lon": 0.0}),
        ("90 180", {"lat": 90.0, "lon": 180.0}),
    ],
)
def test_a_place_may_be_anywhere(typed: str, place: JsonValue) -> None:
    assert PLACE.parse(typed, SPOT, ENGLISH) == place


@pytest.mark.parametrize(
    "typed",
    ["59,18", "91, 0", "0, 181", "here", "1 2 3", "59°N 18°N", "59° 18°x", "1e5, 2", "½, 2"],
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    assert PLACE.parse(typed, SPOT, SWEDISH) == Refused("place-invalid")


@pytest.mark.parametrize(
    "value", [{"lat": True, "lon": 1}, {"lat": 1}, [1, 2], {"lat": "1", "lon": 2}]
)
def test_a_place_of_another_shape_is_left_to_json_schema(value: JsonValue) -> None:
    assert PLACE.problem(value, SPOT) is None
    assert PLACE.text(value, SPOT, ENGLISH) == ""


def test_a_place_off_the_earth_is_a_problem_and_digits_are_few() -> None:
    assert PLACE.problem({"lat": 100, "lon": 0}, SPOT) == Refused("place-invalid")
    assert PLACE.normal({"lat": 1.23456789, "lon": 2}, SPOT) == {"lat": 1.234568, "lon": 2.0}
