"""Yes and no, one choice, several choices."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

YES_NO = KINDS["yes-no"]
CHOICE = KINDS["choice"]
CHOICES = KINDS["choices"]
SV, NB, EN = Locale("sv"), Locale("nb"), Locale("en")
YES: JsonValue = True
NO: JsonValue = False
UNKNOWN = Refused("choice-unknown")
KINDS_OF_CASE: JsonObject = {
    "type": "string",
    "oneOf": [
        {"const": "permit", "title": "Tillstånd"},
        {"const": "complaint", "title": "Klagomål, övrigt"},
        {"const": "c", "title": "permit"},
        {"const": "bare"},
    ],
}
SEVERAL: JsonObject = {"type": "array", "uniqueItems": True, "items": KINDS_OF_CASE}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *((word, True) for word in ("ja", "Ja", "YES", "y", "j", "on", "true", "1", "x", "Sant")),
        *((word, False) for word in ("nej", "Nei", "NO", "n", "off", "false", "0", "Falskt")),
        (["false", "true"], True),
        (["false"], False),
        ("kanske", Refused("yes-no-invalid")),
        ("2", Refused("yes-no-invalid")),
        ("yesno", Refused("yes-no-invalid")),
    ],
)
def test_yes_and_no_are_read(typed: str | list[str], read: object) -> None:
    assert YES_NO.parse(typed, {}, SV) == read


def test_yes_and_no_are_shown_in_the_readers_language() -> None:
    shown = [YES_NO.text(value, {}, locale) for locale in (SV, NB, EN) for value in (True, False)]

    assert shown == ["Ja", "Nej", "Ja", "Nei", "Yes", "No"]
    assert YES_NO.text(YES, {}, Locale("de")) == "Yes"


def test_a_yes_is_1_in_its_slot_and_a_no_0() -> None:
    assert YES_NO.slot_value(YES, {}, "sv") == 1
    assert YES_NO.slot_value(NO, {}, "sv") == 0
    assert YES_NO.slot_value(1, {}, "sv") is None
    assert YES_NO.normal(NO, {}) is False


@pytest.mark.parametrize(
    ("typed", "const"),
    [
        ("complaint", "complaint"),
        ("tillstånd", "permit"),
        ("TILLSTÅND", "permit"),
        (" Klagomål,  övrigt ", "complaint"),
        ("Tillsta\u030and", "permit"),
        ("bare", "bare"),
    ],
)
def test_a_choice_is_read_by_const_or_title(typed: str, const: str) -> None:
    assert CHOICE.parse(typed, KINDS_OF_CASE, SV) == const


def test_a_const_comes_before_a_title() -> None:
    assert CHOICE.parse("permit", KINDS_OF_CASE, SV) == "permit"
    assert CHOICE.parse("Permit", KINDS_OF_CASE, SV) == "c"


@pytest.mark.parametrize("typed", ["other", "tillstand", "permi", "permit;complaint"])
def test_an_unknown_choice_is_refused(typed: str) -> None:
    assert CHOICE.parse(typed, KINDS_OF_CASE, SV) == UNKNOWN
    assert CHOICE.problem(typed, KINDS_OF_CASE) == UNKNOWN


def test_a_choice_is_shown_by_its_title() -> None:
    assert CHOICE.text("permit", KINDS_OF_CASE, SV) == "Tillstånd"
    assert CHOICE.text("bare", KINDS_OF_CASE, SV) == "bare"
    assert CHOICE.text("gone", KINDS_OF_CASE, SV) == "gone"


def test_a_choice_slot_is_the_const_as_it_is() -> None:
    assert CHOICE.slot_value("Permit", KINDS_OF_CASE, "sv") == "Permit"


def test_an_enumeration_is_a_choice_without_titles() -> None:
    enumeration: JsonObject = {"type": "string", "enum": ["red", "Blue"]}

    assert CHOICE.parse("blue", enumeration, SV) == "Blue"
    assert CHOICE.text("Blue", enumeration, SV) == "Blue"
    assert CHOICE.problem("blue", enumeration) == UNKNOWN


def test_without_choices_there_is_no_sample() -> None:
    assert CHOICE.sample({"type": "string"}, 1) is None
    assert CHOICES.sample({"type": "array"}, 1) == []


@pytest.mark.parametrize(
    ("typed", "consts"),
    [
        (["permit"], ["permit"]),
        (["", "permit", "complaint"], ["permit", "complaint"]),
        (["complaint", "permit"], ["permit", "complaint"]),
        (["permit", "permit"], ["permit"]),
        ("Tillstånd", ["permit"]),
        ("Klagomål, övrigt", ["complaint"]),
        ("Tillstånd; Klagomål, övrigt", ["permit", "complaint"]),
        ("bare|permit", ["permit", "bare"]),
        ("permit, bare", ["permit", "bare"]),
        ("permit\nbare\n", ["permit", "bare"]),
        (" ; ", None),
        (["", ""], None),
        (["other"], UNKNOWN),
        (["permit", "other"], UNKNOWN),
        (["permit", "a\0b"], UNKNOWN),
        ("permit; other", UNKNOWN),
    ],
)
def test_choices_are_read_from_boxes_and_from_a_cell(
    typed: str | list[str], consts: JsonValue | Refused
) -> None:
    assert CHOICES.parse(typed, SEVERAL, SV) == consts


def test_choices_are_stored_once_each_in_the_order_of_the_schema() -> None:
    assert CHOICES.normal(["bare", "permit", "bare"], SEVERAL) == ["permit", "bare"]
    assert CHOICES.normal(["gone", "permit", "gone"], SEVERAL) == ["permit", "gone"]


def test_choices_that_are_not_listed_are_refused() -> None:
    assert CHOICES.problem(["permit"], SEVERAL) is None
    assert CHOICES.problem([], SEVERAL) is None
    assert CHOICES.problem(["permit", "gone"], SEVERAL) == UNKNOWN


def test_choices_are_shown_by_their_titles() -> None:
    shown = CHOICES.text(["permit", "complaint", "gone"], SEVERAL, SV)

    assert shown == "Tillstånd; Klagomål, övrigt; gone"
