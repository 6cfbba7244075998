"""Values of one kind of field become another's, or mean nothing there; none is guessed."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from stuga.models.definition.converting import NOT_CONVERTED, Conversion, Known
from stuga.models.definition.field import Field
from stuga.models.json import JsonObject, JsonValue

TEXT: JsonObject = {"type": "string"}
LONG: JsonObject = {"type": "string", "x-field": {"kind": "long-text"}}
SHORT: JsonObject = {"type": "string", "maxLength": 3}
WHOLE: JsonObject = {"type": "integer"}
NUMBER: JsonObject = {"type": "number"}
MONEY: JsonObject = {"type": "number", "multipleOf": 0.01, "x-field": {"kind": "money"}}
YES: JsonObject = {"type": "boolean"}
DATE: JsonObject = {"type": "string", "format": "date"}
MOMENT: JsonObject = {"type": "string", "format": "date-time"}
MAIL: JsonObject = {"type": "string", "format": "email"}
KINDS: JsonObject = {"oneOf": [{"const": "a", "title": "Ärende"}, {"const": "b", "title": "Bygg"}]}
CHOICE: JsonObject = {"type": "string", **KINDS}
CHOICES: JsonObject = {
    "type": "array",
    "uniqueItems": True,
    "items": {"type": "string", **KINDS},
}
PERSON: JsonObject = {"type": "string", "x-field": {"kind": "person"}}
PAPER: JsonObject = {"type": "string", "x-field": {"kind": "reference", "model": "paper"}}
CASE: JsonObject = {"type": "string", "x-field": {"kind": "reference", "model": "case"}}
PAPERS: JsonObject = {
    "type": "array",
    "uniqueItems": True,
    "items": {"type": "string"},
    "x-field": {"kind": "references", "model": "paper"},
}
ONE = "01890000-0000-7000-8000-000000000001"
TWO = "01890000-0000-7000-8000-000000000002"
NOTHING = object()


def field(schema: JsonObject) -> Field:
    found = Field.read("f", {"title": "F", **schema})
    assert found is not None, schema
    return found


def converted(
    before: JsonObject,
    after: JsonObject,
    value: JsonValue,
    *,
    order: str = "auto",
    known: Known | None = None,
) -> object:
    turn = Conversion(
        field(before), field(after), Locale("sv"), ZoneInfo("Europe/Stockholm"), order
    )
    found = turn(value, known or Known())
    return NOTHING if found is NOT_CONVERTED else found


@pytest.mark.parametrize(
    ("before", "after", "value", "expected"),
    [
        (TEXT, WHOLE, "12", 12),
        (TEXT, WHOLE, " 1 200 ", 1200),
        (TEXT, WHOLE, "12,5", NOTHING),
        (TEXT, WHOLE, "A2", NOTHING),
        (TEXT, NUMBER, "12,5", 12.5),
        (TEXT, MONEY, "1 200,50 kr", 1200.5),
        (TEXT, MONEY, "0,005", NOTHING),
        (WHOLE, TEXT, 1200, "1200"),
        (NUMBER, TEXT, 0.1, "0.1"),
        (NUMBER, TEXT, 1e15, "1000000000000000"),
        (NUMBER, SHORT, 1200, NOTHING),
        (NUMBER, WHOLE, 12, 12),
        (NUMBER, WHOLE, 12.5, NOTHING),
        (WHOLE, NUMBER, 12, 12),
        (YES, TEXT, True, "Ja"),
        (TEXT, YES, "nej", False),
        (TEXT, YES, "perhaps", NOTHING),
        (YES, WHOLE, True, NOTHING),
        (TEXT, MAIL, "a@example.se", "a@example.se"),
        (TEXT, MAIL, "nobody", NOTHING),
        (TEXT, LONG, "two\nlines", "two\nlines"),
        (LONG, TEXT, "two\nlines", "two\nlines"),
        (LONG, SHORT, "four", NOTHING),
    ],
)
def test_texts_numbers_and_truths(
    before: JsonObject, after: JsonObject, value: JsonValue, expected: object
) -> None:
    assert converted(before, after, value) == expected


@pytest.mark.parametrize(
    ("order", "value", "expected"),
    [
        ("auto", "2026-01-31", "2026-01-31"),
        ("auto", "31/1 2026", "2026-01-31"),
        ("auto", "1/2/2026", "2026-02-01"),
        ("dmy", "1/2/2026", "2026-02-01"),
        ("mdy", "1/2/2026", "2026-01-02"),
        ("mdy", "31/1/2026", NOTHING),
        ("ymd", "2026.1.31", "2026-01-31"),
        ("ymd", "31.1.2026", NOTHING),
        ("dmy", "2026-01-31", NOTHING),
        ("auto", "soon", NOTHING),
    ],
)
def test_texts_name_days_in_an_order(order: str, value: str, expected: object) -> None:
    assert converted(TEXT, DATE, value, order=order) == expected


@pytest.mark.parametrize(
    ("before", "after", "value", "expected"),
    [
        (DATE, TEXT, "2026-01-31", "2026-01-31"),
        (DATE, MOMENT, "2026-07-01", "2026-06-30T22:00:00Z"),
        (MOMENT, DATE, "2026-06-30T22:00:00Z", "2026-07-01"),
        (MOMENT, TEXT, "2026-06-30T22:00:00Z", "2026-06-30T22:00:00Z"),
        (TEXT, MOMENT, "31.1.2026 08:30", "2026-01-31T07:30:00Z"),
        (TEXT, MOMENT, "31.1.2026", NOTHING),
        (NUMBER, DATE, 20260131, "2026-01-31"),
    ],
)
def test_days_and_moments(
    before: JsonObject, after: JsonObject, value: JsonValue, expected: object
) -> None:
    assert converted(before, after, value) == expected


@pytest.mark.parametrize(
    ("before", "after", "value", "expected"),
    [
        (CHOICE, TEXT, "a", "Ärende"),
        (CHOICE, TEXT, "gone", "gone"),
        (TEXT, CHOICE, "ärende", "a"),
        (TEXT, CHOICE, "b", "b"),
        (TEXT, CHOICE, "c", NOTHING),
        (CHOICE, CHOICES, "a", ["a"]),
        (CHOICES, CHOICE, ["b"], "b"),
        (CHOICES, CHOICE, ["a", "b"], NOTHING),
        (CHOICES, TEXT, ["a", "b"], "Ärende; Bygg"),
        (CHOICES, TEXT, ["a"], "Ärende"),
        (TEXT, CHOICES, "Bygg; Ärende", ["a", "b"]),
        (TEXT, CHOICES, "Bygg; Vatten", NOTHING),
    ],
)
def test_choices_one_and_many(
    before: JsonObject, after: JsonObject, value: JsonValue, expected: object
) -> None:
    assert converted(before, after, value) == expected


@pytest.mark.parametrize(
    ("before", "after", "value", "expected"),
    [
        (TEXT, PAPER, "  The  PLAN ", ONE),
        (TEXT, PAPER, "Map", NOTHING),
        (TEXT, PAPERS, "the plan", [ONE]),
        (PAPER, TEXT, ONE, "The plan"),
        (PAPER, TEXT, TWO, NOTHING),
        (PAPER, PAPERS, ONE, [ONE]),
        (PAPERS, PAPER, [TWO], TWO),
        (PAPERS, PAPER, [ONE, TWO], NOTHING),
        (PAPERS, TEXT, [ONE], "The plan"),
        (CASE, PAPER, ONE, ONE),
        (CASE, PAPER, TWO, NOTHING),
        (PERSON, TEXT, ONE, "The plan"),
        (TEXT, PERSON, "Sten", NOTHING),
    ],
)
def test_references_by_what_records_are_called(
    before: JsonObject, after: JsonObject, value: JsonValue, expected: object
) -> None:
    known = Known(ids={"the plan": ONE}, labels={ONE: "The plan"})

    assert converted(before, after, value, known=known) == expected


@pytest.mark.parametrize("nothing", [None, "", []])
def test_what_is_empty_stays_empty(nothing: JsonValue) -> None:
    assert converted(TEXT, NUMBER, nothing) == nothing
