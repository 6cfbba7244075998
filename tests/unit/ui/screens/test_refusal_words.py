"""Refusals in words: every code that the definition language can give has its sentence."""

import pytest

from stuga.models.definition.keywords import VALIDATION_CODES
from stuga.models.definition.refusals import CODES, Refused
from stuga.platform.ui import LANGUAGES, Locale
from stuga.platform.ui.refusal_words import UNKNOWN, WORDS, refusal_text

ALL = {**CODES, **VALIDATION_CODES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ALL)
def test_every_code_has_a_sentence_with_all_its_arguments(code: str, language: str) -> None:
    arguments = {name: f"<{name}>" for name in ALL[code]}

    words = refusal_text(Refused(code, arguments), "Amount", Locale(language))

    assert "Amount" in words
    assert code == "type" or all(f"<{name}>" in words for name in ALL[code])


def test_a_code_from_elsewhere_still_says_something() -> None:
    assert "never-heard-of" not in WORDS
    assert refusal_text(Refused("never-heard-of"), "Amount", Locale("en")) == UNKNOWN


def test_numbers_in_a_sentence_follow_the_language() -> None:
    refused = Refused("max-length", {"limit": 10000})

    assert "10\xa0000" in refusal_text(refused, "Vad", Locale("sv"))
