"""Lists, several references and number series as kinds: read, written, checked."""

import pytest
from babel import Locale

from stuga.models.definition.field import Field
from stuga.models.definition.kinds import KINDS, kind_of
from stuga.models.definition.kinds.sequence import Format
from stuga.models.definition.methods import ABSENT
from stuga.models.definition.model import Model
from stuga.models.definition.paths import (
    apart,
    changed_at,
    every,
    field_at,
    has_value,
    leaves,
    pointer_to,
)
from stuga.models.definition.refusals import Refused
from stuga.models.definition.validation import record_validator
from stuga.models.json import JsonObject, JsonValue
from tests.factories.orders import LINES, ORDER

SWEDISH = Locale("sv")
LIST, SEVERAL, NUMBER = KINDS["list"], KINDS["references"], KINDS["sequence"]
ONE, OTHER = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-00000000000a"
ORDERS = Model.read("order", ORDER)


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("Bolt | 2\nNut", [{"what": "Bolt", "qty": 2}, {"what": "Nut"}]),
        ("Bolt\t2\r\n\r\nNut\t", [{"what": "Bolt", "qty": 2}, {"what": "Nut"}]),
        ('[{"what": "Bolt", "qty": 2}, {}]', [{"what": "Bolt", "qty": 2}]),
        (r"A \| B \\ C | 1", [{"what": "A | B \\ C", "qty": 1}]),
        ("[not json | 1", [{"what": "[not json", "qty": 1}]),
        (f"Bolt | 2 | {ONE}", [{"what": "Bolt", "qty": 2, "product": ONE}]),
        (r"Bolt | 2 |  |  | Ring \| Maker\nSpring", [{
            "what": "Bolt", "qty": 2,
            "parts": [{"name": "Ring", "maker": "Maker"}, {"name": "Spring"}],
        }]),
    ],
)  # fmt: skip
def test_rows_are_read_from_a_cell(typed: str, rows: JsonValue) -> None:
    assert LIST.parse(typed, LINES, SWEDISH) == rows


@pytest.mark.parametrize(
    ("typed", "row", "column"),
    [("Bolt | many", 1, "Quantity"), ("Nut\nBolt | x", 2, "Quantity"), ("a|1||||more", 1, "more")],
)
def test_a_cell_that_cannot_be_read_is_named(typed: str, row: int, column: str) -> None:
    refused = Refused("list-cell", {"row": row, "column": column})

    assert LIST.parse(typed, LINES, SWEDISH) == refused


def test_what_is_written_is_read_back_whatever_it_holds() -> None:
    rows: JsonValue = [
        {"what": "A | B\\n", "qty": 1, "parts": [{"name": "x | y"}, {"maker": "Z\\"}]},
        {"what": "\\|", "product": ONE, "for_whom": "Sten"},
    ]

    assert LIST.parse(LIST.text(rows, LINES, SWEDISH), LINES, SWEDISH) == rows


def test_a_list_is_told_by_its_kind_and_knows_its_columns() -> None:
    assert kind_of(LINES) is LIST
    assert LIST.fits(LINES)
    assert not LIST.fits({"type": "array", "items": {"type": "string"}})
    field = ORDERS.fields["lines"]
    assert list(field.inner) == ["what", "qty", "product", "for_whom", "parts"]
    assert field.inner["what"].required
    assert list(field.inner["parts"].inner) == ["name", "maker"]


def test_a_list_is_as_personal_as_the_most_personal_field_in_it() -> None:
    field = ORDERS.fields["lines"]

    assert (field.privacy.decided, field.privacy.personal) == (True, "direct")
    undecided = Field.read("lines", {**LINES, "items": {"properties": {"a": {"type": "string"}}}})
    assert undecided is not None
    assert (undecided.privacy.decided, undecided.privacy.personal) == (False, "direct")


def test_paths_lead_into_rows() -> None:
    fields = ORDERS.fields
    paths = [path for path, _ in every(fields)]

    assert paths[paths.index("lines") :][:6] == [
        "lines", "lines.what", "lines.qty", "lines.product", "lines.for_whom", "lines.parts",
    ]  # fmt: skip
    assert "lines.parts.maker" in paths
    found = field_at(fields, "lines.parts.maker")
    assert found is not None
    assert found.title == "Maker"
    assert field_at(fields, "lines.no") is None
    assert field_at(fields, "title.x") is None
    assert ORDERS.title_at("lines.parts.maker") == "Lines: Parts: Maker"
    assert pointer_to("order", "lines.qty") == (
        "/models/order/properties/lines/items/properties/qty"
    )
    assert "lines" not in [path for path, _ in apart(fields)]


def test_values_are_found_and_changed_in_every_row() -> None:
    data: JsonObject = {
        "title": "One",
        "lines": [
            {"what": "a", "parts": [{"maker": "X"}, {"name": "n", "maker": "Y"}]},
            {"parts": [{"maker": "Z"}]},
        ],
    }

    assert has_value(data, "lines.parts.maker")
    assert not has_value(data, "lines.qty")
    assert changed_at(data, "lines.parts.maker", lambda _one: ABSENT) == {
        "title": "One",
        "lines": [{"what": "a", "parts": [{"name": "n"}]}],
    }
    assert changed_at(data, "lines.what", str.upper)["lines"][0]["what"] == "A"  # type: ignore[arg-type, index]
    assert changed_at(data, "code", lambda _one: ABSENT) is data
    assert data["lines"][1] == {"parts": [{"maker": "Z"}]}  # type: ignore[index]


def test_every_reference_of_a_record_is_one_leaf() -> None:
    lines = [{"product": ONE, "what": "a"}, {"product": OTHER}]
    found = [(one.path, one.pointer, one.value) for one in leaves(ORDERS.fields["lines"], lines)]

    assert ("lines.product", "/lines/1/product", OTHER) in found
    tags = [one.pointer for one in leaves(ORDERS.fields["tags"], [ONE, OTHER])]
    assert tags == ["/tags/0", "/tags/1"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([{"what": "a", "qty": 1}], {}),
        ([{"what": "a"}, {"qty": 0}], {"/lines/1/what": "required", "/lines/1/qty": "minimum"}),
        ([{"what": "a", "parts": [{"name": "x" * 201}]}], {
            "/lines/0/parts/0/name": "max-length",
        }),
        ([{"what": "a", "product": "x"}], {"/lines/0/product": "reference-invalid"}),
        ([{"what": "a\0"}], {"/lines/0/what": "text-broken"}),
    ],
)  # fmt: skip
def test_rows_are_held_to_schema_and_kinds(lines: JsonValue, expected: dict[str, str]) -> None:
    found = record_validator(ORDERS)({"title": "One", "lines": lines})

    assert {at: one.code for at, one in found.items()} == expected


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ([ONE, "", OTHER.upper(), ONE], [ONE, OTHER]),
        (f"{ONE}; {OTHER}", [ONE, OTHER]),
        (f"{ONE}\n{OTHER}", [ONE, OTHER]),
        (["", " "], None),
        ([ONE, "nobody"], Refused("reference-invalid")),
        ("nobody", Refused("reference-invalid")),
    ],
)
def test_several_references_are_read(typed: str | list[str], ids: JsonValue) -> None:
    assert SEVERAL.parse(typed, SEVERAL.new_schema(), SWEDISH) == ids


def test_the_same_record_stands_once() -> None:
    assert SEVERAL.normal([ONE, OTHER.upper(), ONE], SEVERAL.new_schema()) == [ONE, OTHER]
    assert SEVERAL.problem([ONE, "x"], SEVERAL.new_schema()) == Refused("reference-invalid")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("C-{year}-{number:05}", "C-2026-00017"),
        ("{number}", "17"),
        ("{number:03}/{year}", "017/2026"),
        ("{number:01}", "17"),
    ],
)
def test_a_number_is_written_as_its_format_says(text: str, written: str) -> None:
    assert Format(text).is_sound
    assert Format(text).written(2026, 17) == written
    assert Format(text).is_yearly is ("2026" in written)


@pytest.mark.parametrize(
    "text",
    ["", "C-{year}", "{number}{number}", "{number:5}", "{month}-{number}", "{number", " {number}",
     "{number}\n", "x" * 60 + "{number}", "{{number}}"],
)  # fmt: skip
def test_a_format_that_says_no_number_once_is_not_sound(text: str) -> None:
    assert not Format(text).is_sound


def test_a_number_is_given_and_never_typed() -> None:
    assert NUMBER.given
    assert NUMBER.searchable
    assert NUMBER.sample({"x-field": {"format": "N{number:03}"}}, 6) == "N007"
