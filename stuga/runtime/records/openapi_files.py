"""The part of an app's OpenAPI document that tells how files are sent and read."""

from collections.abc import Iterable, Mapping
from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.attaching import file_fields
from stuga.runtime.records.rights import ModelRights

JSON: Final = "application/json"
_ID: Final[JsonObject] = {"type": "string", "format": "uuid"}
FILE: Final[JsonObject] = {
    "type": "object",
    "required": ["id", "name", "media_type", "size", "sha256", "scan"],
    "properties": {
        "id": _ID,
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
        "id": _ID,
        "url": {"type": "string", "format": "uri"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_PROBLEM: Final[JsonObject] = {
    "description": "It is refused.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
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
        f"{at}/{{id}}/claim": {"parameters": [_in_path()], "post": _claiming(open_fields)},
        f"{at}/{{id}}": {"parameters": [_in_path()], "get": _reading("get-file", "A file's bytes")},
        f"{at}/{{id}}/thumb": {
            "parameters": [_in_path()],
            "get": _reading("get-thumb", "A picture, small"),
        },
    }


def _open_fields(rights: ModelRights) -> list[str]:
    verbs = ("create", "update", "read")
    allowed = [rights.whole_fields(verb) for verb in verbs]  # type: ignore[arg-type]  # verbs
    return [key for key in file_fields(rights.model) if any(one.allow(key) for one in allowed)]


def _sending(open_fields: Mapping[str, list[str]]) -> JsonObject:
    body: JsonObject = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
    }
    return {
        "operationId": "send-file",
        "summary": "Send a file for a field; the record then names it by its id",
        "parameters": [
            {"name": name, "in": "query", "required": True, "schema": schema}
            for name, schema in _place(open_fields).items()
        ],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": body}}},
        "responses": _answers(FILE, "201"),
    }


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
    return {
        "operationId": "announce-file",
        "summary": "Be given where and with what to store a large file directly",
        "requestBody": {"required": True, "content": {JSON: {"schema": asked}}},
        "responses": _answers(TICKET, "201"),
    }


def _claiming(open_fields: Mapping[str, list[str]]) -> JsonObject:
    asked: JsonObject = {
        "type": "object",
        "required": ["model"],
        "additionalProperties": False,
        "properties": {"model": _place(open_fields)["model"]},
    }
    return {
        "operationId": "claim-file",
        "summary": "Have a file that was stored directly looked over and taken",
        "requestBody": {"required": True, "content": {JSON: {"schema": asked}}},
        "responses": _answers(FILE, "200"),
    }


def _reading(operation: str, summary: str) -> JsonObject:
    whole: JsonObject = {"description": "The bytes.", "content": {"application/octet-stream": {}}}
    responses: JsonObject = {"200": whole, "404": _PROBLEM, "503": _PROBLEM}
    if operation == "get-file":
        responses |= {"206": whole, "416": {"description": "There is no such part."}}
    return {"operationId": operation, "summary": summary, "responses": responses}


def _answers(schema: JsonObject, status: str) -> JsonObject:
    fine: JsonObject = {"description": "Fine.", "content": {JSON: {"schema": schema}}}
    refused = dict.fromkeys(("400", "403", "404", "413", "422", "429", "503"), _PROBLEM)
    return {status: fine, **refused}


def _place(open_fields: Mapping[str, list[str]]) -> JsonObject:
    models: list[JsonValue] = [*open_fields]
    fields: list[JsonValue] = [*dict.fromkeys(key for keys in open_fields.values() for key in keys)]
    return {
        "model": {"type": "string", "enum": models},
        "field": {"type": "string", "enum": fields},
    }


def _in_path() -> JsonObject:
    return {"name": "id", "in": "path", "required": True, "schema": _ID}
