"""What the checker finds in computed fields, in words that every language has."""

import pytest

from stuga.models.definition.check import Problem, problems
from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale
from stuga.runtime.formulas.checking import check
from tests.factories.reckoned import ORDERS
from tests.factories.telling import untold

FIELDS = "/models/order/properties"
TOTAL = f"{FIELDS}/total/x-field/formula"


def found(*operations: tuple[str, str, JsonValue] | tuple[str, str]) -> list[Problem]:
    """Check the orders after some operations; whatever is found is told in every language."""
    patch: list[JsonObject] = [
        dict(zip(("op", "path", "value"), operation, strict=False)) for operation in operations
    ]
    several = problems(patched(ORDERS, patch), check)
    for one in several:
        assert untold(one.message) == []
        assert one.fix is None or untold(one.fix.title) == []
    return [one for one in several if one.code.startswith(("computed", "kind", "show"))]


def after_formula(source: str) -> Problem:
    (problem,) = found(("replace", TOTAL, source))
    assert problem.pointer == TOTAL
    return problem


def test_sound_formulas_are_no_problem() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("record.price *", "cannot be understood"),
        ("record.price * record.quantity)", "character 31"),
        ("record.prise * 2", "Did you mean “record.price”?"),
        ("price * 2", "write “record.price” instead of “price”. It is at character 1"),
        ("record.zebra * 2", "nothing called “record.zebra”"),
        ("surprise(1)", "nothing called “surprise”"),
        ("record.customer * 2", "“*” cannot take a text and a number"),
        ("12 + 3 + record.customer", "Write text(…) around the number. It is at character 8"),
        ("record.price > record.customer ? 1 : 2", "“>” cannot take a number and a text"),
        ("record.price ? 1 : 2", "“? :” cannot take a number, a number and a number"),
        ("days_between(today, record.customer)", "“days_between” cannot take a date and a text"),
        ("record.customer", "the formula gives a text"),
        ("record.price > 1", "the formula gives yes or no"),
        ("today", "the formula gives a date"),
        ("[record.price]", "the formula gives a list"),
        ("today - today", "the formula gives a duration"),
        ("1234567890123456", "more than 15 digits"),
        ("google.protobuf.Struct{}", "cannot be used in formulas"),
        ("(" * 100 + "1" + ")" * 100, "nested too deeply"),
        ("'\u0000'", "a sign that cannot be kept"),
        ("sum([1].map(a, sum([1].map(b, sum([1].map(c, c * 1))))))", "goes through lists"),
    ],
)
def test_a_formula_that_cannot_be_reckoned_is_told_with_its_place(source: str, words: str) -> None:
    problem = after_formula(source)

    assert problem.code == "computed-flaw"
    assert problem.severity == "error"
    assert words in str(problem.message)


def test_a_formula_too_long_is_told_before_it_is_looked_at() -> None:
    long = patched(ORDERS, [{"op": "replace", "path": TOTAL, "value": "1" + " " * 1_000}])
    (problem,) = problems(long, check)

    assert problem.pointer == TOTAL
    assert "1,000" in str(problem.message)


@pytest.mark.parametrize(
    ("operation", "pointer", "code"),
    [
        (("replace", TOTAL, "  "), f"{FIELDS}/total/x-field", "computed-formula"),
        (
            ("remove", f"{FIELDS}/total/x-field/result"),
            f"{FIELDS}/total/x-field",
            "computed-result",
        ),
        (("add", f"{FIELDS}/total/default", 1), f"{FIELDS}/total/default", "computed-default"),
        (
            ("add", "/models/order/required/-", "total"),
            "/models/order/required/1",
            "computed-required",
        ),
        (("replace", f"{FIELDS}/total/type", "string"), f"{FIELDS}/total", "kind-unfit"),
        (("replace", f"{FIELDS}/label/type", "number"), f"{FIELDS}/label", "kind-unfit"),
        (
            ("replace", TOTAL, "record.price * 0.1 == 0.3 ? 1 : 2"),
            TOTAL,
            "computed-equal",
        ),
        (
            ("replace", TOTAL, "record.share * 2"),
            f"{FIELDS}/share/x-field/formula",
            "computed-circle",
        ),
        (("replace", TOTAL, "record.total"), TOTAL, "computed-circle"),
    ],
)
def test_what_makes_no_sense_is_told_where_it_stands(
    operation: tuple[str, str, JsonValue], pointer: str, code: str
) -> None:
    assert (pointer, code) in [(one.pointer, one.code) for one in found(operation)]


def test_a_circle_is_named_from_its_beginning_to_its_beginning() -> None:
    (problem,) = found(("replace", TOTAL, "record.share * 2"))

    assert "(“Share” → “Total” → “Share”)" in str(problem.message)


def test_a_field_may_not_show_by_what_is_computed_from_it() -> None:
    (problem,) = found(
        ("add", "/screens/edit/steps/0/elements/1/show", {"field": "vat", "gt": 10}),
    )

    assert (problem.pointer, problem.code) == ("/screens/edit", "computed-show")
    assert "“VAT”" in str(problem.message)
    assert "“Price”" in str(problem.message)


def test_fixes_take_the_problem_away() -> None:
    broken = [
        {"op": "add", "path": f"{FIELDS}/total/default", "value": 1},
        {"op": "add", "path": "/models/order/required/-", "value": "total"},
    ]
    document = patched(ORDERS, broken)
    while fixable := [one for one in problems(document, check) if one.fix]:
        document = patched(document, fixable[0].fix.patch)  # type: ignore[union-attr]

    assert document == ORDERS


def test_sealed_fields_are_not_for_formulas() -> None:
    sealed = ("add", f"{FIELDS}/price/x-privacy/encrypt", True)
    told = [one for one in found(sealed) if one.code == "computed-flaw"]

    assert "“Price”" in str(told[0].message)
    assert "encrypted" in str(told[0].message)


def test_without_an_engine_formulas_are_left_alone() -> None:
    document = patched(ORDERS, [{"op": "replace", "path": TOTAL, "value": "record.nothing +"}])

    assert [one for one in problems(document) if one.code.startswith("computed")] == []


def test_a_problem_reads_well_in_swedish() -> None:
    problem = after_formula("record.customer * 2")

    assert Locale("sv").tell(problem.message) == (
        "Fältet ”Total” i modellen ”Order”: ”*” kan inte ta en text och ett tal. "
        "Det är vid tecken 17 i formeln."
    )
