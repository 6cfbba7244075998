"""Changed models are tried on stored values, and every change has its words."""

from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from babel import Locale as BabelLocale

from stuga.builder.publishing.commands import Effect, PartChange
from stuga.builder.publishing.parts import KEYED, SINGLE, part_changes
from stuga.builder.publishing.rules import code_of
from stuga.builder.publishing.told import count_said, part_said
from stuga.builder.publishing.trial import BEARS_ON_RECORDS, Row, trials
from stuga.models.definition import document
from stuga.models.definition.converting import Conversion
from stuga.models.definition.differences import Change, differences
from stuga.models.definition.saying import said
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale

FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


def app(
    *, unique: JsonValue = None, required: JsonValue = None, **fields: JsonObject
) -> JsonObject:
    properties = {key: {"title": key.title(), **one} for key, one in fields.items()}
    return {
        "models": {
            "case": {
                "title": "Case",
                "properties": properties,
                "required": required or [],
                "x-model": {"unique": unique or []},
            }
        }
    }


def hits(before: JsonObject, after: JsonObject, *values: JsonObject) -> dict[str, list[int]]:
    """Return, by code, the numbers of the records that the changes bear on."""
    found = differences(before, after)
    old, new = document.App.read(before).models, document.App.read(after).models
    conversions = {
        (one.model, one.field): Conversion(
            old[one.model].fields[one.field],
            new[one.model].fields[one.field],
            BabelLocale("en"),
            ZoneInfo("Europe/Stockholm"),
        )
        for one in found
        if one.change is Change.TYPE_CHANGE
    }
    tried = trials(new, found, conversions)
    rows = [Row(UUID(int=number), one) for number, one in enumerate(values, 1)]
    return {
        code_of(one): [record_id.int for record_id in trial.hits(one, rows)]
        for trial in tried.values()
        for one in trial.differences
    }


TEXT: JsonObject = {"type": "string"}
NUMBER: JsonObject = {"type": "number"}


@pytest.mark.parametrize("nothing", [{}, {"a": None}, {"a": ""}])
def test_an_empty_value_lacks_what_is_required(nothing: JsonObject) -> None:
    after = app(a=TEXT, required=["a"])

    assert hits(app(a=TEXT), after, {"a": "x"}, nothing) == {"new-required:case.a": [2]}


def test_false_and_nought_are_values() -> None:
    before, after = app(a=NUMBER, b={"type": "boolean"}), app(a=NUMBER, b={"type": "boolean"})
    after["models"]["case"]["required"] = ["a", "b"]

    found = hits(before, after, {"a": 0, "b": False})

    assert found == {"new-required:case.a": [], "new-required:case.b": []}


def test_a_new_required_field_is_lacked_by_all() -> None:
    after = app(a=TEXT, b=TEXT, required=["b"])

    assert hits(app(a=TEXT), after, {}, {"a": "x"}) == {"new-required:case.b": [1, 2]}


def test_a_kind_that_values_do_not_convert_to() -> None:
    found = hits(app(a=TEXT), app(a=NUMBER), {"a": "7,5"}, {}, {"a": "seven"})

    assert found == {"type-change:case.a": [3]}


def test_values_are_tried_by_the_kind_too() -> None:
    mail = {"type": "string", "format": "email"}

    found = hits(app(a=TEXT), app(a=mail), {"a": "a@b.se"}, {"a": "nobody"}, {})

    assert found == {"type-change:case.a": [2]}


def test_no_reference_fits_another_model() -> None:
    one, other = ({**TEXT, "x-field": {"kind": "reference", "model": key}} for key in ("x", "y"))

    assert hits(app(a=one), app(a=other), {"a": str(FIRST)}, {}) == {"type-change:case.a": [1]}


def test_a_renamed_field_is_tried_under_its_former_key() -> None:
    after = app(b={**TEXT, "maxLength": 2}, required=["b"])
    after["renames"] = {"models": {"case": {"a": "b"}}}

    found = hits(app(a=TEXT), after, {"a": "long"}, {"a": "x"}, {})

    assert found == {
        "rename:case.b": [1, 2],
        "new-required:case.b": [3],
        "narrowing:case.b": [1],
    }


def test_values_that_must_be_unique_together() -> None:
    after = app(a=TEXT, b=NUMBER, unique=[["a", "b"]])

    found = hits(
        app(a=TEXT, b=NUMBER),
        after,
        {"a": "x", "b": 1},
        {"a": "x", "b": 2},
        {"a": "x", "b": 1},
        {"a": "x"},
        {"a": "x"},
    )

    assert found == {"new-unique:case.a+b": [1, 3]}


def test_a_removed_model_is_seen_in_all_its_records() -> None:
    assert hits(app(a=TEXT), {"models": {}}, {}, {"a": "x"}) == {"removal:case": [1, 2]}


def test_only_the_fields_that_change_are_read() -> None:
    before = app(a=TEXT, b=TEXT, c=TEXT)
    after = app(a=TEXT, b=NUMBER, c=TEXT, unique=[["c"]])

    tried = trials(document.App.read(after).models, differences(before, after))

    assert tried["case"].fields == ("b", "c")


@pytest.mark.parametrize("language", ["en", "sv", "nb"])
def test_every_change_that_bears_on_records_is_counted_in_words(language: str) -> None:
    for change in BEARS_ON_RECORDS:
        for n in (1, 1200):
            effect = Effect(
                code="",
                change=change,
                model="case",
                field="a",
                sentence=said(""),
                title="Anna",
                affected=n,
                looked_at=10_000,
                capped=True,
            )
            words = Locale(language).tell(count_said(effect))
            assert words[0] == "1"
            assert words.count(".") == 2


def test_an_additive_change_says_nothing_of_records() -> None:
    effect = Effect(
        code="", change=Change.ADDITIVE, model="case", field="a", sentence=said(""), title="A"
    )

    assert str(count_said(effect)) == ""


def test_every_part_has_its_words() -> None:
    for part in (*KEYED, *SINGLE):
        for how in ("added", "removed", "changed"):
            assert str(part_said(PartChange(part, "k", "Key", how))).endswith(".")


def test_parts_are_compared_whatever_the_order_of_members() -> None:
    before = {"roles": {"a": {"title": "A", "screens": ["x"]}}, "texts": {}, "navigation": ["a"]}
    after = {"navigation": ["a"], "roles": {"a": {"screens": ["x"], "title": "A"}}}

    assert part_changes(before, after) == []


def test_parts_that_come_go_and_change() -> None:
    before = {"screens": {"a": {"title": "A"}, "b": {"title": "B"}}, "theme": {"accent": "#000000"}}
    after = {"screens": {"b": {"title": "Be"}, "c": "broken"}, "title": "T"}

    found = [(one.part, one.key, one.title, one.how) for one in part_changes(before, after)]

    assert found == [
        ("screens", "b", "Be", "changed"),
        ("screens", "c", "c", "added"),
        ("screens", "a", "A", "removed"),
        ("title", "", "", "added"),
        ("theme", "", "", "removed"),
    ]
