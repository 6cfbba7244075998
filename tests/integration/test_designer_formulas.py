"""Computed fields in the designer: made, looked at while one types, refused with their place."""

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import NOT_PERSONAL
from tests.factories.building import begun, definition, publish
from tests.factories.cast import Browser, Tenant
from tests.integration.test_designer_pages import draft, post, words

MODEL = "/build/cases/models/case"
FEE = f"{MODEL}/fields/fee"


@pytest.fixture
def vera(bjorkby: Tenant) -> Browser:
    made = definition()
    models = made["models"]
    assert isinstance(models, dict)
    fee: JsonObject = {
        "type": "number",
        "title": "Fee",
        "multipleOf": 0.01,
        "x-privacy": dict(NOT_PERSONAL),
        "x-field": {
            "kind": "computed",
            "result": "money",
            "currency": "SEK",
            "formula": "record.amount * 0.25",
        },
    }
    models["case"]["properties"]["fee"] = fee  # type: ignore[index,call-overload]
    return begun(bjorkby, made)


def looked(vera: Browser, formula: str, result: str = "money") -> JsonObject:
    answer = vera.post(f"{FEE}/formula", data={"formula": formula, "result": result})
    assert answer.status_code == 200, answer.text
    found: JsonObject = answer.get_json()
    return found


def test_the_page_of_a_computed_field_shows_its_formula_and_what_it_may_read(
    vera: Browser,
) -> None:
    page = words(vera.get(FEE))

    assert "record.amount * 0.25</textarea>" in page
    assert '<option value="money" selected>' in page
    assert "<code>record.closed_on</code>" in page
    assert "record.fee<" not in page
    assert 'name="required"' not in page
    assert "Computed (money)" in words(vera.get(MODEL))


def test_a_new_computed_field_is_made_and_given_its_formula(bjorkby: Tenant, vera: Browser) -> None:
    post(vera, f"{MODEL}/fields", field="Twice", kind="computed")
    page = words(vera.get(f"{MODEL}/fields/twice"))
    assert "Write one." in words(vera.get("/build/cases/"))
    assert 'value="decimal" selected' in page

    done = post(
        vera,
        f"{MODEL}/fields/twice",
        revision=2,
        title="Twice",
        kind="computed",
        formula="record.amount * 2",
        result="decimal",
        decimals="2",
        personal="none",
    )

    assert done.status_code == 303, done.text
    schema = draft(bjorkby)["models"]["case"]["properties"]["twice"]  # type: ignore[index,call-overload]
    assert schema["x-field"] == {
        "kind": "computed",
        "result": "decimal",
        "formula": "record.amount * 2",
    }
    assert schema["multipleOf"] == 0.01
    assert publish(vera, revision=3).status_code == 201


def test_another_result_brings_its_own_type(bjorkby: Tenant, vera: Browser) -> None:
    done = post(
        vera,
        FEE,
        title="Late",
        kind="computed",
        formula="record.closed_on < today",
        result="yes-no",
        personal="none",
    )

    assert done.status_code == 303, done.text
    schema = draft(bjorkby)["models"]["case"]["properties"]["fee"]  # type: ignore[index,call-overload]
    assert schema["type"] == "boolean"
    assert schema["title"] == "Late"
    assert "multipleOf" not in schema
    assert schema["x-field"]["result"] == "yes-no"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("record.amuont * 2", "Did you mean “record.amount”?"),
        ("record.applicant", "gives a text"),
        ("record.fee + 1", "record.fee"),
        ("", "Write what it is computed by."),
    ],
)
def test_a_formula_that_cannot_be_reckoned_comes_back_with_the_reason(
    bjorkby: Tenant, vera: Browser, formula: str, said: str
) -> None:
    before = draft(bjorkby)

    answer = post(vera, FEE, title="Fee", kind="computed", formula=formula, result="money")

    assert answer.status_code == 422
    assert said in words(answer)
    assert draft(bjorkby) == before


def test_a_formula_is_looked_at_while_one_types(vera: Browser) -> None:
    right = looked(vera, "record.amount * 2")
    assert right["ok"] is True
    assert str(right["message"]).startswith("With made-up values it gives SEK")
    wrong = looked(vera, "record.amount *")
    assert wrong["ok"] is False
    assert "character 16" in str(wrong["message"])
    assert looked(vera, "1 / 0")["message"] == "Fee cannot be computed: it divides by zero."
    assert looked(vera, "x" * 2_000)["ok"] is False
    assert looked(vera, "1", "nothing")["ok"] is False


def test_a_draft_with_a_broken_formula_cannot_be_published(bjorkby: Tenant) -> None:
    made = definition()
    models = made["models"]
    assert isinstance(models, dict)
    broken: JsonObject = {
        "type": "number",
        "title": "Fee",
        "x-privacy": dict(NOT_PERSONAL),
        "x-field": {"kind": "computed", "result": "decimal", "formula": "record.nothing"},
    }
    models["case"]["properties"]["fee"] = broken  # type: ignore[index,call-overload]
    vera = begun(bjorkby, made)

    answer = publish(vera)

    assert answer.status_code == 422
    assert "record.nothing" in answer.get_data(as_text=True)


def test_others_may_not_look(bjorkby: Tenant, granby: Tenant, vera: Browser) -> None:
    asked = {"formula": "1", "result": "money"}
    assert granby.browser("owner").post(f"{FEE}/formula", data=asked).status_code == 404
    assert bjorkby.browser("member").post(f"{FEE}/formula", data=asked).status_code == 403
    assert vera.post(f"{MODEL}/fields/none/formula", data=asked).status_code == 404
