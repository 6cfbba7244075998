"""Dates and moments as people and spreadsheets write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue

DATE = KINDS["date"]
MOMENT = KINDS["date-time"]
SV, NB, EN, US = Locale("sv"), Locale("nb"), Locale("en"), Locale("en", "US")
INVALID = Refused("date-invalid")
NO_MOMENT = Refused("date-time-invalid")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-01-31",
        "20260131",
        "2026-1-31",
        "2026/01/31",
        "2026.01.31",
        "2026 01 31",
        "31/1 2026",
        "31/1/2026",
        "31.1.2026",
        "31. 1. 2026",
        "31.01.2026",
        "31-01-2026",
        "31 1 2026",
        "31 januari 2026",
        "31 jan 2026",
        "31 jan. 2026",
        "31. januar 2026",
        "31st January 2026",
        "January 31, 2026",
        "Jan 31 2026",
        "31 JAN 2026",
        " 31.1.2026 ",
        "31.1.2026\u00a0",
        "2026-01-31 00:00:00.000",
        "2026-01-31 00:00:00",
        "2026-01-31T00:00:00Z",
        "2026-01-31 00:00",
        "20260131 0000",
    ],
)
@pytest.mark.parametrize("locale", [SV, NB, EN], ids=str)
def test_a_date_is_read(typed: str, locale: Locale) -> None:
    assert DATE.parse(typed, {}, locale) == "2026-01-31"


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("1996-07-04 00:00:00.000", "1996-07-04"),
        ("29/2 2024", "2024-02-29"),
        ("1 mars 2026", "2026-03-01"),
        ("1 sept. 2026", "2026-09-01"),
        ("1. sep. 2026", "2026-09-01"),
        ("1 oktober 2026", "2026-10-01"),
        ("1 October 2026", "2026-10-01"),
        ("1 sep 2026", "2026-09-01"),
        ("1 mar 2026", "2026-03-01"),
        ("1. des. 2026", "2026-12-01"),
        ("1 maj 2026", "2026-05-01"),
        ("1 mai 2026", "2026-05-01"),
        ("1 May 2026", "2026-05-01"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_is_read_as_it_stands(typed: str, date: str) -> None:
    assert DATE.parse(typed, {}, SV) == date


def test_the_day_comes_first_but_in_the_united_states() -> None:
    assert DATE.parse("3/4/2026", {}, EN) == "2026-04-03"
    assert DATE.parse("3/4/2026", {}, US) == "2026-03-04"
    assert DATE.parse("31/1/2026", {}, US) == INVALID


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "31/1",
        "31/1/26",
        "260131",
        "2026131",
        "202601311",
        "2026",
        "0000-01-01",
        "10000-01-01",
        "2026-W05-6",
        "2026-01-31x",
        "31 foo 2026",
        "igår",
        "tomorrow",
        "12.5",
        "2026-01-31 08:30",
        "1996-07-04 00:00:00.001",
        "2026-01-31 25:00",
        "\u0662\u0660\u0662\u0666-01-31",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    assert DATE.parse(typed, {}, SV) == INVALID


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("2026-01-31", None),
        ("2024-02-29", None),
        ("2026-02-29", INVALID),
        ("20260131", INVALID),
        ("2026-W05-6", INVALID),
        ("2026-1-31", INVALID),
        ("", INVALID),
        (" 2026-01-31", INVALID),
        ("2026-01-31\n", INVALID),
        (20260131, None),
    ],
)
def test_a_stored_date_is_checked(value: JsonValue, refused: Refused | None) -> None:
    assert DATE.problem(value, {}) == refused


def test_a_date_slot_is_midnight_utc_of_the_date() -> None:
    assert DATE.slot_value("2026-07-01", {}, "sv") == datetime(2026, 7, 1, tzinfo=UTC)
    assert DATE.slot_value("soon", {}, "sv") is None


def test_a_date_is_shown_in_the_readers_language() -> None:
    assert DATE.text("2026-01-31", {}, SV) == "31 jan. 2026"
    assert DATE.text("2026-01-31", {}, NB) == "31. jan. 2026"
    assert DATE.text("2026-01-31", {}, EN) == "Jan 31, 2026"
    assert DATE.text("soon", {}, SV) == "soon"


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-01-31T08:30", "2026-01-31T07:30:00Z"),
        ("2026-07-31T08:30", "2026-07-31T06:30:00Z"),
        ("2026-01-31 08:30", "2026-01-31T07:30:00Z"),
        ("2026-01-31 08.30", "2026-01-31T07:30:00Z"),
        ("2026-01-31 0830", "2026-01-31T07:30:00Z"),
        ("20260131 0830", "2026-01-31T07:30:00Z"),
        ("31/1 2026 8:30", "2026-01-31T07:30:00Z"),
        ("31/1 2026 kl 8.30", "2026-01-31T07:30:00Z"),
        ("31.1.2026, kl. 08:30", "2026-01-31T07:30:00Z"),
        ("31 jan. 2026 08:30", "2026-01-31T07:30:00Z"),
        ("Jan 31, 2026, 08:30", "2026-01-31T07:30:00Z"),
        ("2026-01-31T08:30:15", "2026-01-31T07:30:15Z"),
        ("2026-01-31T08:30:15.250", "2026-01-31T07:30:15.250000Z"),
        ("2026-01-31T08:30:15,123456789", "2026-01-31T07:30:15.123456Z"),
        ("2026-01-31T08:30Z", "2026-01-31T08:30:00Z"),
        ("2026-01-31 08:30:00 UTC", "2026-01-31T08:30:00Z"),
        ("2026-01-31T08:30:00+05:30", "2026-01-31T03:00:00Z"),
        ("2026-01-31T08:30:00-0500", "2026-01-31T13:30:00Z"),
        ("2026-01-31 00:00", "2026-01-30T23:00:00Z"),
        ("2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ("2026-10-25 02:30", "2026-10-25T00:30:00Z"),
    ],
)
def test_a_moment_is_read_in_the_tenants_zone(typed: str, moment: str) -> None:
    assert MOMENT.parse(typed, {}, SV) == moment


def test_another_zone_makes_another_moment() -> None:
    helsinki = ZoneInfo("Europe/Helsinki")

    assert MOMENT.parse("2026-01-31 08:30", {}, SV, zone=helsinki) == "2026-01-31T06:30:00Z"
    assert MOMENT.text("2026-01-31T06:30:00Z", {}, SV, zone=helsinki) == "31 jan. 2026 08:30"


def test_an_hour_that_summer_time_skips_is_refused() -> None:
    assert MOMENT.parse("2026-03-29 02:30", {}, SV) == Refused("date-time-skipped")
    assert MOMENT.parse("2026-03-29 02:30", {}, SV, zone=UTC) == "2026-03-29T02:30:00Z"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-01-31",
        "08:30",
        "2026-01-31 24:00",
        "2026-01-31 08:60",
        "2026-01-31 8",
        "2026-02-30 08:30",
        "31/1 2026",
        "2026-01-31T08:30:00+25:00",
        "0001-01-01 00:00",
        "9999-12-31T23:59:00-05:00",
        "now",
    ],
)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    assert MOMENT.parse(typed, {}, SV) == NO_MOMENT


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("2026-01-31T07:30:00Z", None),
        ("2026-01-31T07:30:00.123456Z", None),
        ("2026-01-31T07:30:00+01:00", None),
        ("2026-01-31T07:30:00", NO_MOMENT),
        ("2026-01-31T07:30Z", NO_MOMENT),
        ("2026-01-31 07:30:00Z", NO_MOMENT),
        ("2026-02-30T07:30:00Z", NO_MOMENT),
        ("2026-01-31T24:00:00Z", NO_MOMENT),
        ("2026-01-31T07:30:00+01:75", NO_MOMENT),
        ("0001-01-01T00:00:00+05:00", NO_MOMENT),
        ("20260131T073000Z", NO_MOMENT),
        ("", NO_MOMENT),
    ],
)
def test_a_stored_moment_is_checked(value: str, refused: Refused | None) -> None:
    assert MOMENT.problem(value, {}) == refused


def test_a_moment_is_stored_in_utc() -> None:
    assert MOMENT.normal("2026-01-31T08:30:00+01:00", {}) == "2026-01-31T07:30:00Z"
    assert MOMENT.normal("2026-01-31T07:30:00.000Z", {}) == "2026-01-31T07:30:00Z"
    assert MOMENT.normal("soon", {}) == "soon"
    assert MOMENT.text("soon", {}, SV) == "soon"


def test_a_moment_at_the_end_of_the_calendar_is_shown_as_it_is_stored() -> None:
    assert MOMENT.text("9999-12-31T23:30:00Z", {}, SV) == "9999-12-31T23:30:00Z"
    assert MOMENT.problem("9999-12-31T23:30:00Z", {}) is None


def test_a_moment_slot_is_the_moment() -> None:
    slot = MOMENT.slot_value("2026-01-31T08:30:00+01:00", {}, "sv")

    assert slot == datetime(2026, 1, 31, 7, 30, tzinfo=UTC)
