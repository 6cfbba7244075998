"""The part of an app's OpenAPI document that tells how several operations are sent at once."""

from collections.abc import Sequence
from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.batch import MOST_STEPS
from stuga.runtime.records.batch_names import NAME, SIGN
from stuga.runtime.records.rights import ModelRights

JSON: Final = "application/json"
KEY: Final[JsonObject] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A text of your own, in quotation marks. Sent again within a day, the same "
    "request gets the same answer and is carried out once.",
    "schema": {"type": "string", "minLength": 3, "maxLength": 257, "pattern": '^"[a-z0-9-]+"$'},
}
_ID: Final[JsonObject] = {
    "description": "The record, or @ and the name that an earlier operation gave it.",
    "anyOf": [
        {"type": "string", "format": "uuid"},
        {"type": "string", "pattern": f"^{SIGN}{NAME.pattern}$"},
    ],
}
_NAME: Final[JsonObject] = {
    "type": "string",
    "pattern": f"^{NAME.pattern}$",
    "description": "What later operations call the record: `@name`, as id and in references.",
}
_REVISION: Final[JsonObject] = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
_DO: Final[JsonObject] = {"enum": ["create", "update", "patch", "delete", "restore"]}
_PROBLEM: Final[JsonObject] = {
    "description": "It is refused.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
}


def batch_path(app_key: str, several: Sequence[ModelRights]) -> JsonObject:
    """Return the path; nothing where no model may be changed."""
    verbs = ("create", "update", "delete")
    models: list[JsonValue] = [
        rights.model.key
        for rights in several
        if any(rights.may(verb) for verb in verbs)  # type: ignore[arg-type]  # verbs
    ]
    if not models:
        return {}
    step: JsonObject = {
        "type": "object",
        "required": ["do", "model"],
        "additionalProperties": False,
        "properties": {
            "do": _DO,
            "model": {"enum": models},
            "as": _NAME,
            "id": _ID,
            "revision": _REVISION,
            "data": {"type": "object"},
        },
    }
    asked: JsonObject = {
        "type": "object",
        "required": ["operations"],
        "additionalProperties": False,
        "properties": {
            "atomic": {"type": "boolean", "default": True},
            "operations": {"type": "array", "items": step, "minItems": 1, "maxItems": MOST_STEPS},
        },
    }
    done: JsonObject = {"description": "How each went.", "content": {JSON: {"schema": _DONE}}}
    refused = dict.fromkeys(("400", "401", "403", "404", "422", "429"), _PROBLEM)
    return {
        f"/apps/{app_key}/batch": {
            "post": {
                "operationId": "batch",
                "summary": "Do up to 100 operations: all or nothing, or each by itself",
                "parameters": [KEY],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": asked}},
                },
                "responses": {"200": done, **refused},
            }
        }
    }


_RESULT: Final[JsonObject] = {
    "type": "object",
    "required": ["status", "id", "revision"],
    "properties": {
        "status": {"enum": ["created", "updated", "deleted", "restored", "refused"]},
        "id": {"type": ["string", "null"], "format": "uuid"},
        "revision": {"type": ["integer", "null"]},
        "code": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
_DONE: Final[JsonObject] = {
    "type": "object",
    "required": ["done", "results"],
    "properties": {
        "done": {"type": "integer"},
        "results": {"type": "array", "items": _RESULT},
    },
}
