"""Languages in sentences: named as the reader names them, and texts that one lacks."""

import pytest

from stuga.models.definition.check import problems
from stuga.models.definition.saying import Spoken
from stuga.platform.ui import Locale


@pytest.mark.parametrize(
    ("reader", "name"), [("sv", "engelska"), ("nb", "engelsk"), ("en", "English")]
)
def test_a_language_is_named_in_the_readers_language(reader: str, name: str) -> None:
    assert Spoken("en").told(Locale(reader)) == name
    assert Locale(reader).language_name("en") == name


def test_a_code_that_names_no_language_stands_as_it_is() -> None:
    assert Spoken("qqq").told(Locale("sv")) == "qqq"
    assert Locale("sv").language_name("qqq") == "qqq"


def test_the_first_few_missing_texts_are_named_and_the_rest_counted() -> None:
    fields = {f"field_{one}": {"type": "string", "title": f"Field {one}"} for one in range(6)}
    document = {
        "$schema": "urn:stuga:app:1",
        "key": "visits",
        "title": "Visits",
        "language": "en",
        "models": {"visit": {"type": "object", "title": "Visit", "properties": fields}},
        "texts": {"sv": {}},
    }
    found = next(one for one in problems(document) if one.code == "language-missing")
    words = Locale("sv").tell(found.message)
    assert words.startswith("8 texter saknas på svenska: ”Visits”")
    assert words.endswith(", 5 till. De visas på engelska.")
