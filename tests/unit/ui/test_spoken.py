"""Words that fell back to another language are said in it."""

import copy
import json

from stuga.models.definition.words import Foreign, in_language
from stuga.models.json import JsonObject
from stuga.platform.ui.environment import language_of, spoken

APP: JsonObject = {
    "language": "sv",
    "title": "Ärenden",
    "description": "Ta emot & avgör",
    "texts": {"en": {"app.title": "Cases"}},
}


def test_a_text_without_a_translation_says_its_language() -> None:
    told = in_language(APP, "en")

    assert spoken(str(told["title"])) == "Cases"
    assert spoken(told["description"]) == '<span lang="sv">Ta emot &amp; avgör</span>'  # type: ignore[arg-type]
    assert [language_of(str(told["title"])), language_of("x")] == ["", ""]


def test_a_language_that_is_not_there_at_all_falls_back_whole() -> None:
    told = in_language(APP, "nb")

    assert language_of(told["title"]) == "sv"  # type: ignore[arg-type]
    assert APP["title"].__class__ is str
    assert json.loads(json.dumps(told)) == APP
    assert copy.deepcopy(told) == told


def test_foreign_words_are_words_like_any_other() -> None:
    words = Foreign("Ärenden", "sv")

    assert words == "Ärenden"
    assert hash(words) == hash("Ärenden")
    assert f"{words}, 2" == "Ärenden, 2"
