"""Setting a role changes what was ticked and keeps what a form cannot show."""

from stuga.builder.designer.edits.roles import (
    ModelRights,
    add_role,
    given_rights,
    listed_screens,
    set_role,
)
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject


def rights_of(document: JsonObject, role: str) -> JsonObject:
    return object_at(object_at(document["roles"], role), "models")


def given(document: JsonObject, role: str) -> ModelRights:
    fields = document["models"]["case"]["properties"]
    return given_rights(object_at(rights_of(document, role), "case"), fields)


def test_saving_a_role_as_it_is_changes_nothing(cases: JsonObject) -> None:
    for role in cases["roles"]:
        before = rights_of(cases, role)
        document = set_role(cases, role, {}, {"case": given(cases, role)})
        assert rights_of(document, role)["case"] == before["case"], role


def test_a_closed_field_is_closed_to_reading_and_export_and_the_condition_stays(
    cases: JsonObject,
) -> None:
    wanted = ModelRights(acts=frozenset({"read", "export"}), unseen=frozenset({"email", "notes"}))

    document = set_role(cases, "clerk", {}, {"case": wanted})

    closed = {"except": ["email", "notes"]}
    assert rights_of(document, "clerk")["case"] == {
        "read": {"where": {"field": "kind", "is": "permit"}, "fields": closed},
        "export": {"fields": closed},
    }


def test_a_field_that_may_not_be_written_is_closed_to_adding_and_changing(
    cases: JsonObject,
) -> None:
    acts = frozenset({"create", "read", "update", "delete"})
    wanted = ModelRights(acts=acts, unchanged=frozenset({"amount"}))

    document = set_role(cases, "handler", {}, {"case": wanted})

    closed = {"fields": {"except": ["amount"]}}
    assert rights_of(document, "handler")["case"] == {
        "create": closed, "read": True, "update": closed, "delete": True,
    }  # fmt: skip


def test_a_role_without_any_right_on_a_model_does_not_name_it(cases: JsonObject) -> None:
    document = set_role(cases, "reader", {}, {"case": ModelRights(acts=frozenset())})

    assert rights_of(document, "reader") == {}


def test_a_new_role_may_do_nothing(cases: JsonObject) -> None:
    document, key = add_role(cases, "Äldre handläggare")

    assert document["roles"][key] == {"title": "Äldre handläggare", "screens": [], "models": {}}
    assert key == "aldre-handlaggare"


def test_screens_keep_their_order_and_new_ones_come_last() -> None:
    assert listed_screens({"screens": ["b", "a", "gone"]}, ["a", "b", "c"]) == ["b", "a", "c"]
