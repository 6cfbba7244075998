"""The part of an app's OpenAPI document beside single records: history, figures, many at once."""

from collections.abc import Iterator
from typing import Final

from stuga.models.definition.kinds import MEASURED, Compared
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.openapi_parts import (
    COUNT,
    ERRORS,
    FILTER,
    KEY,
    REVISION,
    SEARCH,
    TEXT,
    body,
    fixed,
    in_path,
    listed,
    ok,
    operation,
    query,
    read,
    ref,
    several,
    steps,
)
from stuga.runtime.records.rights import ModelRights

MOST_OPERATIONS: Final = 1_000
_BINS: Final = ("day", "week", "month", "quarter", "year")
_FIGURES: Final = ("sum", "avg", "min", "max")
_APART: Final = frozenset({Compared.LIST, Compared.DATA})
_NULLABLE: Final[JsonObject] = {"type": ["string", "null"]}
RESULT: Final[JsonObject] = {
    "type": "object",
    "required": ["status", "id", "revision"],
    "properties": {
        "status": {"enum": ["created", "updated", "deleted", "restored", "refused"]},
        "id": {"type": ["string", "null"], "format": "uuid"},
        "revision": {"type": ["integer", "null"]},
        "code": TEXT,
        "errors": ERRORS,
    },
}
DONE: Final[JsonObject] = fixed({"done": COUNT, "results": {"type": "array", "items": RESULT}})
CHANGE: Final[JsonObject] = fixed(
    {
        "revision": {"type": "integer"},
        "at": {"type": "string", "format": "date-time"},
        "by": fixed({"id": _NULLABLE, "name": TEXT}),
        "via": TEXT,
        "what": {"enum": ["create", "update", "delete", "restore", "anonymise"]},
        "changes": {"type": "object", "description": "field: [old, new]"},
    }
)
FIGURES: Final[JsonObject] = fixed(
    {
        "group": {"type": "array", "items": fixed({"field": TEXT, "bin": _NULLABLE})},
        "measure": {"type": "array", "items": fixed({"name": TEXT, "currency": _NULLABLE})},
        "items": {
            "type": "array",
            "items": fixed({"group": {"type": "array"}, "figures": {"type": "object"}}),
        },
        "cut": {"type": "boolean", "description": "Whether there are more groups than are told."},
        "most": COUNT,
    }
)


def beside_paths(app_key: str, rights: ModelRights) -> JsonObject:
    """Return the paths of one model, beside those of its records."""
    key = rights.model.key
    at = f"/apps/{app_key}/records/{key}"
    paths: JsonObject = {}
    if rights.may("read"):
        paths[f"{at}/aggregate"] = {"get": _figures(rights)}
        paths[f"{at}/{{id}}/history"] = {"parameters": [in_path()], "get": _history(key)}
    if rights.may("delete"):
        restored: JsonObject = {"200": ok(ref(f"{key}.record"))}
        paths[f"{at}/{{id}}/restore"] = {
            "parameters": [in_path()],
            "post": operation(
                f"restore-{key}",
                "Take it out of the trash",
                "history",
                restored,
                refused=("409", "422"),
            ),
        }
    if doing := _doing(rights):
        paths[f"{at}/bulk"] = {"post": _bulk(key, doing)}
    return paths


def _history(key: str) -> JsonObject:
    parameters: list[JsonValue] = [
        query("before", REVISION, "Only changes before this revision."),
        query("limit", {"type": "integer", "minimum": 1, "maximum": 200}, "Changes a page."),
    ]
    return operation(
        f"history-{key}",
        "Its changes, newest first",
        "history",
        read(several(CHANGE)),
        parameters=parameters,
    )


def _figures(rights: ModelRights) -> JsonObject:
    key = rights.model.key
    axes, measures = list(_axes(rights)), ["count", *_measures(rights)]
    parameters: list[JsonValue] = [
        listed("measure", measures, "What is reckoned; `count` if nothing is said.", maxItems=8),
        SEARCH,
        FILTER,
    ]
    if axes:
        words = "By what; dates by :day, :week, :month, :quarter or :year."
        more: JsonObject = {"maxItems": 2, "uniqueItems": True}
        parameters.insert(0, listed("group", axes, words, **more))
    return operation(
        f"aggregate-{key}",
        "Figures by up to two fields",
        "figures",
        read(FIGURES),
        parameters=parameters,
    )


def _axes(rights: ModelRights) -> Iterator[str]:
    readable = rights.whole_fields("read")
    for key, field in rights.model.view.fields.items():
        family = field.kind.compared_as
        if not readable.allow(key) or family in _APART or field.privacy.encrypt:
            continue
        if family is not Compared.MOMENT:
            yield key
        if family in {Compared.DATE, Compared.MOMENT}:
            yield from (f"{key}:{one}" for one in _BINS)


def _measures(rights: ModelRights) -> Iterator[str]:
    readable = rights.whole_fields("read")
    for key, field in rights.model.view.fields.items():
        is_open = readable.allow(key) and not field.privacy.encrypt
        if is_open and field.kind.compared_as in MEASURED:
            yield from (f"{figure}:{key}" for figure in _FIGURES)


def _doing(rights: ModelRights) -> list[str]:
    offered = (("create", ["create"]), ("update", ["update"]), ("delete", ["delete", "restore"]))
    return [one for verb, names in offered if rights.may(verb) for one in names]  # type: ignore[arg-type]  # verbs


def _bulk(key: str, doing: list[str]) -> JsonObject:
    operations: JsonObject = {
        "type": "array",
        "items": steps(doing, {}),
        "minItems": 1,
        "maxItems": MOST_OPERATIONS,
    }
    asked: JsonObject = {
        "type": "object",
        "required": ["operations"],
        "additionalProperties": False,
        "properties": {"atomic": {"type": "boolean", "default": False}, "operations": operations},
    }
    return operation(
        f"bulk-{key}",
        "Do up to 1,000 operations on records of one model",
        "batch",
        {"200": ok(DONE)},
        parameters=[KEY],
        requestBody=body(asked),
    )
