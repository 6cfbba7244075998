"""An app read from its definition."""

import time

import pytest

from stuga.models.definition.clocks import Action, DateField, Event
from stuga.models.definition.document import ALL_RIGHTS, NO_RIGHTS, App, Fields, Grant, Rights
from stuga.models.definition.durations import Duration
from stuga.models.definition.model import Model
from stuga.models.definition.proposal import RetentionProposal
from stuga.models.definition.starters import NewField, from_fields, new_field
from stuga.models.json import JsonObject, JsonValue


def words(_field: object, value: JsonValue) -> str:
    return str(value)


def test_an_app_reads_its_parts_by_key(cases: JsonObject) -> None:
    app = App.read(cases)

    assert list(app.models) == ["case", "decision", "note"]
    assert app.models["case"].fields["amount"].kind.name == "money"
    assert app.models["case"].required == ("subject", "kind", "applicant")
    assert app.screens["apply"].public
    assert [step.key for step in app.screens["apply"].steps] == ["you", "matter"]
    assert app.retention["closed-2y"].keep_max == "P2Y"
    assert app.purposes["case-handling"].basis == "public-task"
    assert app.languages == ("en", "nb", "sv")


def test_a_screen_yields_its_elements_in_order_those_of_sections_too(cases: JsonObject) -> None:
    apply = App.read(cases).screens["apply"]

    assert apply.field_keys[:4] == ("applicant", "pnr", "answer_by", "email")
    email = next(one for one in apply.walk() if one.field == "email")
    assert email.pointer == "/screens/apply/steps/0/elements/2/elements/1/elements/0"


def test_a_field_without_privacy_counts_as_direct_and_undecided() -> None:
    model = Model.read("m", {"properties": {"a": {"type": "string", "title": "A"}}})

    assert model.fields["a"].privacy.personal == "direct"
    assert not model.fields["a"].privacy.decided


def test_a_field_knows_its_choices_and_the_model_it_refers_to(cases: JsonObject) -> None:
    app = App.read(cases)

    kinds = [choice.const for choice in app.models["case"].fields["kind"].choices]
    assert kinds == ["permit", "grant", "complaint", "question"]
    assert app.models["note"].fields["case"].references == "case"
    assert app.models["note"].fields["text"].references is None


def test_system_fields_are_found_beside_the_models_own(cases: JsonObject) -> None:
    case = App.read(cases).models["case"]

    created = case.field("created_at")
    assert created is not None
    assert (created.kind.name, created.system) == ("date-time", True)
    assert "created_at" not in case.fields
    assert case.field("nothing") is None


def test_a_field_of_an_unknown_kind_is_left_out_of_the_view() -> None:
    schema: JsonObject = {"properties": {"map": {"type": "object", "x-field": {"kind": "globe"}}}}

    assert not Model.read("m", schema).fields


def test_a_label_is_filled_from_the_record_and_skips_what_is_absent(cases: JsonObject) -> None:
    raw = cases["models"]["decision"]  # type: ignore[index,call-overload]
    model = Model.read("decision", raw)  # type: ignore[arg-type]

    assert model.label_of({"outcome": "approved", "decided_on": "2026-01-02"}, words) == (
        "approved 2026-01-02"
    )
    assert model.label_of({"decided_on": "2026-01-02"}, words) == "2026-01-02"
    assert not model.label_of({}, words)


def test_a_model_tells_what_a_new_record_begins_with(cases: JsonObject) -> None:
    assert App.read(cases).models["case"].defaults == {"state": "received", "priority": "normal"}


def test_a_proposal_becomes_the_rule_that_clocks_know(cases: JsonObject) -> None:
    app = App.read(cases)

    closed = app.retention["closed-2y"].rule("case", scope="case-handling")
    written = app.retention["note-5y"].rule("note", field="text")

    assert (closed.start, closed.action) == (DateField("closed_on"), Action.ANONYMISE)
    assert closed.keep_max == Duration(months=24)
    assert closed.keep_min is None
    assert (written.start, written.field) == (Event.CREATED, "text")


def test_a_proposal_that_cannot_be_carried_out_is_refused() -> None:
    raw: JsonObject = {"start": {"event": "tenant_left"}, "action": "delete"}

    with pytest.raises(ValueError, match="tenant_left"):
        RetentionProposal.read("leaving", raw).rule("case")


def test_a_model_without_a_label_is_named_by_its_first_required_field() -> None:
    schema: JsonObject = {
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "required": ["b"],
    }

    assert Model.read("m", schema).label == "{b}"


def test_what_a_role_does_not_name_is_denied(cases: JsonObject) -> None:
    roles = App.read(cases).roles

    assert roles["applicant"].rights("note") == NO_RIGHTS
    assert roles["applicant"].rights("case").delete is None
    assert roles["registrar"].rights("case") == ALL_RIGHTS


def test_a_right_carries_rows_and_fields(cases: JsonObject) -> None:
    read = App.read(cases).roles["applicant"].rights("case").read

    assert read is not None
    assert read.where == {"field": "created_by", "is": {"me": "id"}}
    assert read.fields.allow("subject")
    assert not read.fields.allow("pnr")
    assert read.fields.allow("revision")


def test_fields_except_allow_all_others() -> None:
    fields = Fields(excepted=frozenset({"pnr"}))

    assert fields.allow("applicant")
    assert not fields.allow("pnr")


def test_only_true_and_objects_grant_anything() -> None:
    refused: list[JsonValue] = [False, None, "yes", 1, []]
    for nothing in refused:
        assert Grant.read(nothing) is None
    assert Grant.read({}) == Grant.read(True)  # noqa: FBT003
    assert Grant.read({"where": "all"}) is None


def test_rights_are_found_by_the_name_of_the_act() -> None:
    rights = Rights.of({"read": True})

    assert rights.to("read") is not None
    assert rights.to("delete") is None


def test_an_app_reads_in_another_language_titles_choices_and_elements_too(
    cases: JsonObject,
) -> None:
    app = App.read(cases).in_language("sv")

    assert app.title == "Ärendehantering"
    assert app.models["case"].fields["kind"].choices[0].title == "Tillstånd"
    assert app.screens["apply"].steps[0].title == "Om dig"
    assert cases["title"] == "Case handling"


def test_a_missing_translation_falls_back_and_says_in_which_language(cases: JsonObject) -> None:
    texts = cases["texts"]
    assert isinstance(texts, dict)
    texts["sv"] = {"app.title": "Ärenden"}
    swedish = App.read(cases).words("sv")

    assert swedish.text("app.title") == "Ärenden"
    assert swedish.language_of("app.title") == "sv"
    assert swedish.text("model.case.title") == "Case"
    assert swedish.language_of("model.case.title") == "en"


def test_anything_at_all_can_be_read_without_a_crash() -> None:
    half: JsonObject = {"a": {"properties": 3, "x-model": []}}
    some: list[JsonValue] = ["x", 7, None, [], [1], {"a": 1}, half]
    for odd in some:
        app = App.read({"key": odd, "models": odd, "screens": odd, "roles": odd, "texts": odd})
        assert app.icon == "folder"


def test_an_app_of_44_fields_is_read_in_a_moment() -> None:
    fields = [NewField(key=f"f{n}", schema=new_field("text", f"Field {n}")) for n in range(44)]
    document = from_fields("big", "Big", "en", "thing", fields)

    def took() -> float:
        started = time.perf_counter()
        App.read(document)
        return time.perf_counter() - started

    assert min(took() for _ in range(9)) < 0.01  # about 0.5 ms on an idle machine


@pytest.mark.parametrize(
    ("settings", "searched"),
    [
        ({"label": "{name} {number}"}, ("name",)),  # numbers hold no words to look for
        ({}, ("name",)),
        ({"label": "{name}", "search": []}, ()),
        ({"label": "{name}", "search": ["other"]}, ("other",)),
        ({"label": "{secret}"}, ()),
    ],
)
def test_records_are_looked_for_by_what_they_are_called_unless_said_otherwise(
    settings: JsonObject, searched: tuple[str, ...]
) -> None:
    properties: JsonObject = {
        "name": {"type": "string"},
        "number": {"type": "integer"},
        "other": {"type": "string"},
        "secret": {"type": "string", "x-privacy": {"personal": "direct", "encrypt": True}},
    }
    model = Model.read("thing", {"properties": properties, "x-model": settings})

    assert model.search == searched
