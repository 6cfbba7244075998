"""The part of an app's OpenAPI document that tells what is done in the background."""

from collections.abc import Sequence
from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.openapi_parts import (
    COUNT,
    ERRORS,
    FILTER,
    ID,
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
)
from stuga.runtime.records.rights import ModelRights

_MOMENT: Final[JsonObject] = {"type": "string", "format": "date-time"}
_FLAG: Final[JsonObject] = {"type": "boolean", "default": False}
_JOB: Final[JsonObject] = {"id": ID, "app": TEXT, "model": TEXT, "state": TEXT, "reason": TEXT}
BULK: Final = fixed(
    {
        **_JOB,
        "do": {"enum": ["update", "delete", "restore"]},
        "total": COUNT,
        "done": COUNT,
        "changed": COUNT,
        "failed": COUNT,
        "ends_at": _MOMENT,
    }
)
FAILURES: Final = several(fixed({"number": COUNT, "id": ID, "code": TEXT, "errors": ERRORS}))
EXPORT: Final = fixed(
    {
        **_JOB,
        "file_name": TEXT,
        "format": TEXT,
        "total": {"type": ["integer", "null"]},
        "done": COUNT,
        "size": {"type": ["integer", "null"]},
        "detail": TEXT,
        "ends_at": _MOMENT,
        "file": {"type": ["string", "null"]},
    }
)
IMPORT: Final = fixed(
    {
        **_JOB,
        "file_name": TEXT,
        "dry_run": {"type": "boolean"},
        "total": {"type": ["integer", "null"]},
        "done": COUNT,
        "created": COUNT,
        "updated": COUNT,
        "unchanged": COUNT,
        "failed": COUNT,
        "detail": TEXT,
        "failures": {"type": "array", "items": fixed({"row": COUNT, "errors": {"type": "object"}})},
    }
)
_TABLES: Final = (
    "text/csv",
    "application/x-ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_STARTED: Final = "It has begun; Location tells where to ask how far it is."


def job_paths(app_key: str, several: Sequence[ModelRights]) -> JsonObject:
    """Return the paths of changes of many, imports and exports that are open to the actor."""
    at, paths = f"/apps/{app_key}", JsonObject()
    many = [one for one in several if one.may("update") or one.may("delete")]
    for one in many:
        paths[f"{at}/bulk/{one.model.key}"] = {"post": _change(one)}
    if many:
        paths |= _steps(f"{at}/bulk", "bulk", "many", BULK, ("cancel",))
        paths[f"{at}/bulk/{{id}}/failures"] = {"parameters": [in_path()], "get": _failures()}
    filled = [one.model.key for one in several if one.may("create")]
    for key in filled:
        paths[f"{at}/imports/{key}"] = {"post": _import(key)}
    if filled:
        paths |= _steps(
            f"{at}/imports", "import", "imports", IMPORT, ("start", "pause", "resume", "cancel")
        )
    taken = [one for one in several if one.may("export")]
    for one in taken:
        paths[f"{at}/exports/{one.model.key}"] = {"post": _export(one)}
    if taken:
        paths |= _steps(f"{at}/exports", "export", "exports", EXPORT, ("cancel",))
        paths[f"{at}/exports/{{id}}/file"] = {"parameters": [in_path()], "get": _file()}
    return paths


def _change(rights: ModelRights) -> JsonObject:
    key = rights.model.key
    doing = ["delete", "restore"] if rights.may("delete") else []
    expected: JsonObject = {**COUNT, "description": "Refuse if there are more or fewer."}
    ids: JsonObject = {"type": "array", "items": ID, "minItems": 1}
    every: JsonObject = {"const": True, "description": "All that match the address."}
    kinds: list[JsonValue] = []
    for which in ({"ids": ids}, {"all": every}):
        common: JsonObject = {**which, "expected": expected}
        if rights.may("update"):
            said: JsonObject = {"do": {"const": "update"}, "patch": _patch(rights)}
            kinds.append(fixed({**said, **common}, *said, *which, closed=True))
        if doing:
            kinds.append(fixed({"do": {"enum": [*doing]}, **common}, "do", *which, closed=True))
    asked: JsonObject = {"anyOf": kinds}
    return operation(
        f"change-many-{key}",
        "Change, delete or restore many records: 100 at once, more in the background",
        "many",
        {"200": ok(BULK, "It is done."), "202": ok(BULK, _STARTED)},
        refused=("409",),
        parameters=[SEARCH, FILTER],
        requestBody=body(asked),
    )


def _patch(rights: ModelRights) -> JsonObject:
    """Describe the fields to set, as those of a record; what is not needed may be emptied."""
    at = f"{rights.model.key}.input/properties"
    open_fields, view = rights.whole_fields("update"), rights.model.view
    told = rights.whole_fields("create") if rights.may("create") else open_fields
    properties: JsonObject = {
        key: ref(f"{at}/{key}")
        if key in view.required
        else {"anyOf": [ref(f"{at}/{key}"), {"type": "null"}]}
        for key, field in view.fields.items()
        if not field.kind.given and open_fields.allow(key) and told.allow(key)
    }
    made: JsonObject = {"type": "object", "minProperties": 1, "properties": properties}
    return {**made, "additionalProperties": False}


def _steps(at: str, name: str, section: str, shown: JsonObject, steps: Sequence[str]) -> JsonObject:
    """Describe how one asks how far a job is, and what else can be done to it."""
    asking = operation(f"get-{name}", "How far it is", section, read(shown), refused=("405",))
    paths: JsonObject = {f"{at}/{{id}}": {"parameters": [in_path()], "get": asking}}
    for step in steps:
        answers: JsonObject = {"202" if step in {"start", "resume"} else "200": ok(shown)}
        again = query("again", _FLAG, "Also if the same file went there within a day.")
        parameters: list[JsonValue] = [again] if step == "start" else []
        told = operation(
            f"{step}-{name}",
            _SUMMARIES[step],
            section,
            answers,
            refused=("409",),
            parameters=parameters,
        )
        paths[f"{at}/{{id}}/{step}"] = {"parameters": [in_path()], "post": told}
    return paths


_SUMMARIES: Final = {
    "start": "Let what was tried become records",
    "pause": "Let it rest",
    "resume": "Go on",
    "cancel": "Stop it; what is done stays done",
}


def _failures() -> JsonObject:
    parameters: list[JsonValue] = [
        query("after", {**COUNT, "maximum": 2**31 - 1}, "The last number that is known."),
        query("limit", {"type": "integer", "minimum": 1, "maximum": 200}, "How many."),
    ]
    return operation(
        "list-failures",
        "Which records were refused, and why",
        "many",
        read(FAILURES),
        parameters=parameters,
    )


def _import(key: str) -> JsonObject:
    text: JsonObject = {"type": "string"}
    parameters: list[JsonValue] = [
        query("columns", text, "JSON: column → field, or null to leave it out."),
        query("key", {**text, "maxLength": 1000}, "Fields whose values find the record to change."),
        query("dry_run", _FLAG, "Count what would be, and write nothing."),
        query("again", _FLAG, "Also if the same file went there within a day."),
        query("sheet", {**text, "maxLength": 200}, "Which sheet of a workbook."),
        query("file_name", {**text, "maxLength": 200}, "What to call the file."),
    ]
    form: JsonObject = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "contentMediaType": "text/csv"}},
    }
    content: JsonObject = {kind: {"schema": {"type": "string", "minLength": 1}} for kind in _TABLES}
    content["application/json"] = {"schema": {"type": "array", "items": {"type": "object"}}}
    content["multipart/form-data"] = {"schema": form}
    return operation(
        f"import-{key}",
        "Import a file: CSV, XLSX, ODS, JSON or NDJSON",
        "imports",
        {"202": ok(IMPORT, _STARTED)},
        refused=("409",),
        parameters=parameters,
        requestBody={"required": True, "content": content},
    )


def _export(rights: ModelRights) -> JsonObject:
    key, open_fields, told = rights.model.key, rights.whole_fields("export"), rights.told_fields()
    known = rights.model.view.fields
    fields = [name for name in known if open_fields.allow(name) and told.allow(name)]
    formats: JsonObject = {"enum": ["csv", "xlsx", "json", "ndjson", "pdf"], "default": "csv"}
    parameters: list[JsonValue] = [
        query("format", formats, "How the file is written."),
        query("sort", {"type": "string"}, "As in a list."),
        SEARCH,
        FILTER,
    ]
    if fields:
        parameters.append(listed("fields", fields, "Which fields, in which order."))
    return operation(
        f"export-{key}",
        "Write a list into a file, in the background",
        "exports",
        {"202": ok(EXPORT, _STARTED)},
        refused=("409", "422"),
        parameters=parameters,
    )


def _file() -> JsonObject:
    kinds = ("text/csv", "application/json", *_TABLES[1:3])
    content: JsonObject = {kind: {} for kind in kinds}
    whole: JsonObject = {"description": "The file.", "content": content}
    return operation("get-export-file", "Its file, for a day", "exports", {"200": whole})
