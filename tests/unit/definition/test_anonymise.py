"""What each method leaves, and where no method may be used."""

import hashlib
import hmac

import pytest

from stuga.models.definition.anonymise import ABSENT, CODES, apply, is_anonymous, problem
from stuga.models.definition.kinds import KINDS, kind_of
from stuga.models.json import JsonObject, JsonValue

TEXT: JsonObject = {"type": "string", "maxLength": 200}
LONG: JsonObject = {"type": "string", "x-field": {"kind": "long-text"}}
PHONE: JsonObject = {"type": "string", "x-field": {"kind": "phone"}}
MAIL: JsonObject = {"type": "string", "format": "email", "maxLength": 254}
DATE: JsonObject = {"type": "string", "format": "date"}
MOMENT: JsonObject = {"type": "string", "format": "date-time"}
NUMBER: JsonObject = {"type": "number"}
PNR: JsonObject = {"type": "string", "format": "personnummer"}
CHOICE: JsonObject = {"type": "string", "oneOf": [{"const": "a"}, {"const": "b"}]}


def keyed(text: str) -> str:
    return hmac.new(b"key", text.encode(), hashlib.sha256).hexdigest()


def left(method: JsonObject, value: JsonValue, schema: JsonObject) -> object:
    kind = kind_of(schema)
    assert kind is not None
    return apply(method, value, schema, kind, keyed)


def why(
    method: JsonObject, schema: JsonObject, *, required: bool = False, unique: bool = False
) -> str | None:
    kind = kind_of(schema)
    assert kind is not None
    return problem(method, schema, kind, required=required, unique=unique)


def personal(schema: JsonObject, degree: str) -> JsonObject:
    return {**schema, "x-privacy": {"personal": degree}}


def test_drop_leaves_nothing_of_any_kind() -> None:
    for value, schema in (("Sten", TEXT), (12.5, NUMBER), ("2024-03-05", DATE), ("a", CHOICE)):
        assert left({"method": "drop"}, value, schema) is ABSENT


def test_keep_leaves_the_value() -> None:
    assert left({"method": "keep", "reason": "no person in it"}, 12.5, NUMBER) == 12.5


def test_redact_leaves_its_text() -> None:
    assert left({"method": "redact"}, "Sten Ek", TEXT) == "[removed]"
    assert left({"method": "redact", "text": "(borttaget)"}, "Sten Ek", LONG) == "(borttaget)"


@pytest.mark.parametrize(
    ("first", "last", "value", "masked"),
    [
        (2, 2, "Björkby", "Bj•••by"),
        (0, 0, "Björkby", "•••••••"),
        (0, 4, "12345678", "••••5678"),
        (3, 0, "Björkby", "Bjö••••"),
        (3, 4, "Björkby", "•••••••"),
        (9, 9, "Sten", "••••"),
        (-1, -1, "Sten", "••••"),
    ],
)
def test_mask_leaves_the_ends_and_hides_what_is_short(
    first: int, last: int, value: str, masked: str
) -> None:
    assert left({"method": "mask", "first": first, "last": last}, value, TEXT) == masked


def test_a_masked_phone_number_is_still_a_valid_one() -> None:
    masked = left({"method": "mask", "first": 4, "last": 2}, "+46701740605", PHONE)

    assert masked == "+4670•••••05"
    assert KINDS["phone"].problem("+4670•••••05", PHONE) is None


@pytest.mark.parametrize(
    ("to", "day"),
    [
        ("month", "1987-05-01"),
        ("quarter", "1987-04-01"),
        ("year", "1987-01-01"),
        ("decade", "1980-01-01"),
    ],
)
def test_generalise_leaves_the_first_day_of_the_period(to: str, day: str) -> None:
    assert left({"method": "generalise", "to": to}, "1987-05-17", DATE) == day
    moment = left({"method": "generalise", "to": to}, "1987-05-17T21:30:00Z", MOMENT)
    assert moment == f"{day}T00:00:00Z"


@pytest.mark.parametrize(
    ("day", "first"),
    [("2024-01-01", "2024-01-01"), ("2024-12-31", "2024-10-01"), ("2024-06-30", "2024-04-01")],
)
def test_quarters_begin_in_january_april_july_october(day: str, first: str) -> None:
    assert left({"method": "generalise", "to": "quarter"}, day, DATE) == first


def test_the_first_decade_begins_in_year_1() -> None:
    assert left({"method": "generalise", "to": "decade"}, "0007-05-17", DATE) == "0001-01-01"


def test_what_cannot_be_generalised_goes() -> None:
    assert left({"method": "generalise", "to": "year"}, "in spring", DATE) is ABSENT
    assert left({"method": "generalise", "to": "week"}, "2024-03-05", DATE) is ABSENT


def test_hmac_leaves_the_same_hash_for_the_same_value() -> None:
    method: JsonObject = {"method": "hmac"}

    assert left(method, "Åsa", TEXT) == left(method, "A\u030asa", TEXT) == keyed("Åsa")
    assert left(method, "Åsa", TEXT) != left(method, "Asa", TEXT)
    assert left(method, "Åsa", {"type": "string", "maxLength": 20}) == keyed("Åsa")[:20]


def test_hmac_leaves_a_valid_address_that_nobody_has() -> None:
    hashed = left({"method": "hmac"}, "Nils@Example.COM", MAIL)

    assert hashed == f"{keyed('Nils@example.com')[:32]}@example.invalid"
    assert KINDS["e-mail"].problem(str(hashed), MAIL) is None


@pytest.mark.parametrize("method", ["drop", "redact", "mask", "generalise", "hmac"])
@pytest.mark.parametrize("value", [None, "", 5, True, ["x"], {"a": "x"}])
def test_what_was_never_valid_does_not_survive(method: str, value: JsonValue) -> None:
    assert left({"method": method, "to": "year"}, value, TEXT) is ABSENT


def test_an_unknown_method_is_an_error_and_not_a_survivor() -> None:
    with pytest.raises(ValueError, match="no method"):
        left({"method": "forget"}, "Sten", TEXT)


@pytest.mark.parametrize(
    ("method", "value", "schema"),
    [
        ({"method": "redact"}, "Sten Ek", TEXT),
        ({"method": "mask", "first": 2, "last": 2}, "Sten Ek", TEXT),
        ({"method": "mask", "first": 4, "last": 2}, "+46701740605", PHONE),
        ({"method": "generalise", "to": "quarter"}, "1987-05-17", DATE),
        ({"method": "generalise", "to": "decade"}, "1987-05-17T21:30:00Z", MOMENT),
    ],
)
def test_a_second_pass_changes_nothing(
    method: JsonObject, value: JsonValue, schema: JsonObject
) -> None:
    once = left(method, value, schema)

    assert isinstance(once, str)
    assert once != value
    assert left(method, once, schema) == once


def test_pseudonyms_are_not_called_anonymous() -> None:
    named = {name: is_anonymous({"method": name}) for name in METHOD_NAMES}

    assert named == {
        "drop": True,
        "redact": True,
        "generalise": True,
        "mask": False,
        "hmac": False,
        "keep": False,
        "hash": False,
    }


METHOD_NAMES = ("drop", "redact", "generalise", "mask", "hmac", "keep", "hash")


@pytest.mark.parametrize(
    ("method", "schema"),
    [
        ({"method": "drop"}, NUMBER),
        ({"method": "drop"}, personal(PNR, "direct")),
        ({"method": "redact"}, TEXT),
        ({"method": "redact", "text": "gone"}, LONG),
        ({"method": "mask", "first": 2}, TEXT),
        ({"method": "mask", "first": 4, "last": 2}, PHONE),
        ({"method": "generalise", "to": "quarter"}, DATE),
        ({"method": "generalise", "to": "decade"}, MOMENT),
        ({"method": "generalise", "to": "decade", "into": "born"}, DATE),
        ({"method": "hmac", "purpose": "statistics"}, TEXT),
        ({"method": "hmac", "purpose": "statistics"}, MAIL),
        ({"method": "mask", "last": 4}, {"type": "string", "x-field": {"kind": "iban"}}),
        (
            {"method": "mask", "first": 4},
            {"type": "string", "x-field": {"kind": "organisation-number", "country": "FI"}},
        ),
        ({"method": "redact"}, {"type": "string", "x-field": {"kind": "rich-text"}}),
        ({"method": "drop"}, {"type": "object", "x-field": {"kind": "json"}}),
        ({"method": "keep"}, personal(NUMBER, "none")),
        ({"method": "keep", "reason": "statistics"}, personal(NUMBER, "indirect")),
    ],
)
def test_a_method_that_fits(method: JsonObject, schema: JsonObject) -> None:
    assert why(method, schema) is None


@pytest.mark.parametrize(
    ("code", "method", "schema"),
    [
        ("method-unknown", {}, TEXT),
        ("method-unknown", {"method": "forget"}, TEXT),
        ("method-unknown", {"method": ["redact"]}, TEXT),
        ("method-unkeyed-hash", {"method": "hash"}, PNR),
        ("method-unkeyed-hash", {"method": "sha256"}, TEXT),
        ("method-encryption", {"method": "encrypt"}, TEXT),
        ("method-kind", {"method": "redact"}, DATE),
        ("method-kind", {"method": "redact"}, MAIL),
        ("method-kind", {"method": "hmac"}, DATE),
        ("method-kind", {"method": "hmac"}, PHONE),
        ("method-kind", {"method": "mask", "first": 1}, PNR),
        ("method-kind", {"method": "generalise", "to": "year"}, TEXT),
        ("method-kind", {"method": "redact"}, CHOICE),
        ("method-kind", {"method": "mask"}, {"type": "number", "x-field": {"kind": "percent"}}),
        (
            "method-kind",
            {"method": "generalise", "to": "year"},
            {"type": "string", "format": "duration"},
        ),
        ("method-settings", {"method": "generalise"}, DATE),
        ("method-settings", {"method": "generalise", "to": "week"}, DATE),
        ("method-settings", {"method": "redact", "text": ""}, TEXT),
        ("method-settings", {"method": "redact", "text": 5}, TEXT),
        ("method-settings", {"method": "mask", "first": -1}, TEXT),
        ("method-settings", {"method": "mask", "last": True}, TEXT),
        ("method-settings", {"method": "mask", "last": "2"}, TEXT),
        ("method-settings", {"method": "hmac"}, {"type": "string", "maxLength": 8}),
        ("method-result", {"method": "redact"}, {"type": "string", "maxLength": 5}),
        ("method-result", {"method": "redact"}, {"type": "string", "minLength": 20}),
        ("method-result", {"method": "redact"}, {"type": "string", "pattern": "^[0-9]{5}$"}),
        ("method-result", {"method": "redact", "text": "\0"}, TEXT),
        ("keep-personal", {"method": "keep", "reason": "x"}, TEXT),
        ("keep-personal", {"method": "keep", "reason": "x"}, {**TEXT, "x-privacy": True}),
        ("keep-personal", {"method": "keep", "reason": "x"}, personal(TEXT, "direct")),
        ("keep-personal", {"method": "keep", "reason": "x"}, personal(TEXT, "special")),
        ("keep-personal", {"method": "keep", "reason": "x"}, personal(TEXT, "criminal")),
        ("keep-without-reason", {"method": "keep"}, personal(TEXT, "indirect")),
    ],
)
def test_a_method_that_does_not_fit(code: str, method: JsonObject, schema: JsonObject) -> None:
    assert why(method, schema) == code
    assert code in CODES


def test_a_field_that_holds_nothing_is_left_alone() -> None:
    assert why({"method": "redact"}, {"type": "string", "maxLength": 0}) is None


def test_a_required_field_is_not_dropped() -> None:
    assert why({"method": "drop"}, TEXT, required=True) == "drop-required"
    into: JsonObject = {"method": "generalise", "to": "year", "into": "born"}
    assert why(into, DATE, required=True) == "drop-required"
    assert why({"method": "redact"}, TEXT, required=True) is None


def test_a_unique_field_takes_only_what_stays_unique() -> None:
    assert why({"method": "redact"}, TEXT, unique=True) == "method-unique"
    assert why({"method": "mask", "first": 2}, TEXT, unique=True) == "method-unique"
    assert why({"method": "hmac"}, TEXT, unique=True) is None
    assert why({"method": "drop"}, TEXT, unique=True) is None
