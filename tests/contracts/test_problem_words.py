"""Every problem that the checker can name is told in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from stuga.models.definition import check, differences
from stuga.models.definition.check import problems
from stuga.models.definition.checks.nouns import kind_said
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.saying import Said, said
from stuga.platform.ui import Locale
from tests.factories.telling import untold

DEFINITION = Path(check.__file__).parent
TESTS = Path(__file__).parents[1] / "unit" / "definition"
NBSP = "\N{NO-BREAK SPACE}"
MAKERS = ("error", "warning", "find")


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in DEFINITION.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_plain = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_plain and node.func.id in names:
                yield path, node


def codes() -> set[str]:
    """Gather the codes that the checks write; those of `unknown` are made of what is unknown."""
    found: set[str] = set()
    for _, call in calls(*MAKERS):
        if len(call.args) > 1 and not isinstance(call.args[1], ast.JoinedStr):
            written = (one for one in ast.walk(call.args[1]) if isinstance(one, ast.Constant))
            found |= {str(one.value) for one in written}
    return found


def test_each_code_is_met_by_a_test_whose_problems_are_told_in_every_language() -> None:
    """The fixture `broken` of these tests tells every problem that it finds."""
    written = "".join(path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py"))

    assert len(codes()) > 60
    assert sorted(code for code in codes() if f'"{code}"' not in written) == []


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    """Else nobody finds it to translate it; a table of sentences marks each by `msgid`."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path, call in calls("said", "said_of", "msgid")
        if not isinstance(call.args[0], ast.Constant)
    ]
    unmarked = [
        f"{path.name}:{call.lineno}"
        for path, call in calls("Said")
        if path.name != "saying.py" and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]

    assert hidden == []
    assert unmarked == []


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_a_noun_in_every_language(name: str) -> None:
    assert untold(kind_said(KINDS[name])) == []
    assert str(kind_said(KINDS[name])) != f"“{name}”"


def test_a_sentence_without_translation_is_found_out() -> None:
    assert untold(said("The moon is made of cheese.")) == [
        "sv: The moon is made of cheese.",
        "nb: The moon is made of cheese.",
    ]


def test_english_words_that_pass_the_catalogue_by_are_found_out() -> None:
    bare = Said("{where} cannot be used yet.", {"where": "The field"})

    assert untold(bare) == ["where in: {where} cannot be used yet."]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Screen “Inkorg” names the model “case”, which is not there."),
        ("sv", "Skärmen ”Inkorg” anger modellen ”case”, som inte finns."),
        ("nb", "Skjermen «Inkorg» angir modellen «case», som ikke finnes."),
    ],
)
def test_a_problem_reads_well(language: str, words: str) -> None:
    document = {"screens": {"inbox": {"type": "list", "title": "Inkorg", "model": "case"}}}
    (problem,) = [one for one in problems(document) if one.code == "model-unknown"]

    assert Locale(language).tell(problem.message) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Case: “Amount”: the greatest is now 1,000.5, not 2,000."),
        ("sv", f"Case: ”Amount”: det största värdet är nu 1{NBSP}000,5, inte 2{NBSP}000."),
        ("nb", f"Case: «Amount»: den største verdien er nå 1{NBSP}000,5, ikke 2{NBSP}000."),
    ],
)
def test_a_change_is_told_with_the_numbers_of_its_language(language: str, words: str) -> None:
    def app(maximum: float) -> dict[str, object]:
        amount = {"type": "number", "title": "Amount", "maximum": maximum}
        return {"models": {"case": {"title": "Case", "properties": {"amount": amount}}}}

    (change,) = differences.differences(app(2000), app(1000.5))

    assert Locale(language).tell(change.sentence) == words
