"""What the checker finds in models and fields."""

import pytest

from stuga.models.definition.check import Problem, blocking, problems
from stuga.models.definition.checks.models import SLOTS, slots_taken
from stuga.models.definition.document import App
from stuga.models.definition.kinds import Slot
from stuga.models.definition.patch import patched
from stuga.models.definition.starters import NewField, from_fields, new_field
from stuga.models.json import JsonObject, JsonValue
from tests.unit.definition.conftest import Broken

CASE = "/models/case"
FIELDS = f"{CASE}/properties"
NOUNS = {"t": "text", "n": "number", "d": "date"}


def text(**more: JsonValue) -> JsonObject:
    return {"type": "string", "title": "New", "x-privacy": {"personal": "none"}, **more}


@pytest.mark.parametrize(
    ("operation", "pointer", "code", "words"),
    [
        (
            ("add", f"{CASE}/x-model/label", "{subjct}"),
            f"{CASE}/x-model/label",
            "field-unknown",
            "“subjct”, which is not there",
        ),
        (
            ("add", f"{CASE}/x-model/label", "{pnr}"),
            f"{CASE}/x-model/label",
            "encrypted-label",
            "encrypted",
        ),
        (
            ("add", f"{CASE}/x-model/index/0", "kimd"),
            f"{CASE}/x-model/index/0",
            "field-unknown",
            "Did you mean “kind”?",
        ),
        (
            ("add", f"{CASE}/x-model/index/-", "pnr"),
            f"{CASE}/x-model/index/9",
            "encrypted-indexed",
            "Turn on look-up instead",
        ),
        (
            ("add", f"{CASE}/x-model/search/-", "amount"),
            f"{CASE}/x-model/search/3",
            "search-kind",
            "holds no words",
        ),
        (
            ("add", f"{CASE}/x-model/search/-", "pnr"),
            f"{CASE}/x-model/search/3",
            "search-kind",
            "cannot be searched",
        ),
        (
            ("add", f"{CASE}/x-model/unique", [["subject", "nobody"]]),
            f"{CASE}/x-model/unique/0/1",
            "field-unknown",
            "uniqueness rule",
        ),
        (
            ("add", f"{CASE}/x-model/unique", [["description"]]),
            f"{CASE}/x-model/unique/0/0",
            "unique-kind",
            "cannot be unique",
        ),
        (
            ("add", f"{CASE}/required/-", "colour"),
            f"{CASE}/required/3",
            "field-unknown",
            "what is required",
        ),
        (
            ("add", f"{CASE}/x-model/retention/-", "closed-3y"),
            f"{CASE}/x-model/retention/1",
            "retention-unknown",
            "“closed-3y”",
        ),
        (
            ("add", f"{CASE}/x-model/required_when/0/field", "colour"),
            f"{CASE}/x-model/required_when/0/field",
            "field-unknown",
            "required-when",
        ),
        (
            ("add", f"{CASE}/x-model/required_when/0/when", {"field": "state", "is": "gone"}),
            f"{CASE}/x-model/required_when/0/when/is",
            "condition-value",
            "not one of its choices",
        ),
        (("add", f"{FIELDS}/revision", text()), f"{FIELDS}/revision", "key-reserved", "another"),
        (("add", f"{FIELDS}/in", text()), f"{FIELDS}/in", "key-reserved", "“in”"),
        (
            ("add", f"{FIELDS}/new", {**text(), "x-field": {"kind": "moneyy"}}),
            f"{FIELDS}/new/x-field/kind",
            "kind-unknown",
            "Did you mean “money”?",
        ),
        (
            ("add", f"{FIELDS}/new", text(format="hostname")),
            f"{FIELDS}/new",
            "kind-unknown",
            "Name its kind",
        ),
        (
            ("add", f"{FIELDS}/amount/type", "string"),
            f"{FIELDS}/amount",
            "kind-unfit",
            "do not fit that kind",
        ),
        (
            ("add", f"{FIELDS}/subject/minLength", 200),
            f"{FIELDS}/subject/minLength",
            "limits-crossed",
            "the shortest (200) is above the longest (120)",
        ),
        (
            ("add", f"{FIELDS}/amount/maximum", -1),
            f"{FIELDS}/amount/minimum",
            "limits-crossed",
            "the least (0) is above the greatest (-1)",
        ),
        (
            ("add", f"{FIELDS}/kind/oneOf/-", {"const": "permit", "title": "Again"}),
            f"{FIELDS}/kind/oneOf/4",
            "choices-repeated",
            "“permit” twice",
        ),
        (
            ("add", f"{FIELDS}/subject/pattern", "(a+)+"),
            f"{FIELDS}/subject/pattern",
            "pattern-unsafe",
            "very long",
        ),
        (
            ("add", f"{FIELDS}/new", text(pattern="^a")),
            f"{FIELDS}/new",
            "pattern-length",
            "at most 1,000",
        ),
        (
            ("add", f"{FIELDS}/state/default", "new"),
            f"{FIELDS}/state/default",
            "default-unfit",
            "does not itself allow",
        ),
        (
            ("add", "/models/note/properties/case/x-field/model", "cases"),
            "/models/note/properties/case/x-field/model",
            "model-unknown",
            "Did you mean “case”?",
        ),
        (
            ("add", "/models/note/properties/case/x-field", {"kind": "reference"}),
            "/models/note/properties/case",
            "reference-open",
            "not of which model",
        ),
        (
            ("add", "/models/note/properties/case/x-field/on_delete", "unlink"),
            "/models/note/properties/case/x-field/on_delete",
            "reference-unlink",
            "required",
        ),
    ],
)
def test_a_mistake_in_a_model_is_named(
    broken: Broken, operation: tuple[str, str, JsonValue], pointer: str, code: str, words: str
) -> None:
    found = [one for one in broken(operation) if one.severity == "error"]

    assert [(one.pointer, one.code) for one in found if one.code == code] == [(pointer, code)]
    assert any(words in str(one.message) for one in found), found


def many(kind: str, count: int, **more: JsonValue) -> list[NewField]:
    return [
        NewField(key=f"{kind[0]}{n}", schema={**new_field(kind, f"Field {n}"), **more})
        for n in range(count)
    ]


def coded(document: JsonObject, code: str) -> list[Problem]:
    return [one for one in problems(document) if one.code == code]


@pytest.mark.parametrize(("kind", "slot"), [("text", "t"), ("integer", "n"), ("date", "d")])
def test_a_model_indexes_as_many_fields_as_there_are_slots_and_no_more(
    kind: str, slot: str
) -> None:
    room = SLOTS[Slot(slot)]
    document = from_fields("a", "A", "en", "thing", many(kind, room + 1))
    model = App.read(document).models["thing"]
    assert len(model.index) == room
    assert not coded(document, "slots-full")

    index: list[JsonValue] = list(model.fields)
    crowded = patched(
        document, [{"op": "add", "path": "/models/thing/x-model/index", "value": index}]
    )

    (problem,) = coded(crowded, "slots-full")
    assert f"{room + 1} {NOUNS[slot]} fields" in str(problem.message)


def test_an_encrypted_field_with_look_up_takes_a_text_slot(encrypted: JsonObject) -> None:
    taken = slots_taken(App.read(encrypted).models["case"])

    # kind, state, priority, applicant, handler, and the look-up of the personal number
    assert taken == {Slot.TEXT: 6, Slot.DATE: 3, Slot.NUMBER: 1}


def test_uniqueness_and_search_take_no_slot() -> None:
    document = from_fields("a", "A", "en", "thing", many("text", 12))
    fields = list(App.read(document).models["thing"].fields)
    patch: list[JsonObject] = [
        {"op": "add", "path": "/models/thing/x-model/unique", "value": [[key] for key in fields]}
    ]

    assert not coded(patched(document, patch), "slots-full")


def test_an_empty_model_is_a_warning() -> None:
    document = from_fields("a", "A", "en", "thing", [])

    assert [one.code for one in problems(document)] == ["model-empty"]
    assert not blocking(document)


def test_a_field_without_an_order_is_not_indexed(broken: Broken) -> None:
    tags = {"title": "Tags", "x-privacy": {"personal": "none"}}

    found = broken(
        ("add", f"{FIELDS}/tags", {**new_field("choices", "Tags"), **tags}),
        ("add", f"{CASE}/x-model/index/-", "tags"),
    )

    assert [one.code for one in found if one.severity == "error"] == ["index-kind"]


def test_what_is_encrypted_is_neither_searched_nor_counted(broken: Broken) -> None:
    found = broken(
        ("add", f"{FIELDS}/amount/x-privacy", {"personal": "none", "encrypt": True}),
        ("add", f"{FIELDS}/phone/x-privacy/encrypt", True),
        ("add", f"{CASE}/x-model/search", ["phone"]),
        ("add", "/screens/overview/elements/0/value", {"sum": "amount"}),
    )

    codes = {one.code for one in found if one.severity == "error"}
    assert {"encrypted-searched", "encrypted-counted"} <= codes
