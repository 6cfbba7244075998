"""The part of an app's OpenAPI document that tells how files are sent and read."""

from collections.abc import Iterable, Mapping
from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.attaching import file_fields
from stuga.runtime.records.openapi_parts import ID, body, in_path, ok, operation
from stuga.runtime.records.rights import ModelRights

FILE: Final[JsonObject] = {
    "type": "object",
    "required": ["id", "name", "media_type", "size", "sha256", "scan"],
    "properties": {
        "id": ID,
        "name": {"type": "string"},
        "media_type": {"type": "string"},
        "size": {"type": "integer", "minimum": 1},
        "sha256": {"type": "string"},
        "scan": {"enum": ["clean", "unscanned"]},
        "width": {"type": "integer", "minimum": 1},
        "height": {"type": "integer", "minimum": 1},
    },
}
TICKET: Final[JsonObject] = {
    "type": "object",
    "required": ["id", "url", "fields"],
    "properties": {
        "id": ID,
        "url": {"type": "string", "format": "uri"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def file_paths(app_key: str, several: Iterable[ModelRights]) -> JsonObject:
    """Return the paths, with the fields that are open to the actor; none where none is."""
    open_fields = {rights.model.key: names for rights in several if (names := _open_fields(rights))}
    if not open_fields:
        return {}
    at = f"/apps/{app_key}/files"
    return {
        at: {"post": _sending(open_fields)},
        f"{at}/announce": {"post": _announcing(open_fields)},
        f"{at}/{{id}}/claim": {"parameters": [in_path()], "post": _claiming(open_fields)},
        f"{at}/{{id}}": {"parameters": [in_path()], "get": _reading("get-file", "A file's bytes")},
        f"{at}/{{id}}/thumb": {
            "parameters": [in_path()],
            "get": _reading("get-thumb", "A picture, small"),
        },
    }


def _open_fields(rights: ModelRights) -> list[str]:
    verbs = ("create", "update", "read")
    allowed = [rights.whole_fields(verb) for verb in verbs]  # type: ignore[arg-type]  # verbs
    return [key for key in file_fields(rights.model) if any(one.allow(key) for one in allowed)]


def _sending(open_fields: Mapping[str, list[str]]) -> JsonObject:
    form: JsonObject = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
    }
    parameters: list[JsonValue] = [
        {"name": name, "in": "query", "required": True, "schema": schema}
        for name, schema in _place(open_fields).items()
    ]
    return operation(
        "send-file",
        "Send a file for a field; the record then names it by its id",
        "files",
        {"201": ok(FILE)},
        parameters=parameters,
        requestBody=_form(form),
    )


def _form(schema: JsonObject) -> JsonObject:
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _announcing(open_fields: Mapping[str, list[str]]) -> JsonObject:
    place = _place(open_fields)
    asked: JsonObject = {
        "type": "object",
        "required": ["model", "field", "name", "size"],
        "additionalProperties": False,
        "properties": {
            **place,
            "name": {"type": "string", "minLength": 1, "maxLength": 1_000},
            "size": {"type": "integer", "minimum": 1},
        },
    }
    return operation(
        "announce-file",
        "Be given where and with what to store a large file directly",
        "files",
        {"201": ok(TICKET)},
        requestBody=body(asked),
    )


def _claiming(open_fields: Mapping[str, list[str]]) -> JsonObject:
    asked: JsonObject = {
        "type": "object",
        "required": ["model"],
        "additionalProperties": False,
        "properties": {"model": _place(open_fields)["model"]},
    }
    return operation(
        "claim-file",
        "Have a file that was stored directly looked over and taken",
        "files",
        {"200": ok(FILE)},
        requestBody=body(asked),
    )


def _reading(name: str, summary: str) -> JsonObject:
    whole: JsonObject = {"description": "The bytes.", "content": {"application/octet-stream": {}}}
    answers: JsonObject = {"200": whole, "304": {"description": "The caller holds it."}}
    if name == "get-file":
        answers |= {"206": whole, "416": {"description": "There is no such part."}}
    return operation(name, summary, "files", answers)


def _place(open_fields: Mapping[str, list[str]]) -> JsonObject:
    models: list[JsonValue] = [*open_fields]
    fields: list[JsonValue] = [*dict.fromkeys(key for keys in open_fields.values() for key in keys)]
    return {
        "model": {"type": "string", "enum": models},
        "field": {"type": "string", "enum": fields},
    }
