"""What formulas mean: numbers, texts, dates, rows, and what is not filled in."""

import pytest

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.formulas.checking import check
from stuga.runtime.formulas.evaluating import At
from tests.factories.formulas import AT, computed, flaw_of, model_with, outcome, result_of

RECORD: JsonObject = {
    "price": 12.5,
    "rate": 0.1,
    "quantity": 3,
    "name": "Åsa",
    "paid": True,
    "due": "2026-03-29",
    "called": "2026-03-15T22:30:00Z",
    "tags": ["a", "b"],
    "lines": [{"qty": 2, "cost": 0.1}, {"qty": 3, "cost": 0.7}],
}


@pytest.mark.parametrize(
    ("formula", "result", "expected"),
    [
        # Whole and decimal numbers mix, and dividing them loses nothing.
        ("1 / 2", "decimal", 0.5),
        ("record.quantity / 2", "decimal", 1.5),
        ("record.price + 1", "decimal", 13.5),
        ("record.quantity * record.price", "decimal", 37.5),
        ("7 % 3", "integer", 1),
        ("-7 % 3", "integer", -1),
        ("5.5 % 2", "decimal", 1.5),
        ("size(record.name) / 2", "decimal", 1.5),
        ("size(record.name) + 0.5", "decimal", 3.5),
        ("size(record.name) * size(record.name)", "integer", 9),
        ("record.quantity > size(record.tags) ? 1 : 0", "integer", 1),
        ("record.quantity == 3 && 3 == record.quantity", "yes-no", True),
        ("size(record.name) == 3", "yes-no", True),
        ("1 == 1.0", "yes-no", True),
        ("-record.price", "decimal", -12.5),
        ("double('1.5') * 2", "decimal", 3),
        # Texts.
        ('size("åäö😀")', "integer", 4),
        ("record.name + ' ' + text(record.quantity)", "text", "Åsa 3"),
        ("text(1234567.5) + text(1e8)", "text", "1234567.5100000000"),
        ("text(record.paid) + text(record.due)", "text", "true2026-03-29"),
        ("text(record.called)", "text", "2026-03-15 23:30"),
        ("join(record.tags, ', ')", "text", "a, b"),
        ("record.name.startsWith('Å') && record.name.contains('s')", "yes-no", True),
        ("'a' in record.tags", "yes-no", True),
        ("record.tags.exists(tag, tag == 'b')", "yes-no", True),
        ("record.tags[1]", "text", "b"),
        ("// only a remark: 7\n1", "integer", 1),
        ("'10' + \"11\" + r'12'", "text", "101112"),
        # Dates by the tenant's clock; a day has 24 hours there, also in March.
        ("record.due + duration('24h')", "date", "2026-03-30"),
        ("days_between(record.due, timestamp('2026-04-01'))", "integer", 3),
        ("days_between(record.called, today)", "integer", 0),
        ("days_between(record.due, record.called)", "integer", -14),
        ("record.called", "date", "2026-03-15"),
        ("record.called", "date-time", "2026-03-15T22:30:00Z"),
        ("timestamp('2026-07-01T12:00:00')", "date-time", "2026-07-01T10:00:00Z"),
        ("now", "date-time", "2026-03-15T22:30:00Z"),
        ("today", "date", "2026-03-15"),
        ("record.called.getHours()", "integer", 23),
        ("record.due.getFullYear() + record.due.getMonth()", "integer", 2028),
        ("(record.due - timestamp('2026-03-28T12:00:00')).getHours()", "integer", 12),
        ("record.due > today && record.called <= now", "yes-no", True),
        ("max(record.due, today)", "date", "2026-03-29"),
        # Own functions.
        ("sum([0.1, 0.2, record.rate])", "decimal", 0.4),
        ("avg([1, 2, 4])", "decimal", 2.33333333333333),
        ("min([3, 1, 2]) + max(1, 2.5)", "decimal", 3.5),
        ("round(2.5) + round(-2.5)", "decimal", 0),
        ("round(2.345, 2)", "decimal", 2.35),
        ("round(1250, -2)", "decimal", 1300),
        # Rows of a list.
        ("sum(record.lines.map(l, l.qty * l.cost))", "decimal", 2.3),
        ("size(record.lines)", "integer", 2),
        ("record.lines.filter(l, l.qty > 2).map(l, l.cost)[0]", "decimal", 0.7),
        ("record.lines[0].qty", "integer", 2),
        ("join(record.lines.map(l, text(l.qty)), '+')", "text", "2+3"),
        # Who acts.
        ("me.id", "text", "nils-id"),
        # A hyphen is part of a name in backticks only; digits there are no numbers.
        ("record.`quantity`", "integer", 3),
    ],
)
def test_formulas_mean_what_people_expect(formula: str, result: str, expected: JsonValue) -> None:
    assert result_of(formula, RECORD, result) == expected


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("record.price * 2", "decimal"),
        ("sum([record.price, 1])", "decimal"),
        ("record.name + 'x'", "text"),
        ("record.due + duration('24h')", "date"),
        ("record.price > 1", "yes-no"),
        ("avg(record.tags.map(tag, 1))", "decimal"),
        ("''", "text"),
    ],
)
def test_a_formula_over_what_is_not_filled_in_is_empty(formula: str, result: str) -> None:
    assert result_of(formula, {}, result) is None


@pytest.mark.parametrize("nothing", [None, "", []])
def test_filled_tells_whether_a_field_has_a_value(nothing: JsonValue) -> None:
    formula = "filled.name ? record.name : 'nobody'"
    assert result_of(formula, {"name": nothing}, "text") == "nobody"
    assert result_of(formula, {"name": "Åsa"}, "text") == "Åsa"
    assert result_of("filled.paid", {"paid": False}, "yes-no") is True


def test_formulas_read_each_other_in_whatever_order_they_stand() -> None:
    fields = {
        "gross": computed("record.net + record.vat", multipleOf=0.01),
        "vat": computed("record.net * 0.25", multipleOf=0.01),
        "net": computed("record.price * record.quantity", multipleOf=0.01),
    }

    assert outcome(fields, {"price": 3.33, "quantity": 3}) == {
        "net": 9.99,
        "vat": 2.5,  # 2.4975, rounded before it is read
        "gross": 12.49,
    }
    assert outcome(fields, {"price": 3.33}) == {"net": None, "vat": None, "gross": None}


def test_what_depends_on_a_failed_formula_fails_with_it() -> None:
    fields = {"broken": computed("1 / record.quantity"), "next": computed("record.broken + 1")}

    found = outcome(fields, {"quantity": 0})

    assert {getattr(one, "code", one) for one in found.values()} == {"formula-division"}


def test_nobody_is_empty() -> None:
    nobody = At(AT.now, AT.zone)
    assert outcome({"found": computed("me.id", "text")}, {}, nobody) == {"found": None}


@pytest.mark.parametrize(
    ("formula", "result", "more", "expected"),
    [
        ("2.675", "decimal", {"multipleOf": 0.01}, 2.68),
        ("-2.675", "decimal", {"multipleOf": 0.01}, -2.68),
        ("1.15 * 100", "integer", {}, 115),
        ("7.5", "integer", {}, 8),
        ("7", "decimal", {"multipleOf": 0.25}, 7),
        ("7.1", "decimal", {"multipleOf": 0.25}, 7),
        ("0.1 + 0.2", "decimal", {}, 0.3),
        ("1 / 3", "decimal", {}, 0.333333333333333),
        ("1e-20 + 0", "decimal", {}, 0),
    ],
)
def test_numbers_are_rounded_to_the_fields_step(
    formula: str, result: str, more: JsonObject, expected: float
) -> None:
    assert result_of(formula, {}, result, **more) == expected


def test_a_missing_value_in_a_row_makes_the_sum_empty_unless_it_is_asked_for() -> None:
    data: JsonObject = {"lines": [{"qty": 2, "cost": 0.5}, {"qty": 3}]}

    assert result_of("sum(record.lines.map(l, l.qty * l.cost))", data) is None
    asked = "sum(record.lines.map(l, has(l.cost) ? l.qty * l.cost : 0.0))"
    assert result_of(asked, data) == 1
    assert flaw_of(asked, data) == ""


@pytest.mark.parametrize(
    ("formula", "flaw", "about"),
    [
        ("sum(record.lines.map(l, l.qty * l.cost))", "", ""),
        ("sum(record.lines.map(l, l.qty > 1, l.cost))", "", ""),
        ("sum(record.lines.filter(l, l.qty > 1).map(m, m.cost))", "", ""),
        ("sum(record.lines.map(l, l.qty).filter(q, q > 1))", "", ""),
        ("record.lines.exists(l, l.note == 'map(x, y)') ? 1 : 0", "", ""),
        ("sum(record.lines.map(l, sum(l.parts.map(p, p.n))))", "", ""),
        ("days_between(today, timestamp(record.lines[0].day))", "", ""),
        ("size(record.tags.filter(t, t == 'a'))", "", ""),
        ("sum(record.lines.map(l, has(l.qty) ? l.qty : 0))", "", ""),
        ("record.lines.all(l, record.tags.all(l, l == 'a')) ? 1 : 0", "", ""),
        ("sum(record.lines.map(l, l.nope))", "formula-unknown", "l.nope"),
        ("sum(record.lines.map(l, sum(l.parts.map(p, p.qty))))", "formula-unknown", "p.qty"),
        ("sum(record.lines.filter(l, l.qty > 1).map(m, m.x))", "formula-unknown", "m.x"),
        ("sum(record.lines.map(l, l.note * 2))", "formula-operands", "_*_ (string, double)"),
        ("sum(record.lines.map(l, l.note))", "formula-operands", "sum (list(string))"),
        ("record.lines.all(l, l.qty) ? 1 : 0", "formula-operands", "all"),
        ("record.lines[0].qty + record.lines.map(l, l.note)[0]", "formula-result", ""),
    ],
)
def test_what_stands_in_rows_has_its_types_at_save(formula: str, flaw: str, about: str) -> None:
    found = check(formula, model_with().fields, "decimal")

    assert found.flaw == flaw
    assert about in found.about


def test_a_formula_gives_what_its_rows_hold() -> None:
    fields = model_with().fields

    assert check("record.lines.map(l, l.note)[0]", fields, "decimal").flaw == "formula-result"
    assert check("record.lines.map(l, l.note)[0]", fields, "text").flaw == ""
    assert check("1 + sum(record.lines.map(l, l.note * 3))", fields, "decimal").at == 35
