"""JSON Patch, as fixes use it."""

import pytest

from stuga.models.definition.patch import PatchError, patched
from stuga.models.json import JsonObject


@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ({"op": "add", "path": "/c", "value": 1}, {"a": [1, 2], "b": {"x/y": 1}, "c": 1}),
        ({"op": "add", "path": "/a/0", "value": 0}, {"a": [0, 1, 2], "b": {"x/y": 1}}),
        ({"op": "add", "path": "/a/-", "value": 3}, {"a": [1, 2, 3], "b": {"x/y": 1}}),
        ({"op": "replace", "path": "/a/1", "value": 9}, {"a": [1, 9], "b": {"x/y": 1}}),
        ({"op": "remove", "path": "/b/x~1y"}, {"a": [1, 2], "b": {}}),
        ({"op": "move", "from": "/b/x~1y", "path": "/b/z~0"}, {"a": [1, 2], "b": {"z~": 1}}),
    ],
)
def test_an_operation_changes_a_copy(operation: JsonObject, result: JsonObject) -> None:
    document: JsonObject = {"a": [1, 2], "b": {"x/y": 1}}

    assert patched(document, [operation]) == result
    assert document == {"a": [1, 2], "b": {"x/y": 1}}


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "test", "path": "/a", "value": 1},
        {"op": "remove", "path": "/z"},
        {"op": "replace", "path": "/a/2", "value": 1},
        {"op": "add", "path": "/a/9", "value": 1},
        {"op": "add", "path": "/a/x", "value": 1},
        {"op": "add", "path": "/a/0/x", "value": 1},
        {"op": "add", "path": "/z/x", "value": 1},
        {"op": "add", "path": "a", "value": 1},
        {"op": "add"},
        {"op": "move", "path": "/c"},
    ],
)
def test_an_operation_without_its_place_is_refused(operation: JsonObject) -> None:
    with pytest.raises(PatchError):
        patched({"a": [1, 2]}, [operation])


def test_what_is_replaced_keeps_its_place_among_the_members() -> None:
    document: JsonObject = {"a": 1, "b": {"x": 1, "y": 2}, "c": 3}
    replacing: list[JsonObject] = [
        {"op": "replace", "path": "/a", "value": 9},
        {"op": "replace", "path": "/b/x", "value": 9},
    ]

    result = patched(document, replacing)

    assert list(result) == ["a", "b", "c"]
    assert list(result["b"]) == ["x", "y"]
    assert result == {"a": 9, "b": {"x": 9, "y": 2}, "c": 3}
