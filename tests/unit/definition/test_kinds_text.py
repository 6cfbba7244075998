"""Text on one line, and text of several."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.long_text import LongText
from stuga.models.definition.refusals import Refused

TEXT = KINDS["text"]
LONG = KINDS["long-text"]
SV = Locale("sv")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Sten Ek", "Sten Ek"),
        ("  Sten Ek\t", "Sten Ek"),
        ("A\u030asa", "Åsa"),
        ("Sten\r\nEk", "Sten Ek"),
        ("Sten \n Ek", "Sten Ek"),
        ("Sten  Ek", "Sten  Ek"),
        ("12", "12"),
        ("<b>'; --", "<b>'; --"),
        ("👩‍👧 😀", "👩‍👧 😀"),  # a family is joined by signs without width
    ],
)
def test_a_text_is_read(typed: str, read: str) -> None:
    assert TEXT.parse(typed, {"type": "string"}, SV) == read


def test_the_last_of_several_posted_texts_counts() -> None:
    assert TEXT.parse(["", "Sten"], {"type": "string"}, SV) == "Sten"
    assert TEXT.parse(["Sten", ""], {"type": "string"}, SV) is None


def test_a_stored_text_is_composed_and_otherwise_left_alone() -> None:
    assert TEXT.normal("A\u030asa ", {}) == "Åsa "
    assert TEXT.problem("A\u030asa", {}) is None


def test_a_text_slot_is_a_sort_key_in_the_apps_language() -> None:
    assert TEXT.slot_value("ÅSA", {}, "sv") == TEXT.slot_value("åsa", {}, "sv")
    assert TEXT.slot_value("åsa", {}, "sv") != TEXT.slot_value("åsa", {}, "en")
    assert TEXT.slot_value("x" * 500, {}, "sv") == "x" * 200
    assert TEXT.slot_value("", {}, "sv") is None


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n"])
def test_a_long_text_has_one_kind_of_line_break(line_break: str) -> None:
    typed = line_break.join(["Hej", "", "Sten"])

    assert LONG.parse(typed, {}, SV) == "Hej\n\nSten"
    assert LONG.normal(typed, {}) == "Hej\n\nSten"


def test_a_long_text_keeps_its_inner_spaces() -> None:
    assert LONG.parse("\n a\n  b \n", {}, SV) == "a\n  b"


def test_a_long_text_is_searched_but_never_sorted_by() -> None:
    assert LONG.searchable
    assert LONG.slot is None
    assert LongText().slot_value("x", {}, "sv") is None


def test_a_sample_keeps_to_the_lengths() -> None:
    short = {"type": "string", "title": "Applicant", "minLength": 3, "maxLength": 5}

    assert TEXT.sample(short, 1) == "Appli"
    assert TEXT.sample({"type": "string", "title": "A", "minLength": 6}, 1) == "A 1xxx"
    assert TEXT.problem("\udc00", short) == Refused("text-broken")
