"""What may become a draft, and how drafts take titles and languages."""

import pytest

from stuga.builder.apps import rules
from stuga.models.definition.check import Problem
from stuga.models.definition.saying import said
from stuga.models.json import JsonObject
from stuga.platform.errors import InvalidError

CASES: JsonObject = {
    "key": "cases",
    "title": "Cases",
    "language": "en",
    "models": {"case": {"title": "Case", "properties": {"kind": {"title": "Kind"}}}},
    "texts": {
        "sv": {"app.title": "Ärenden", "model.case.title": "Ärende"},
        "nb": {"app.title": "Saker"},
    },
}


def test_a_document_is_written_with_its_members_in_order() -> None:
    assert rules.written({"b": 1, "a": [True, None, "å"]}) == '{"b":1,"a":[true,null,"å"]}'


@pytest.mark.parametrize(
    ("document", "pointer", "code"),
    [
        ({"a": {"b": ["fine", "a\x00b"]}}, "/a/b/1", "text-broken"),
        ({"a": "\ud800"}, "/a", "text-broken"),
        ({"a": {"\x00": 1}}, "/a", "text-broken"),
        ({"a/b": {"~": float("inf")}}, "/a~1b/~0", "number-invalid"),
        ({"a": float("nan")}, "/a", "number-invalid"),
    ],
)
def test_what_cannot_be_kept_is_named(document: JsonObject, pointer: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        rules.written(document)

    assert {at: one.code for at, one in refused.value.errors.items()} == {pointer: code}


def test_deep_nesting_does_not_overflow() -> None:
    deep: JsonObject = {}
    for _ in range(500):
        deep = {"a": deep}

    assert rules.written(deep).count("a") == 500


def test_a_thousand_problems_are_listed_at_most() -> None:
    problem = Problem("error", "/a", "code", said("Words."))

    assert len(rules.problems_described([problem] * 1001)) == 1000


def test_an_app_turned_to_another_language_keeps_the_first_beside() -> None:
    turned = rules.turned_to(CASES, "sv")

    assert turned["language"] == "sv"
    assert turned["title"] == "Ärenden"
    assert turned["models"]["case"]["title"] == "Ärende"
    assert turned["models"]["case"]["properties"]["kind"]["title"] == "Kind"
    assert turned["texts"]["en"] == {
        "app.title": "Cases",
        "model.case.title": "Case",
        "model.case.field.kind.title": "Kind",
    }
    assert set(turned["texts"]) == {"en", "nb"}
    assert CASES["title"] == "Cases"


def test_an_app_turned_there_and_back_says_the_same() -> None:
    back = rules.turned_to(rules.turned_to(CASES, "sv"), "en")

    assert back["title"] == "Cases"
    assert back["models"] == CASES["models"]


def test_an_app_is_turned_only_to_a_language_it_has() -> None:
    assert rules.turned_to(CASES, "en") is CASES
    with pytest.raises(InvalidError):
        rules.turned_to(CASES, "fi")


def test_another_title_takes_its_translations_away() -> None:
    retitled = rules.retitled(CASES, "Matters")

    assert retitled["title"] == "Matters"
    assert retitled["texts"] == {"sv": {"model.case.title": "Ärende"}, "nb": {}}
    assert rules.retitled(CASES, "Cases") is CASES


def test_a_broken_draft_is_retitled_all_the_same() -> None:
    assert rules.retitled({"texts": "none"}, "T") == {"texts": {}, "title": "T"}
    assert rules.retitled({"texts": {"sv": 7}}, "T") == {"texts": {"sv": 7}, "title": "T"}
    assert rules.retitled({}, "T") == {"title": "T"}
