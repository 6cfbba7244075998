"""Models and fields come and go with all that shows them; the checker finds no new problem."""

import pytest

from stuga.builder.designer.edits import fields, models, screens
from stuga.builder.designer.edits.uses import field_uses
from stuga.builder.designer.field_form import POINTING
from stuga.models.definition.check import blocking
from stuga.models.definition.document import App, Model
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.starters import blank
from stuga.models.json import JsonObject
from stuga.platform.errors import NotFoundError
from tests.unit.designer.conftest import names


def test_an_app_begun_from_nothing_can_be_published_once_it_has_a_model() -> None:
    document, key = models.add_model(blank("visits", "Besök", "sv"), "Besök")

    assert key == "besok"
    assert blocking(document) == []
    assert [one["type"] for one in document["screens"].values()] == [
        "list", "form", "detail", "dashboard",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_field_of_every_kind_joins_the_form(cases: JsonObject, kind: str) -> None:
    document, key = fields.add_field(cases, "case", kind, "Till dags")

    assert key == "till_dags"
    assert names(document, "edit")[-1] == key
    assert names(document) == names(cases)  # a public form asks for no more by itself
    unsaid = {"computed": ["computed-formula"]} | {one: ["reference-open"] for one in POINTING}
    assert [one.code for one in blocking(document)] == unsaid.get(kind, [])


def test_a_field_is_found_wherever_it_is_used(cases: JsonObject) -> None:
    app = App.read(cases)

    uses = {
        (one.what, one.key)
        for key in ("kind", "reference")
        for one in field_uses(app, app.models["case"], key)
    }

    assert uses == {
        ("screen", "apply"), ("screen", "edit"), ("screen", "inbox"),
        ("role", "clerk"), ("role", "applicant"), ("label", "case"),
    }  # fmt: skip


def test_a_fields_name_in_another_model_is_not_a_use(cases: JsonObject) -> None:
    app = App.read(cases)

    assert [one.key for one in field_uses(app, app.models["paper"], "title")] == ["paper"]


def test_a_removed_field_is_gone_from_what_merely_shows_it(cases: JsonObject) -> None:
    cases["texts"] = {"sv": {"model.case.field.reference.title": "Beteckning"}}

    document = fields.remove_field(cases, "case", "reference")

    model = document["models"]["case"]
    assert "reference" not in str(model)
    assert document["screens"]["inbox"]["columns"] == ["applicant", "kind", "closed_on"]
    assert document["roles"]["applicant"]["models"]["case"]["read"]["fields"] == {"only": ["kind"]}
    assert document["texts"] == {"sv": {}}
    assert blocking(document) == []


def test_what_decides_by_a_removed_field_becomes_a_problem(cases: JsonObject) -> None:
    document = fields.remove_field(cases, "case", "kind")

    assert {one.pointer.split("/")[1] for one in blocking(document)} >= {"screens", "roles"}


def test_a_list_keeps_a_column_when_its_last_field_goes(cases: JsonObject) -> None:
    cases["screens"]["inbox"]["columns"] = ["reference"]

    document = fields.remove_field(cases, "case", "reference")

    assert document["screens"]["inbox"]["columns"] == ["created_at"]


def test_another_kind_keeps_title_hint_and_privacy(cases: JsonObject) -> None:
    schema = cases["models"]["case"]["properties"]["applicant"]

    changed = fields.of_kind(schema, "choice")

    assert (changed["title"], changed["x-privacy"]) == (schema["title"], schema["x-privacy"])
    assert "maxLength" not in changed
    assert len(changed["oneOf"]) == 2


@pytest.mark.parametrize("name", ["index", "search", "unique", "required"])
def test_a_switch_goes_on_and_off_again(cases: JsonObject, name: str) -> None:
    on = fields.switch(cases, "case", "email", name, on=True)
    off = fields.switch(on, "case", "email", name, on=False)

    assert on != cases
    assert off == cases


def test_what_is_searched_without_being_named_can_be_left_out(cases: JsonObject) -> None:
    settings = cases["models"]["case"]["x-model"]
    del settings["search"]
    [named, *_] = Model.read("case", cases["models"]["case"]).search

    off = fields.switch(cases, "case", named, "search", on=False)

    assert named not in Model.read("case", off["models"]["case"]).search


def test_fields_move_and_their_order_is_the_documents(cases: JsonObject) -> None:
    first, *rest = cases["models"]["case"]["properties"]

    document = fields.move_field(cases, "case", first, 1)

    assert list(document["models"]["case"]["properties"]) == [rest[0], first, *rest[1:]]


def test_a_removed_model_takes_its_screens_rights_and_words(cases: JsonObject) -> None:
    cases["texts"] = {"sv": {"model.case.title": "Ärende", "screen.inbox.title": "Inkorg"}}

    document = models.remove_model(cases, "case")

    assert (document["screens"], document["navigation"]) == ({}, [])
    assert document["texts"] == {"sv": {}}
    assert all("case" not in role["models"] for role in document["roles"].values())


@pytest.mark.parametrize("type_", ["form", "list", "detail", "dashboard", "page"])
def test_a_new_screen_of_every_type_is_laid_out_for_its_model(
    cases: JsonObject, type_: str
) -> None:
    document, key = screens.add_screen(cases, type_, "case", "Se här")

    assert key == "se-har"
    assert blocking(document) == []
    assert (key in document["navigation"]) == (type_ in {"list", "dashboard", "page"})


def test_a_screen_about_a_model_that_is_not_there_is_refused(cases: JsonObject) -> None:
    with pytest.raises(NotFoundError):
        screens.add_screen(cases, "list", "nothing", "List")


def test_a_list_keeps_its_last_column(cases: JsonObject) -> None:
    document = cases
    for column in ("reference", "applicant", "kind", "closed_on"):
        document = screens.set_column(document, "inbox", column, on=False)

    assert document["screens"]["inbox"]["columns"] == ["closed_on"]
