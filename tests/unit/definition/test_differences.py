"""What a draft changes for stored records."""

import pytest

from stuga.models.definition.differences import (
    TRIED_ON_RECORDS,
    Change,
    Difference,
    differences,
)
from stuga.models.definition.patch import patched
from stuga.models.definition.starters import NewField, from_fields, new_field
from stuga.models.json import JsonObject, JsonValue
from tests.factories.telling import untold


def app() -> JsonObject:
    choice = new_field("choice", "Kind")
    return from_fields(
        "cases",
        "Cases",
        "en",
        "case",
        [
            NewField(key="name", schema=new_field("text", "Name"), required=True),
            NewField(key="kind", schema=choice),
            NewField(key="amount", schema=new_field("decimal", "Amount")),
            NewField(key="closed_on", schema=new_field("date", "Closed on")),
        ],
    )


FIELDS = "/models/case/properties"


def changed(*operations: tuple[str, str, JsonValue] | tuple[str, str]) -> list[Difference]:
    patch: list[JsonObject] = [
        dict(zip(("op", "path", "value"), operation, strict=False)) for operation in operations
    ]
    found = differences(app(), patched(app(), patch))
    assert [words for one in found for words in untold(one.sentence)] == []
    return found


def test_nothing_changed_is_no_difference() -> None:
    assert not differences(app(), app())


def test_titles_and_order_change_nothing_for_records() -> None:
    assert not changed(("add", f"{FIELDS}/name/title", "Full name"), ("add", "/title", "Things"))


def test_the_first_version_is_additive() -> None:
    (difference,) = differences(None, app())

    assert (difference.change, difference.model) == (Change.ADDITIVE, "case")
    assert str(difference.sentence) == "New model “Cases”."


@pytest.mark.parametrize(
    ("operation", "change", "sentence"),
    [
        (
            ("add", f"{FIELDS}/phone", new_field("phone", "Phone")),
            Change.ADDITIVE,
            "Cases: new field “Phone”.",
        ),
        (
            ("remove", f"{FIELDS}/closed_on"),
            Change.REMOVAL,
            "Cases: “Closed on” is removed, with all its values.",
        ),
        (
            ("add", "/models/case/required/-", "amount"),
            Change.NEW_REQUIRED,
            "Cases: “Amount” is now required.",
        ),
        (
            ("add", "/models/case/required", []),
            Change.WIDENING,
            "Cases: “Name” is no longer required.",
        ),
        (
            ("add", f"{FIELDS}/amount", new_field("text", "Amount")),
            Change.TYPE_CHANGE,
            "Cases: “Amount” changes its kind: number becomes text.",
        ),
        (
            ("add", f"{FIELDS}/amount", new_field("integer", "Amount")),
            Change.TYPE_CHANGE,
            "Cases: “Amount” changes its kind: number becomes whole number.",
        ),
        (
            ("add", f"{FIELDS}/name/maxLength", 50),
            Change.NARROWING,
            "Cases: “Name”: the longest length is now 50, not 200.",
        ),
        (
            ("add", f"{FIELDS}/name/maxLength", 500),
            Change.WIDENING,
            "Cases: “Name”: the longest length is now 500, not 200.",
        ),
        (
            ("remove", f"{FIELDS}/name/maxLength"),
            Change.WIDENING,
            "Cases: “Name”: the longest length is no longer limited.",
        ),
        (
            ("add", f"{FIELDS}/amount/minimum", 0),
            Change.NARROWING,
            "Cases: “Amount”: the least is now 0.",
        ),
        (
            ("add", f"{FIELDS}/amount/multipleOf", 0.01),
            Change.NARROWING,
            "Cases: “Amount”: its values now go in steps of 0.01.",
        ),
        (
            ("add", f"{FIELDS}/name/pattern", "^[A-Z]"),
            Change.NARROWING,
            "Cases: “Name”: it must now follow a pattern.",
        ),
        (
            ("remove", f"{FIELDS}/kind/oneOf/1"),
            Change.FEWER_CHOICES,
            "Cases: “Kind” no longer has “Choice 2”.",
        ),
        (
            ("add", f"{FIELDS}/kind/oneOf/-", {"const": "more", "title": "More"}),
            Change.WIDENING,
            "Cases: “Kind” now has “More”, too.",
        ),
        (
            ("add", "/models/case/x-model/unique", [["name", "closed_on"]]),
            Change.NEW_UNIQUE,
            "Cases: “Name” and “Closed on” must now be unique.",
        ),
        (
            ("add", "/models/other", {"type": "object", "title": "Other", "properties": {}}),
            Change.ADDITIVE,
            "New model “Other”.",
        ),
        (
            ("remove", "/models/case"),
            Change.REMOVAL,
            "Model “Cases” is removed, with all its records.",
        ),
    ],
)
def test_a_change_is_classified_and_told_in_plain_words(
    operation: tuple[str, str, JsonValue], change: Change, sentence: str
) -> None:
    assert [(one.change, str(one.sentence)) for one in changed(operation)] == [(change, sentence)]


def test_a_new_required_field_is_both_additive_and_newly_required() -> None:
    found = changed(
        ("add", f"{FIELDS}/phone", new_field("phone", "Phone")),
        ("add", "/models/case/required/-", "phone"),
    )

    assert [one.change for one in found] == [Change.ADDITIVE, Change.NEW_REQUIRED]


def test_a_new_key_without_a_rename_loses_the_values() -> None:
    found = changed(
        ("remove", f"{FIELDS}/closed_on"),
        ("add", f"{FIELDS}/ended_on", new_field("date", "Closed on")),
    )

    assert {one.change for one in found} == {Change.REMOVAL, Change.ADDITIVE}


def test_a_rename_keeps_the_values_and_compares_the_rest() -> None:
    found = changed(
        ("remove", f"{FIELDS}/name"),
        ("add", f"{FIELDS}/full_name", {**new_field("text", "Name"), "maxLength": 100}),
        ("add", "/models/case/required", ["full_name"]),
        ("add", "/renames", {"models": {"case": {"name": "full_name"}}}),
    )

    assert [(one.change, one.field, one.was) for one in found] == [
        (Change.RENAME, "full_name", "name"),
        (Change.NARROWING, "full_name", ""),
    ]


def test_a_rename_that_is_done_already_is_no_difference() -> None:
    document: JsonObject = {**app(), "renames": {"models": {"case": {"old_name": "name"}}}}

    assert not differences(app(), document)


def test_what_was_unique_by_less_is_unique_by_more() -> None:
    one = patched(
        app(), [{"op": "add", "path": "/models/case/x-model/unique", "value": [["name"]]}]
    )
    more = patched(
        app(), [{"op": "add", "path": "/models/case/x-model/unique", "value": [["name", "kind"]]}]
    )

    assert not differences(one, more)
    assert [change.change for change in differences(more, one)] == [Change.NEW_UNIQUE]


def test_a_reference_to_another_model_is_a_type_change() -> None:
    def linked(model: str) -> JsonObject:
        schema = {
            **new_field("reference", "Parent"),
            "x-field": {"kind": "reference", "model": model},
        }
        return patched(app(), [{"op": "add", "path": f"{FIELDS}/parent", "value": schema}])

    (difference,) = differences(linked("case"), linked("other"))

    assert difference.change is Change.TYPE_CHANGE
    assert "refers to “other” instead of “case”" in str(difference.sentence)


def test_numbers_of_another_country_may_not_fit() -> None:
    def numbered(**settings: str) -> JsonObject:
        return {"type": "string", "title": "Id", "x-field": {"kind": "national-id", **settings}}

    def given(schema: JsonObject) -> JsonObject:
        return patched(app(), [{"op": "add", "path": f"{FIELDS}/id_no", "value": schema}])

    swedish, norwegian = given(numbered()), given(numbered(country="NO"))
    (found,) = differences(swedish, norwegian)

    assert found.change is Change.NARROWING
    assert "those of NO" in str(found.sentence)
    assert differences(swedish, given(numbered(country="SE"))) == []


def test_changes_that_records_may_not_fit_are_known() -> None:
    assert Change.NEW_REQUIRED in TRIED_ON_RECORDS
    assert not TRIED_ON_RECORDS & {Change.ADDITIVE, Change.WIDENING, Change.RENAME}


def test_a_new_sequence_says_that_records_stay_without_a_number() -> None:
    raw: JsonObject = {"type": "string", "title": "No", "x-field": {"kind": "sequence"}}

    [found] = changed(("add", f"{FIELDS}/number", raw))

    assert found.change is Change.ADDITIVE
    assert "stay without a number" in str(found.sentence)
