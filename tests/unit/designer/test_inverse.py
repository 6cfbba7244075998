"""What takes a change back gives the very document that was there, order of members included."""

import json
from collections.abc import Callable

import pytest

from stuga.builder.designer.edits import elements, fields, models, roles, screens, steps, words
from stuga.builder.designer.edits.inverse import patch_between
from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject

AT = "/screens/apply/elements/2"
CHANGES: dict[str, Callable[[JsonObject], JsonObject]] = {
    "add": lambda one: elements.add(one, "/screens/apply", {"type": "divider"}, 1).document,
    "remove": lambda one: elements.remove(one, AT).document,
    "move": lambda one: elements.move(one, AT, -1).document,
    "move in": lambda one: elements.move_in(one, "/screens/apply/elements/1").document,
    "duplicate": lambda one: elements.duplicate(one, AT).document,
    "set": lambda one: elements.set_members(one, AT, {"title": "x/y~z", "show": None}).document,
    "step": lambda one: steps.add_step(one, "apply", "End").document,
    "field": lambda one: fields.add_field(one, "case", "date", "Seen")[0],
    "field gone": lambda one: fields.remove_field(one, "case", "applicant"),
    "field moved": lambda one: fields.move_field(one, "case", "notes", -3),
    "kind": lambda one: fields.set_field(one, "case", "kind", {"type": "boolean"}, required=False),
    "model": lambda one: models.add_model(one, "Visit")[0],
    "model gone": lambda one: models.remove_model(one, "case"),
    "screen gone": lambda one: screens.remove_screen(one, "apply"),
    "role gone": lambda one: roles.remove_role(one, "reader"),
    "texts": lambda one: words.set_texts(one, "sv", {"app.title": "Ärenden"}),
    "title": lambda one: words.set_app(one, "Matters", {"icon": "bell"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_undo_and_redo_are_exact(cases: JsonObject, name: str) -> None:
    after = CHANGES[name](cases)
    assert json.dumps(after) != json.dumps(cases)

    undo, redo = patch_between(after, cases), patch_between(cases, after)

    assert json.dumps(_ordered(patched(after, undo))) == json.dumps(_ordered(cases))
    assert json.dumps(_ordered(patched(cases, redo))) == json.dumps(_ordered(after))


def _ordered(document: JsonObject) -> JsonObject:
    """Put the outermost members in one order: there it tells nothing."""
    return {key: document[key] for key in sorted(document)}


def test_a_small_change_is_a_small_patch(cases: JsonObject) -> None:
    after = elements.move(cases, AT, -1).document

    assert patch_between(after, cases) == [
        {"op": "move", "from": "/screens/apply/elements/1", "path": "/screens/apply/elements/2"}
    ]


def test_nothing_changed_is_nothing_to_take_back(cases: JsonObject) -> None:
    assert patch_between(cases, cases) == []


@pytest.mark.parametrize(("before", "after"), [(1, True), (0, False), (1, 1.5), ("", None)])
def test_values_that_look_alike_are_told_apart(before: object, after: object) -> None:
    patch = patch_between({"a": before}, {"a": after})

    assert patch == [{"op": "add", "path": "/a", "value": after}]
