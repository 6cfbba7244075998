"""The part of an app's OpenAPI document that tells how several operations are sent at once."""

from collections.abc import Sequence
from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.batch import MOST_STEPS
from stuga.runtime.records.batch_names import NAME, SIGN
from stuga.runtime.records.openapi_beside import DONE
from stuga.runtime.records.openapi_parts import KEY, body, ok, operation, steps
from stuga.runtime.records.rights import ModelRights

_NAMED: Final[JsonObject] = {
    "type": "string",
    "pattern": f"^{SIGN}{NAME.pattern}$",
    "description": "@ and the name that an earlier operation gave it.",
}
_NAME: Final[JsonObject] = {
    "type": "string",
    "pattern": f"^{NAME.pattern}$",
    "description": "What later operations call the record: `@name`, as id and in references.",
}
_DO: Final = ("create", "update", "patch", "delete", "restore")


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
    known: JsonObject = {"model": {"enum": models}, "as": _NAME}
    step = steps(_DO, known, _NAMED)
    asked: JsonObject = {
        "type": "object",
        "required": ["operations"],
        "additionalProperties": False,
        "properties": {
            "atomic": {"type": "boolean", "default": True},
            "operations": {"type": "array", "items": step, "minItems": 1, "maxItems": MOST_STEPS},
        },
    }
    told = operation(
        "batch",
        "Do up to 100 operations: all or nothing, or each by itself",
        "batch",
        {"200": ok(DONE, "How each went.")},
        parameters=[KEY],
        requestBody=body(asked),
    )
    return {f"/apps/{app_key}/batch": {"post": told}}
