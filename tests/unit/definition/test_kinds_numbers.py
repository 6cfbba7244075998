"""Numbers as people type them, exact as decimals."""

from decimal import Decimal

import pytest
from babel import Locale

from stuga.models.definition import validation
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.numbers_typed import decimal_of, exact, is_multiple
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

DECIMAL = KINDS["decimal"]
INTEGER = KINDS["integer"]
MONEY = KINDS["money"]
SV, NB, EN = Locale("sv"), Locale("nb"), Locale("en")
CENTS: JsonObject = {"type": "number", "multipleOf": 0.01}
SEK: JsonObject = {**CENTS, "x-field": {"kind": "money", "currency": "SEK"}}
EUR: JsonObject = {**CENTS, "x-field": {"kind": "money", "currency": "EUR"}}
TRUE: JsonValue = True
INVALID = Refused("number-invalid")
DIGITS = Refused("number-digits", {"most": 15})


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 234,50", 1234.5),
        ("1\u00a0234,50", 1234.5),
        ("1\u202f234,50", 1234.5),
        ("1\u2009234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234,50", 1234.5),
        ("1'234.50", 1234.5),
        ("1\u2019234.50", 1234.5),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("12 345 678,9", 12345678.9),
        ("1234567,89", 1234567.89),
        ("-5", -5),
        ("\u22125,5", -5.5),
        ("\u20135", -5),
        ("- 5", -5),
        ("+5", 5),
        (",5", 0.5),
        (".5", 0.5),
        ("5,", 5),
        ("005", 5),
        ("-0", 0),
        ("0,10", 0.1),
        ("1e3", 1000),
        ("1.2E-05", 1.2e-05),
        (" 7 ", 7),
        ("999999999999999", 999999999999999),
        ("0,000000000000001", 1e-15),
    ],
)
@pytest.mark.parametrize("locale", [SV, NB, EN], ids=str)
def test_a_number_is_read_in_every_language(typed: str, number: float, locale: Locale) -> None:
    found = DECIMAL.parse(typed, {}, locale)

    assert found == number
    assert type(found) is type(number)


@pytest.mark.parametrize(
    ("typed", "swedish", "english"),
    [
        ("1,234", 1.234, 1234),
        ("1.234", 1.234, 1.234),
        ("21.500", 21.5, 21.5),
        ("0,123", 0.123, 0.123),
        ("1,5", 1.5, 1.5),
        ("12,50", 12.5, 12.5),
        ("1234,567", 1234.567, 1234.567),
    ],
)
def test_a_lone_separator_groups_only_where_the_language_says_so(
    typed: str, swedish: float, english: float
) -> None:
    assert DECIMAL.parse(typed, {}, SV) == swedish
    assert DECIMAL.parse(typed, {}, EN) == english


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "-",
        ".",
        ",",
        "--5",
        "5-",
        "65+",
        "1 23",
        "1 2345",
        "1,2,3",
        "1.234.56",
        "1 234.567,8",
        "1 234,567 8",
        "1,234 567",
        "12 kr",
        "1/2",
        "½",
        "٣",
        "0x10",
        "1e",
        "1e999",
        "NaN",
        "Infinity",
        "1_000",
        "9" * 101,
    ],
)
@pytest.mark.parametrize("locale", [SV, EN], ids=str)
def test_what_is_no_number_is_refused(typed: str, locale: Locale) -> None:
    assert DECIMAL.parse(typed, {}, locale) == INVALID


@pytest.mark.parametrize(
    "typed",
    [
        "1234567890123456",
        "9007199254740993",
        "0,1234567890123456",
        "1,000000000000000000000000000000001",
        "1000000000000000",
        "1e15",
        "1e-16",
        "9" * 50,
    ],
)
def test_more_than_fifteen_digits_are_refused(typed: str) -> None:
    assert DECIMAL.parse(typed, {}, SV) == DIGITS


@pytest.mark.parametrize("text", ["0.1", "1234.56", "-0.07", "999999999999.99", "1E-15", "123"])
def test_a_stored_number_is_the_very_decimal(text: str) -> None:
    number = exact(Decimal(text))

    assert not isinstance(number, Refused)
    assert decimal_of(number) == Decimal(text)


@pytest.mark.parametrize(
    ("value", "normal"), [(12.0, 12), (12.5, 12.5), (-0.0, 0), (1e3, 1000), (5, 5)]
)
def test_a_whole_number_is_stored_without_a_point(value: float, normal: float) -> None:
    found = DECIMAL.normal(value, {})

    assert found == normal
    assert type(found) is type(normal)
    assert str(found) == str(normal)


@pytest.mark.parametrize(
    ("value", "schema", "refused"),
    [
        (12.34, CENTS, None),
        (0.07, CENTS, None),
        (4.35, CENTS, None),
        (999999999999.99, CENTS, None),
        (12.345, CENTS, Refused("number-step", {"step": "0.01"})),
        (7, {"multipleOf": 5}, Refused("number-step", {"step": "5"})),
        (10, {"multipleOf": 5}, None),
        (0.3, {"multipleOf": 0.1}, None),
        (1, {"multipleOf": 0}, None),
        (1, {"multipleOf": 5e-324}, None),
        (0.1234567890123456789, {}, DIGITS),
        (9007199254740993, {}, DIGITS),
        (10**400, {}, DIGITS),
        (1e300, {}, DIGITS),
        (float("inf"), {}, INVALID),
        (float("nan"), {}, INVALID),
        (True, {}, None),
        ("12", {}, None),
    ],
)
def test_a_stored_number_is_checked(
    value: JsonValue, schema: JsonObject, refused: Refused | None
) -> None:
    assert DECIMAL.problem(value, schema) == refused


def test_true_is_no_number() -> None:
    assert DECIMAL.text(TRUE, {}, SV) == ""
    assert DECIMAL.slot_value(TRUE, {}, "sv") is None


def test_multiples_are_decimal_not_binary() -> None:
    assert is_multiple(0.07, 0.01)
    assert is_multiple(1.1, 0.1)
    assert not is_multiple(0.075, 0.01)


@pytest.mark.parametrize(
    ("value", "locale", "text"),
    [
        (1234567.5, SV, "1\u00a0234\u00a0567,5"),
        (-0.25, SV, "-0,25"),
        (0.12345678, EN, "0.12345678"),
        (1234.5, EN, "1,234.5"),
    ],
)
def test_a_number_is_shown_whole_and_in_the_readers_language(
    value: float, locale: Locale, text: str
) -> None:
    assert DECIMAL.text(value, {}, locale) == text


def test_a_year_is_not_grouped_but_a_large_integer_is() -> None:
    assert INTEGER.text(2026, {}, SV) == "2026"
    assert INTEGER.text(20260, {}, SV) == "20\u00a0260"


@pytest.mark.parametrize("typed", ["1,5", "0.1", "1e-3"])
def test_an_integer_takes_no_decimals(typed: str) -> None:
    assert INTEGER.parse(typed, {}, SV) == Refused("number-not-whole")


def test_an_integer_may_be_typed_with_a_decimal_point_and_zeros() -> None:
    assert INTEGER.parse("12,0", {}, SV) == 12
    assert INTEGER.parse("1 000", {}, SV) == 1000
    assert INTEGER.parse("x", {}, SV) == INVALID


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50 kr", 1234.5),
        ("1 234 KR", 1234),
        ("50:-", 50),
        ("50,-", 50),
        ("SEK 99", 99),
        ("99 sek", 99),
        ("kr 99", 99),
        ("-99 kr", -99),
        ("\u221299 kr", -99),
        ("-SEK99", -99),
        ("99", 99),
        ("100 €", INVALID),
        ("100 EUR", INVALID),
        ("kr", INVALID),
        ("99 kr kr", INVALID),
    ],
)
def test_an_amount_may_name_its_own_currency(typed: str, amount: JsonValue | Refused) -> None:
    assert MONEY.parse(typed, SEK, SV) == amount


def test_an_amount_in_euro_takes_its_sign() -> None:
    assert MONEY.parse("€100", EUR, EN) == 100
    assert MONEY.parse("100 €", EUR, SV) == 100
    assert MONEY.parse("100 SEK", EUR, SV) == INVALID


def test_an_amount_is_shown_with_its_currency() -> None:
    assert MONEY.text(12501.5, SEK, EN) == "SEK\u00a012,501.50"
    assert MONEY.text(-3, SEK, EN) == "-SEK\u00a03.00"
    assert MONEY.parse("SEK\u00a012,501.50", SEK, EN) == 12501.5
    assert MONEY.text(1234.5, SEK, SV) == "1\u00a0234,50\u00a0kr"
    assert MONEY.text(1234.5, EUR, EN) == "€1,234.50"
    assert MONEY.text(0.005, SEK, SV) == "0,005\u00a0kr"


@pytest.mark.parametrize(
    "limits",
    [
        {"minimum": 5, "maximum": 6},
        {"minimum": 0.5},
        {"maximum": -3},
        {"exclusiveMinimum": 0, "exclusiveMaximum": 0.03, "multipleOf": 0.01},
        {"minimum": 7, "multipleOf": 5},
        {"minimum": -10, "maximum": -10},
    ],
)
def test_a_sample_keeps_to_the_limits(limits: JsonObject) -> None:
    for seed in range(50):
        found: dict[str, Refused] = {}
        validation.tester({"type": "number", **limits})(DECIMAL.sample(limits, seed), "", found)
        assert found == {}


def test_a_number_slot_is_the_nearest_double() -> None:
    assert DECIMAL.slot_value(5, {}, "sv") == 5.0
    assert isinstance(DECIMAL.slot_value(5, {}, "sv"), float)
