"""The bytes of an entry: the same words give the same bytes, however they were typed."""

import json
import unicodedata

import pytest

from stuga.models.json import JsonObject
from stuga.platform.audit.entry import canonical, canonical_words

BODIES: list[JsonObject] = [
    {},
    {"b": "x", "a": {"d": 1, "c": [True, None, "y"]}},
    {"name": "Åsa Öberg", "path": 'a"b\\c\n'},
    {"name": unicodedata.normalize("NFD", "Åsa Öberg")},
    {"mark": "\u0338", "zero": "\u200d"},
]


@pytest.mark.parametrize("body", BODIES)
def test_words_are_written_as_everything_is(body: JsonObject) -> None:
    assert canonical_words(body) == canonical(body)


def test_composed_and_decomposed_letters_are_the_same_bytes() -> None:
    composed, decomposed = ({"n": unicodedata.normalize(f, "Åsa")} for f in ("NFC", "NFD"))

    assert composed != decomposed
    assert canonical_words(composed) == canonical_words(decomposed)


def test_keys_stand_in_order_without_spaces_and_fractions_are_text() -> None:
    assert canonical({"b": 0.1, "a": 2}) == b'{"a":2,"b":"0.1"}'
    assert json.loads(canonical_words({"b": 1, "a": "x"})) == {"a": "x", "b": 1}
