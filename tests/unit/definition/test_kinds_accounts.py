"""IBANs from the registry's own examples, and bankgiro numbers."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused

IBAN, BANKGIRO = KINDS["iban"], KINDS["bankgiro"]
LOCALES = [Locale("sv"), Locale("nb"), Locale("en")]


@pytest.mark.parametrize(
    "shown",
    [
        "SE45 5000 0000 0583 9825 7466",
        "NO93 8601 1117 947",
        "DK50 0040 0440 1162 43",
        "FI21 1234 5600 0007 85",
        "GB29 NWBK 6016 1331 9268 19",
        "DE89 3704 0044 0532 0130 00",
        "FR14 2004 1010 0505 0001 3M02 606",
        "BE68 5390 0754 7034",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "IS14 0159 2600 7654 5510 7303 39",
    ],
)
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_an_iban_is_read_without_spaces_and_shown_in_fours(shown: str, locale: Locale) -> None:
    stored = shown.replace(" ", "")

    for typed in (shown, stored, shown.lower(), f"IBAN: {shown}", shown.replace(" ", "-")):
        assert IBAN.parse(typed, {}, locale) == stored
    assert IBAN.problem(stored, {}) is None
    assert IBAN.text(stored, {}, locale) == shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("SE45 5000 0000 0583 9825 7467", "iban-checksum"),
        ("SE54 5000 0000 0583 9825 7466", "iban-checksum"),
        ("NO93 8601 1117 948", "iban-checksum"),
        ("US00 1234 5678 9012 345", "iban-checksum"),
        ("SE45", "iban-invalid"),
        ("5000 0000 0583 9825 7466", "iban-invalid"),
        ("not an iban at all", "iban-invalid"),
        ("SE" + "4" * 60, "iban-invalid"),
    ],
)
def test_what_is_no_iban_is_refused(typed: str, code: str) -> None:
    refused = IBAN.parse(typed, {}, LOCALES[0])

    assert isinstance(refused, Refused)
    assert refused.code == code


def test_an_iban_of_another_length_or_no_country_is_refused_though_its_sum_is_right() -> None:
    assert IBAN.problem("SE58500000000583982574", {}) == Refused("iban-invalid")
    assert IBAN.problem("XX4050000000058398257466", {}) == Refused(
        "iban-country", {"country": "XX"}
    )


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("5050-1055", "50501055", "5050-1055"),
        ("50501055", "50501055", "5050-1055"),
        ("991-2346", "9912346", "991-2346"),
        ("BG 5402-9681", "54029681", "5402-9681"),
        ("bankgiro: 5402 9681", "54029681", "5402-9681"),
    ],
)
@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_bankgiro_is_read_and_shown_with_its_hyphen(
    typed: str, stored: str, shown: str, locale: Locale
) -> None:
    assert BANKGIRO.parse(typed, {}, locale) == stored
    assert BANKGIRO.problem(stored, {}) is None
    assert BANKGIRO.text(stored, {}, locale) == shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("5402-9682", "bankgiro-checksum"),
        ("0123-4567", "bankgiro-invalid"),
        ("123456", "bankgiro-invalid"),
        ("123456789", "bankgiro-invalid"),
        ("pg 12 34 56-7", "bankgiro-invalid"),
    ],
)
def test_what_is_no_bankgiro_is_refused(typed: str, code: str) -> None:
    assert BANKGIRO.parse(typed, {}, LOCALES[0]) == Refused(code)


@pytest.mark.parametrize("name", ["iban", "bankgiro"])
def test_samples_are_valid(name: str) -> None:
    kind = KINDS[name]

    for seed in range(200):
        assert kind.problem(kind.sample({}, seed), {}) is None


def test_a_masked_account_is_stored_and_cannot_be_typed() -> None:
    assert IBAN.problem("SE••••••••••••••••••7466", {}) is None
    assert IBAN.problem("•" * 41, {}) is not None
    assert isinstance(IBAN.parse("SE••••••••••••••••••7466", {}, LOCALES[0]), Refused)
