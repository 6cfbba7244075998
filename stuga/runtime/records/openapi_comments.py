"""The part of an app's OpenAPI document that tells of comments on records."""

from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.records.openapi_parts import (
    ID,
    TEXT,
    body,
    fixed,
    in_path,
    ok,
    operation,
    query,
    read,
)
from stuga.runtime.records.rights import ModelRights

_MOMENT: Final[JsonObject] = {"type": "string", "format": "date-time"}
_PERSON: Final[JsonObject] = fixed({"id": ID, "name": TEXT})
COMMENT: Final[JsonObject] = fixed(
    {
        "id": ID,
        "text": {"type": "string", "description": "Whoever is mentioned stands as @[id]."},
        "by": fixed({"id": {"type": ["string", "null"], "format": "uuid"}, "name": TEXT}),
        "mentions": {"type": "array", "items": _PERSON},
        "created_at": _MOMENT,
        "edited_at": {**_MOMENT, "type": ["string", "null"]},
    }
)
_PAGE: Final[JsonObject] = fixed(
    {
        "items": {"type": "array", "items": COMMENT},
        "earlier": {"type": ["string", "null"], "description": "`before` of those before these."},
    }
)
_WRITTEN: Final[JsonObject] = fixed(
    {
        "text": {
            "type": "string",
            "minLength": 1,
            "maxLength": 5000,
            "description": "Markdown without HTML; @ and a name, an address or [id] mentions.",
            "examples": ["The applicant has called."],
        }
    },
    closed=True,
)


def comment_paths(app_key: str, rights: ModelRights) -> JsonObject:
    """Return the paths of comments on one model's records; none if it takes none."""
    if not rights.model.view.comments or not rights.may("read"):
        return {}
    key = rights.model.key
    at = f"/apps/{app_key}/records/{key}/{{id}}/comments"
    parameters: list[JsonValue] = [
        query("before", ID, "Only those before this one."),
        query("limit", {"type": "integer", "minimum": 1, "maximum": 200}, "Comments a page."),
    ]
    listed = operation(
        f"comments-{key}",
        "Comments on it, the newest last",
        "comments",
        read(_PAGE),
        parameters=parameters,
    )
    several: JsonObject = {"parameters": [in_path()], "get": listed}
    gone: JsonObject = {"204": {"description": "It is gone for good."}}
    deleted = operation(f"delete-comment-{key}", "Delete a comment for good", "comments", gone)
    one: JsonObject = {"parameters": [in_path(), in_path("comment")], "delete": deleted}
    if rights.may("update"):
        written = body(_WRITTEN)
        several["post"] = operation(
            f"comment-{key}",
            "Write a comment",
            "comments",
            {"201": ok(COMMENT)},
            requestBody=written,
        )
        one["patch"] = operation(
            f"edit-comment-{key}",
            "Change a comment of one's own",
            "comments",
            {"200": ok(COMMENT)},
            requestBody=written,
        )
    return {at: several, f"{at}/{{comment}}": one}
