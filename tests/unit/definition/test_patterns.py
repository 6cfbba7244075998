"""Patterns that models may use."""

import re
import time

import pytest

from stuga.models.definition.patterns import (
    LONGEST_TRIED,
    PatternError,
    compiled,
    pattern_problem,
)
from tests.factories.telling import untold

EXPLODING = [
    r"(a+)+$",
    r"^(a+)+$",
    r"^(a*)*$",
    r"^(a|a)*$",
    r"^(a|ab)*c$",
    r"^(a|b|[ab])*$",
    r"^([a-z]+)*$",
    r"^(\d+)*x$",
    r"^(\w+\s?)*$",
    r"^(-(?:a|a))*$",
    r"^(-a*a*)*$",
    r"^(a?){30}a{30}$",
    r"a?a?a?a?aaaa",
    r"^.*.*.*x$",
    r"^\d*\d*\d*x$",
    r"\d+\d+x",
    r"^a*[ab]b*[bc]c*$",
    r"(.*)*x",
    r"^((a+)b?)+$",
    r"^(?:|a)*$",
]


@pytest.mark.parametrize("pattern", EXPLODING)
def test_what_may_take_very_long_is_refused(pattern: str) -> None:
    assert pattern_problem(pattern)
    with pytest.raises(PatternError):
        compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(?=a)b", "looks ahead"),
        (r"(?!a)b", "looks ahead"),
        (r"(?<=a)b", "looks ahead"),
        (r"(?P<x>a)", "names a group"),
        (r"(a)\1", "“\\1” is not allowed"),
        (r"\bword", "“\\b” is not allowed"),
        (r"\p{L}", "“\\p” is not allowed"),
        (r"a**", "two repetitions"),
        (r"*a", "cannot stand there"),
        (r"a{,3}", "“{” has no count"),
        (r"a{5,2}", "is not a count"),
        (r"a{9999}", "is not a count"),
        (r"(a", "“(” has no “)”"),
        (r"a)", "“)” has no “(”"),
        (r"[]", "holds no character"),
        (r"[z-a]", "runs backwards"),
        (r"[\d-z]", "cannot begin or end a range"),
        (r"[a", "ends too early"),
        ("a\\", "ends too early"),
        (r"a$b", "stands before its end"),
        ("(" * 12 + "a" + ")" * 12, "too deep"),
    ],
)
def test_what_is_not_in_the_subset_is_named(pattern: str, words: str) -> None:
    flaw = pattern_problem(pattern)

    assert flaw is not None
    assert words in str(flaw)
    assert untold(flaw) == []


ALLOWED = [
    r"^[a-z]+(-[a-z]+)*$",
    r"^\d{1,3}(\.\d{1,3}){3}$",
    r"^[^@ ]+@[^@ ]+\.[^@ ]+$",
    r"^[A-Z]{3} ?\d{2}[A-Z0-9]$",
    r"^(?:ab|cd)*$",
    r"^\+?[0-9 ()-]{7,20}$",
    r"^(0|[1-9][0-9]*)$",
    r"^https?://.+$",
    r"^\w+ \w+ \w+ \w+$",
    r"^([^,]+,)*$",
    r"^(\d{2}:){2}\d{2}$",
    r"[0-9]",
    r"",
    r"a|b|cd?",
]


@pytest.mark.parametrize("pattern", ALLOWED)
def test_useful_patterns_are_allowed_and_quick_on_the_worst_texts(pattern: str) -> None:
    tried = compiled(pattern)
    letters = ["a", "0", "-", ",", " ", "a-", "0.", "a ", "ab", "@.", "://"]

    started = time.perf_counter()
    for letter in letters:
        text = (letter * LONGEST_TRIED)[: LONGEST_TRIED - 1]
        tried.search(f"{text}!")
        tried.search(f"!{text}")

    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("pattern", ALLOWED)
def test_an_allowed_pattern_means_the_same_as_pythons_own(pattern: str) -> None:
    texts = ["", "a", "ab", "a-b", "1.2.3.4", "x@y.z", "ABC 12D", "+46 (0)8-123", "http://x",
             "a b c d", "12:34:56", "a,b,", "cd", "0", "007", "åäö", "\n"]  # fmt: skip
    own = re.compile(pattern.replace("$", r"\Z"), re.ASCII)

    for text in texts:
        assert bool(compiled(pattern).search(text)) == bool(own.search(text)), text


def test_the_four_line_ends_of_javascript_end_lines() -> None:
    for end in "\n\r\u2028\u2029":
        assert not compiled("^a.b$").search(f"a{end}b")
    assert compiled("^a.b$").search("a\u0085b")
