"""Apps begun from nothing or from a list of fields."""

import pytest

from stuga.models.definition.check import blocking, problems
from stuga.models.definition.document import ALL_RIGHTS, App
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.starters import (
    NewField,
    blank,
    from_fields,
    key_from,
    model_of,
    new_field,
    screens_for_model,
    with_model,
)
from stuga.models.json import JsonObject


def not_personal(schema: JsonObject) -> JsonObject:
    return {**schema, "x-privacy": {"personal": "none"}}


def orders(language: str = "en") -> JsonObject:
    return from_fields(
        "orders",
        "Orders",
        language,
        "order",
        [
            NewField(key="number", schema=not_personal(new_field("integer", "Number"))),
            NewField(
                key="customer", schema=not_personal(new_field("text", "Customer")), required=True
            ),
            NewField(key="freight", schema=not_personal(new_field("money", "Freight"))),
            NewField(key="shipped", schema=not_personal(new_field("date", "Shipped"))),
            NewField(key="state", schema=not_personal(new_field("choice", "State"))),
            NewField(key="notes", schema=not_personal(new_field("long-text", "Notes"))),
        ],
        model_title="Order",
    )


def test_a_blank_app_has_no_problem() -> None:
    assert not problems(blank("things", "Things", "sv"))


def test_an_app_of_fields_has_no_problem_once_privacy_is_decided() -> None:
    assert not problems(orders())


def test_it_has_a_list_a_form_a_detail_and_a_dashboard_that_know_each_other() -> None:
    app = App.read(orders())

    assert {key: one.type for key, one in app.screens.items()} == {
        "order": "list",
        "order-form": "form",
        "order-detail": "detail",
        "overview": "dashboard",
    }
    assert app.screens["order"].open == "order-detail"
    assert app.screens["order"].create == "order-form"
    assert app.screens["order-detail"].edit == "order-form"
    assert app.navigation == ("order", "overview")
    assert app.screens["order-form"].field_keys == tuple(app.models["order"].fields)


def test_its_one_role_may_do_everything() -> None:
    app = App.read(orders())

    assert list(app.roles) == ["user"]
    assert app.roles["user"].rights("order") == ALL_RIGHTS
    assert set(app.roles["user"].screens) == set(app.screens)


def test_records_are_named_by_the_required_text() -> None:
    assert App.read(orders()).models["order"].label == "{customer}"


def test_long_texts_are_searched_but_neither_columns_nor_indexed() -> None:
    app = App.read(orders())

    assert "notes" not in app.screens["order"].columns
    assert "notes" not in app.models["order"].index
    assert "state" in app.models["order"].index


def test_the_dashboard_counts_adds_up_and_groups() -> None:
    overview = App.read(orders()).screens["overview"]

    assert [one.type for one in overview.elements] == ["metric", "metric", "chart"]
    assert overview.elements[1].raw["value"] == {"sum": "freight"}
    assert overview.elements[2].raw["x"] == "state"


@pytest.mark.parametrize(
    ("language", "role", "dashboard"),
    [("sv", "Användare", "Översikt"), ("nb", "Bruker", "Oversikt"), ("en", "User", "Overview")],
)
def test_its_words_are_in_the_apps_language(language: str, role: str, dashboard: str) -> None:
    app = App.read(orders(language))

    assert app.roles["user"].title == role
    assert app.screens["overview"].title == dashboard


def test_a_second_model_brings_screens_under_keys_of_its_own() -> None:
    reference: JsonObject = {
        **not_personal(new_field("reference", "Order")),
        "x-field": {"kind": "reference", "model": "order", "on_delete": "restrict"},
    }
    model = model_of("Line", [NewField(key="order", schema=reference, required=True)])

    document = with_model(orders(), "order_line", model)

    assert not problems(document)
    assert App.read(document).navigation == ("order", "overview", "order-line")
    assert set(App.read(document).roles["user"].screens) == set(App.read(document).screens)


def test_screens_are_made_under_free_keys() -> None:
    made = screens_for_model(orders(), "order")

    assert sorted(made) == ["order-2", "order-detail-2", "order-form-2"]


def test_the_document_that_is_given_is_not_changed() -> None:
    document = orders()
    before = App.read(document)

    with_model(document, "line", model_of("Line", []))

    assert App.read(document) == before


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"reference", "references", "computed"}))
def test_a_new_field_of_any_kind_can_be_published_at_once(kind: str) -> None:
    field = NewField(key="value", schema=new_field(kind, "Value"))

    assert not blocking(from_fields("a", "A", "en", "thing", [field]))


def test_an_encrypted_field_is_not_indexed_searched_listed_or_a_label() -> None:
    secret: JsonObject = {
        **new_field("text", "Secret"),
        "x-privacy": {"personal": "direct", "encrypt": True},
    }
    document = from_fields("a", "A", "en", "thing", [NewField(key="secret", schema=secret)])
    model = App.read(document).models["thing"]

    assert not model.index
    assert not model.search
    assert not model.label
    assert App.read(document).screens["thing"].columns == ("created_at",)
    assert not blocking(document)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Customer name", "customer_name"),
        ("Köpt den", "kopt_den"),
        ("Ærlig Øl", "aerlig_ol"),
        ("  E-mail (work) ", "e_mail_work"),
        ("2024 total", "n_2024_total"),
        ("日本", "field"),
        ("", "field"),
        ("Id", "id_2"),
        ("In", "in_2"),
        ("Taken", "taken_3"),
        ("x" * 90, "x" * 63),
    ],
)
def test_a_key_is_made_of_a_title(title: str, key: str) -> None:
    assert key_from(title, {"taken", "taken_2"}) == key


def test_keys_of_many_equal_titles_stay_apart_and_short() -> None:
    taken: list[str] = []
    for _ in range(120):
        taken.append(key_from("long title " * 9, taken))

    assert len(set(taken)) == 120
    assert max(map(len, taken)) <= 63
