"""What people may do to the engine: it survives, the error is ours, and it comes soon."""

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.runtime.formulas.checking import check
from stuga.runtime.formulas.declaring import Declared
from stuga.runtime.formulas.evaluating import evaluate
from tests.factories.formulas import AT, computed, flaw_of, model_with, outcome, result_of

SOON: Final = 20.0
"""Seconds, on a machine that others use as well; alone it takes 0.3."""
LONG: Final = "x" * 60_000


@pytest.fixture(autouse=True)
def _alive_afterwards() -> Iterator[None]:
    """Whatever a test did, the next formula is reckoned, and soon."""
    began = time.monotonic()
    yield
    assert result_of("1 + 1") == 2
    assert time.monotonic() - began < SOON


def flaw_at_save(source: str, result: str = "decimal") -> str:
    return check(source, model_with().fields, result).flaw


def rows_flaw(formula: str, rows: list[Any], result: str = "number") -> str:
    """Name the flaw of a formula over a list of rows."""
    formulas: dict[str, JsonObject] = {"f": {"source": formula, "result": result, "step": ""}}
    [found] = evaluate(Declared({"rows": "rows", "f": result}, formulas), [{"rows": rows}], AT)
    one = found["f"]
    return one.code if isinstance(one, Refused) else ""


@pytest.mark.parametrize(
    "source",
    [
        "(" * 400 + "1" + ")" * 400,
        "[" * 400 + "]" * 400,
        " + ".join(["1"] * 240),
        "1" + " ? 1 : 1" * 100,
        "record" + ".a" * 400,
        "size(" * 150 + "'a'" + ")" * 150,
        "{'a':" * 150 + "1" + "}" * 150,
        "record.tags" + "[0]" * 250,
        "'a'" + ".size()" * 130,
    ],
)
def test_deep_sources_are_refused_in_time(source: str) -> None:
    assert len(source) <= 1_000
    assert flaw_at_save(source).startswith("formula-")


def test_signs_in_a_row_take_each_other_away() -> None:
    assert result_of("-" * 901 + "1") == -1
    assert result_of("!" * 900 + "true", result="yes-no") is True


@pytest.mark.parametrize("size", [1_001, 10**5])
def test_long_sources_are_refused_before_anyone_reads_them(size: int) -> None:
    assert flaw_at_save("1" + " " * (size - 1)) == "formula-long"


def test_a_source_of_a_thousand_characters_is_taken() -> None:
    assert flaw_at_save("1" + " " * 999) == ""
    assert flaw_at_save(" && ".join(["true"] * 125), "yes-no") == ""


@pytest.mark.parametrize(
    "source",
    [
        "rows.all(a, rows.all(b, rows.all(c, true)))",
        "rows.map(a, a).map(b, b).map(c, c).map(d, d)",
    ],
)
def test_loops_are_counted_and_their_nesting_too(source: str) -> None:
    assert flaw_at_save(source.replace("rows", "record.tags"), "yes-no") == "formula-loops"


def test_two_loops_within_each_other_are_as_many_as_the_engine_runs() -> None:
    rows = [{"n": 1}] * 150

    assert rows_flaw(
        "rows.all(a, rows.all(b, a.n == b.n))".replace("rows.", "record.rows."), rows, "truth"
    ) in {
        "formula-slow",
        "formula-failed",
    }
    assert rows_flaw("record.rows.all(a, a.n == 1)", rows, "truth") == ""


def test_memory_is_bounded_where_texts_are_doubled() -> None:
    doubled = "record.rows.map(a, record.rows.map(b, " + "+".join(["a.t + b.t"] * 10) + "))"

    found = rows_flaw(f"size({doubled})", [{"t": LONG[:1_200]}] * 99)

    assert found in {"formula-large", "formula-slow"}


def test_memory_is_bounded_where_lists_are_doubled() -> None:
    doubled = "+".join(["record.rows"] * 15)
    source = f"size(record.rows.map(a, record.rows.map(b, {doubled})))"

    assert rows_flaw(source, [{"n": 1}] * 99) in {"formula-large", "formula-slow"}


def test_lists_in_lists_may_be_compared() -> None:
    inner = "[1, 2, 3]"
    for _ in range(4):
        inner = f"[{inner}, {inner}]"
    assert len(inner) < 300

    assert result_of(f"{inner} == {inner}", result="yes-no") is True


@pytest.mark.parametrize(
    "source",
    [
        "record.name.matches('(x+x+)+y')",
        "matches(record.name, '(x+x+)+y')",
        "dyn(1)",
        "type(1)",
        "bytes('a')",
        "uint(1)",
        "google.protobuf.Int32Value{value: 1}",
        "google.protobuf.Value{}",
        "google.protobuf.Struct{fields: {}}",
        "__class__",
        "record.__class__",
        "os.system('id')",
        "__import__('os')",
        "record.name.__class__",
        "(1).__class__",
        "''.format(record)",
        "cel.bind(a, 1, a)",
        "math.sqrt(2)",
        "optional.of(1)",
        "record.?name",
        "_:_(1, 2)",
        "_/_(1, 2)",
        "`_:_`(1, 2)",
        "time:text('2026-01-01')",
        "@in(1, [1])",
    ],
)
def test_what_is_not_declared_cannot_be_named(source: str) -> None:
    assert flaw_at_save(source) in {
        "formula-unknown",
        "formula-syntax",
        "formula-excluded",
        "formula-operands",
    }


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("1 / 0", "formula-division"),
        ("1.5 / 0.0", "formula-division"),
        ("1 % 0", "formula-division"),
        ("size('a') / 0", "formula-division"),
        ("size('a') / size('')", "formula-division"),
        ("size('a') % size('')", "formula-division"),
        ("1 / 0 > 5 ? 1 : 2", "formula-division"),
        ("record.quantity / (record.quantity - 3)", "formula-division"),
        ("1e300 * 1e300", "formula-number"),
        ("-1e300 * 1e300", "formula-number"),
        ("1e300 * 1e300 - 1e300 * 1e300", "formula-number"),
        ("1e14 * 100", "formula-number"),
        ("int('-9223372036854775808') - int('1')", "formula-number"),
        ("-int('-9223372036854775808')", "formula-number"),
        ("int(1e300)", "formula-number"),
        ("double('NaN')", "formula-number"),
        ("double('Infinity')", "formula-number"),
        ("double('x')", "formula-failed"),
        ("record.tags.map(tag, 1)[7]", "formula-failed"),
        ("sum([double('NaN')])", "formula-number"),
        ("round(double('Infinity'))", "formula-number"),
        ("days_between(timestamp('x'), today)", "formula-type"),
        ("days_between(timestamp('99999-01-01'), today)", "formula-type"),
    ],
)
def test_errors_are_never_taken_for_answers(formula: str, code: str) -> None:
    assert flaw_of(formula, {"quantity": 3, "tags": ["a"]}) == code


def test_dates_beyond_the_calendar_are_errors() -> None:
    far = {"due": "9999-12-31", "called": "0001-01-01T00:00:00Z"}

    assert flaw_of("record.due + duration('48h')", far, "date").startswith("formula-")
    assert flaw_of("record.called", far, "date-time") in {"", "formula-type", "formula-failed"}


def test_texts_may_be_as_long_as_a_result_and_no_longer() -> None:
    assert flaw_of("record.name", {"name": LONG[:10_000]}, "text") == ""
    assert flaw_of("record.name", {"name": LONG[:10_001]}, "text") == "formula-text"


def test_a_record_may_be_as_large_as_formulas_take_and_no_larger() -> None:
    assert flaw_of("size(record.name)", {"name": "x" * 250_000}) == ""
    assert flaw_of("size(record.name)", {"name": "x" * 262_144}) == "formula-large"


def test_lists_have_at_most_two_hundred_rows() -> None:
    assert rows_flaw("size(record.rows)", [{"n": 1}] * 200) == ""
    assert rows_flaw("size(record.rows)", [{"n": 1}] * 201) == "formula-large"


@pytest.mark.parametrize(
    "source", ["'a\x00b'", "'\ud800'", "", " ", "\n", "'\u202e' + 1", "'unended", "`", "1..2", "\\"]
)
def test_strange_texts_are_refused_at_save(source: str) -> None:
    assert flaw_at_save(source).startswith("formula-")


def test_text_written_from_right_to_left_is_a_text_like_any_other() -> None:
    assert result_of("'\u202eabc' + record.name", {"name": "א"}, "text") == "\u202eabcא"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"quantity": "3"}, "formula-type"),
        ({"quantity": True}, "formula-type"),
        ({"quantity": [1]}, "formula-type"),
        ({"quantity": {"a": 1}}, "formula-type"),
        ({"quantity": float("nan")}, "formula-number"),
        ({"quantity": float("inf")}, "formula-number"),
        ({"quantity": 2**70}, "formula-number"),
        ({"quantity": 10**400}, "formula-number"),
        ({"quantity": 9007199254740993}, "formula-number"),
        ({"quantity": 0.1 + 0.2}, "formula-number"),
        ({"quantity": Decimal("1.5")}, "formula-type"),
        ({"quantity": date(2026, 1, 1)}, "formula-type"),
        ({"quantity": object()}, "formula-type"),
        ({"quantity": None}, ""),
        ({}, ""),
        ({"other": 1}, ""),
    ],
)
def test_values_of_the_wrong_type_are_errors_of_the_record(data: JsonObject, code: str) -> None:
    assert flaw_of("record.quantity * 1", data) == code


@pytest.mark.parametrize("due", ["2026-02-30", "yesterday", "20260101x", 5])
def test_dates_that_are_none_are_errors_of_the_record(due: object) -> None:
    assert flaw_of("record.due", {"due": due}, "date") == "formula-type"  # type: ignore[dict-item]


@pytest.mark.parametrize("digits", ["9007199254740993", "0.1234567890123456", "1234567890123456"])
def test_numbers_of_more_than_fifteen_digits_are_refused_at_save(digits: str) -> None:
    assert flaw_at_save(digits) == "formula-digits"
    assert flaw_at_save("123456789012345") == ""


def test_other_fields_of_a_record_are_reckoned_where_one_fails() -> None:
    fields = {"bad": computed("1 / 0"), "good": computed("record.quantity + 1")}

    found = outcome(fields, {"quantity": 1})

    assert found["good"] == 2
    assert isinstance(found["bad"], Refused)


def test_a_record_that_ends_the_child_takes_no_other_record_along() -> None:
    source = "size(record.rows.map(a, record.rows.map(b, " + "+".join(["a.t + b.t"] * 10) + ")))"
    formulas: dict[str, JsonObject] = {"f": {"source": source, "result": "number", "step": ""}}
    attack: JsonObject = {"rows": [{"t": LONG[:1_200]}] * 99}
    tame: JsonObject = {"rows": [{"t": "a"}]}

    found = evaluate(
        Declared({"rows": "rows", "f": "number"}, formulas), [tame, attack, tame, attack, tame], AT
    )

    values = [one["f"] for one in found]
    assert [values[0], values[2], values[4]] == [1, 1, 1]
    assert all(isinstance(values[at], Refused) for at in (1, 3))


def test_after_three_deaths_the_rest_of_a_call_is_refused_untried() -> None:
    source = "size(record.rows.map(a, record.rows.map(b, " + "+".join(["a.t + b.t"] * 10) + ")))"
    formulas: dict[str, JsonObject] = {"f": {"source": source, "result": "number", "step": ""}}
    attack: JsonObject = {"rows": [{"t": LONG[:1_200]}] * 99}

    found = evaluate(Declared({"rows": "rows", "f": "number"}, formulas), [attack] * 50, AT)

    assert len(found) == 50
    assert found[-1]["f"] == Refused("formula-slow")
