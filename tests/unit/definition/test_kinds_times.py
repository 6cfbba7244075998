"""Times of day and durations, as people write them."""

import pytest
from babel import Locale

from stuga.models.definition.durations import duration_of, seconds_in
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

TIME, DURATION = KINDS["time"], KINDS["duration"]
SV, NB, EN = Locale("sv"), Locale("nb"), Locale("en")
LOCALES = [SV, NB, EN]


def lasting(unit: str) -> JsonObject:
    return {"type": "string", "format": "duration", "x-field": {"kind": "duration", "unit": unit}}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("08:30", "08:30:00"),
        ("8:30", "08:30:00"),
        ("8.30", "08:30:00"),
        ("0830", "08:30:00"),
        ("830", "08:30:00"),
        ("kl. 8.30", "08:30:00"),
        ("Klockan 8", "08:00:00"),
        ("klokken 20.15", "20:15:00"),
        ("8", "08:00:00"),
        ("8:30 pm", "20:30:00"),
        ("12:15 a.m.", "00:15:00"),
        ("12 pm", "12:00:00"),
        ("23:59:59", "23:59:59"),
        ("00:00", "00:00:00"),
        ("08:30:00", "08:30:00"),
    ],
)
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_time_is_read_in_every_language(typed: str, stored: str, locale: Locale) -> None:
    assert TIME.parse(typed, {}, locale) == stored
    assert TIME.problem(stored, {}) is None


@pytest.mark.parametrize(
    "typed",
    ["24:00", "8:60", "25", "8:3", "8 30", "13 pm", "0 am", "tomorrow", "08:30:60", "٠٨:٣٠", "-8"],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert TIME.parse(typed, {}, SV) == Refused("time-invalid")


@pytest.mark.parametrize("value", ["08:30:00Z", "08:30:00+01:00", "08:30:00.5", "8:30", "24:00:00"])
def test_a_stored_time_has_no_zone_and_no_fraction(value: str) -> None:
    assert TIME.problem(value, {}) == Refused("time-invalid")


def test_a_time_is_stored_with_seconds_and_shown_with_them_only_where_there_are_some() -> None:
    assert TIME.normal("08:30", {}) == "08:30:00"
    assert TIME.text("08:30:00", {}, SV) == "08:30"
    assert TIME.text("08:00:00", {}, SV) == "08:00"
    assert TIME.text("08:30:15", {}, SV) == "08:30:15"


def test_times_sort_by_the_clock() -> None:
    values = ["20:00:00", "08:30:00", "08:30:01"]

    assert sorted(values, key=lambda one: TIME.slot_value(one, {}, "sv") or 0) == [
        "08:30:00",
        "08:30:01",
        "20:00:00",
    ]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1 h 30 min", "PT1H30M"),
        ("1h30m", "PT1H30M"),
        ("1h30", "PT1H30M"),
        ("1:30", "PT1H30M"),
        ("1:30:15", "PT1H30M15S"),
        ("1 day, 12:00:00", "P1DT12H"),
        ("1,5 h", "PT1H30M"),
        ("1.5 h", "PT1H30M"),
        ("1,5", "PT1H30M"),
        ("90 min", "PT1H30M"),
        ("1 timme och 30 minuter", "PT1H30M"),
        ("2 timmar, 15 minuter", "PT2H15M"),
        ("1 time og 30 minutter", "PT1H30M"),
        ("1 t 30 min", "PT1H30M"),
        ("1 hour and 30 minutes", "PT1H30M"),
        ("1 hr. 30 mins.", "PT1H30M"),
        ("2 dagar", "P2D"),
        ("1 dygn 2 tim", "P1DT2H"),
        ("1 uke", "P7D"),
        ("2 v", "P14D"),
        ("45 s", "PT45S"),
        ("36 h", "P1DT12H"),
        ("PT1H30M", "PT1H30M"),
        ("p1dt2h", "P1DT2H"),
        ("P2W", "P14D"),
        ("0", "PT0S"),
        ("8", "PT8H"),
        ("0,333 h", "PT19M59S"),
    ],
)
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_duration_is_read_in_every_language(typed: str, stored: str, locale: Locale) -> None:
    assert DURATION.parse(typed, lasting("hour"), locale) == stored
    assert DURATION.problem(stored, {}) is None


@pytest.mark.parametrize(
    "typed",
    [
        "-1 h",
        "1:75",
        "P1M",
        "P1Y",
        "PT1.5H",
        "1 h 2 h",
        "soon",
        "1 h 30 bananas",
        "h",
        "1 h 30 min !",
        "9" * 30 + " h",
        "999999999 h",
        "1 " * 200,
    ],
)
def test_what_is_no_duration_is_refused(typed: str) -> None:
    assert DURATION.parse(typed, lasting("hour"), SV) == Refused("duration-invalid")


@pytest.mark.parametrize(
    ("unit", "stored"), [("hour", "PT2H"), ("minute", "PT2M"), ("day", "P2D"), ("month", "PT2H")]
)
def test_a_number_alone_is_in_the_fields_unit(unit: str, stored: str) -> None:
    assert DURATION.parse("2", lasting(unit), SV) == stored


@pytest.mark.parametrize(
    ("value", "unit", "locale", "text"),
    [
        ("PT1H30M", "hour", SV, "1 tim 30 min"),
        ("PT1H30M", "hour", NB, "1 t 30 min"),
        ("PT1H30M", "hour", EN, "1 hr 30 min"),
        ("P1DT12H", "hour", SV, "36 tim"),
        ("P1DT12H", "day", SV, "1 dygn 12 tim"),
        ("PT0S", "minute", EN, "0 min"),
        ("PT15S", "hour", SV, "15 s"),
    ],
)
def test_a_duration_is_shown_in_the_fields_units(
    value: str, unit: str, locale: Locale, text: str
) -> None:
    assert DURATION.text(value, lasting(unit), locale) == text


@pytest.mark.parametrize("unit", ["hour", "minute", "day"])
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_what_is_shown_of_a_duration_can_be_typed(unit: str, locale: Locale) -> None:
    schema = lasting(unit)

    for seconds in (0, 1, 59, 60, 3599, 3600, 5400, 86_399, 86_400, 93_784, 864_000):
        stored = duration_of(seconds)
        assert DURATION.parse(DURATION.text(stored, schema, locale), schema, locale) == stored


@pytest.mark.parametrize("value", ["PT90M", "PT5400S", "PT1H30M"])
def test_equal_lengths_are_stored_alike(value: str) -> None:
    assert DURATION.normal(value, {}) == "PT1H30M"


@pytest.mark.parametrize(
    "value", ["P1M", "P1Y", "-PT1H", "+PT1H", "PT", "P", "1 h", "", "P999999D"]
)
def test_a_stored_duration_has_a_certain_length(value: str) -> None:
    assert DURATION.problem(value, {}) == Refused("duration-invalid")


def test_durations_sort_by_length() -> None:
    values = ["P1D", "PT2H", "PT90M", "P7D"]

    assert sorted(values, key=lambda one: DURATION.slot_value(one, {}, "sv") or 0) == [
        "PT90M",
        "PT2H",
        "P1D",
        "P7D",
    ]


def test_seconds_become_a_duration_and_back() -> None:
    for seconds in (0, 1, 60, 3600, 86_400, 90_061, 604_800):
        assert seconds_in(duration_of(seconds)) == seconds
