"""What the parts of an app's OpenAPI document share: operations, answers, refusals, arguments."""

from collections.abc import Mapping, Sequence
from typing import Final

from stuga.models.json import JsonObject, JsonValue

PROBLEM: Final = "application/problem+json"
JSON: Final = "application/json"
ID: Final[JsonObject] = {"type": "string", "format": "uuid"}
TEXT: Final[JsonObject] = {"type": "string"}
COUNT: Final[JsonObject] = {"type": "integer", "minimum": 0}
REVISION: Final[JsonObject] = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
ERRORS: Final[JsonObject] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["pointer", "code"],
        "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}},
    },
}
KEY: Final[JsonObject] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A text of your own, in quotation marks. Sent again within a day, the same "
    "request gets the same answer and is carried out once.",
    "schema": {"type": "string", "minLength": 3, "maxLength": 257, "pattern": '^"[a-z0-9-]+"$'},
    "example": '"order-17"',
}
FILTER: Final[JsonObject] = {
    "name": "filter",
    "in": "query",
    "style": "deepObject",
    "explode": True,
    "schema": {"type": "object"},
    "description": "filter[field]=value or filter[field][operator]=value; several must all hold. "
    'Or a whole condition in JSON: filter={"any": [{"field": "a", "gt": 1}, …]}',
}
SEARCH: Final[JsonObject] = {
    "name": "q",
    "in": "query",
    "schema": {"type": "string", "maxLength": 200},
    "description": "Words that must all be found.",
}
CODES: Final[Mapping[str, Sequence[str]]] = {
    "400": ("bad-request", "unknown-field"),
    "401": ("not-signed-in",),
    "403": ("not-permitted", "forged-request"),
    "404": ("not-found",),
    "405": ("method-not-allowed",),
    "406": ("not-acceptable",),
    "409": ("conflict", "count-changed", "migration-over", "record-in-use", "too-many-records"),
    "412": ("record-changed",),
    "413": ("too-large",),
    "414": ("address-too-long",),
    "415": ("media-type-unknown",),
    "422": ("invalid", "idempotency-key-reused"),
    "428": ("revision-required",),
    "429": ("rate-exceeded", "too-many"),
    "503": ("unavailable", "storage-unavailable"),
}
"""The codes of problems that the API of an app tells, by their status."""
_ALWAYS: Final = ("400", "401", "403", "404", "406", "414", "429", "503")
_WITH_BODY: Final = ("413", "415", "422")


def operation(
    name: str,
    summary: str,
    section: str,
    answers: JsonObject,
    *,
    refused: Sequence[str] = (),
    **more: JsonValue,
) -> JsonObject:
    """Describe one way of asking.

    :param name: its id
    :param section: under which heading people find it
    :param refused: statuses of refusals, beside those that anything may be refused with
    """
    brings = "requestBody" in more
    statuses = sorted({*_ALWAYS, *refused, *(_WITH_BODY if brings else ())})
    problems: JsonObject = {one: {"$ref": f"#/components/responses/{one}"} for one in statuses}
    return {
        "operationId": name,
        "summary": summary,
        "tags": [section],
        "responses": {**answers, **problems},
        **{key: value for key, value in more.items() if value},
    }


def ok(schema: JsonObject, words: str = "As asked.") -> JsonObject:
    """Describe an answer in JSON."""
    return {"description": words, "content": {JSON: {"schema": schema}}}


def read(schema: JsonObject) -> JsonObject:
    """Describe the answers to a reading: it, or that the caller holds it."""
    return {
        "200": {**ok(schema), "headers": {"ETag": {"schema": TEXT}}},
        "304": {"description": "The caller holds it: If-None-Match names its ETag."},
    }


def body(schema: JsonObject, kind: str = JSON, example: JsonValue = None) -> JsonObject:
    """Describe what is sent."""
    told: JsonObject = {"schema": schema}
    return {
        "required": True,
        "content": {kind: told if example is None else {**told, "example": example}},
    }


def ref(name: str) -> JsonObject:
    """Point to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def query(name: str, schema: JsonObject, words: str) -> JsonObject:
    """Describe an argument of the address."""
    return {"name": name, "in": "query", "schema": schema, "description": words}


def listed(name: str, choices: Sequence[str], words: str, **more: JsonValue) -> JsonObject:
    """Describe an argument that holds several of some choices, with commas between."""
    items: JsonObject = {"type": "string", "enum": [*choices]}
    return {
        "name": name,
        "in": "query",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "items": items, "minItems": 1, **more},
        "description": words,
    }


def in_path(name: str = "id") -> JsonObject:
    """Describe an id in the path."""
    return {"name": name, "in": "path", "required": True, "schema": ID}


def several(items: JsonObject) -> JsonObject:
    """Describe a list of things under `items`."""
    listing: JsonObject = {"type": "array", "items": items}
    return {"type": "object", "required": ["items"], "properties": {"items": listing}}


def fixed(properties: JsonObject, *required: str, closed: bool = False) -> JsonObject:
    """Describe an object; all of it is required if nothing is named."""
    needed: list[JsonValue] = [*(required or properties)]
    made: JsonObject = {"type": "object", "required": needed, "properties": properties}
    return {**made, "additionalProperties": False} if closed else made


def steps(doing: Sequence[str], known: JsonObject, name: JsonObject | None = None) -> JsonObject:
    """Describe operations of a list: what each needs depends on what it does.

    :param known: what each says besides, as its model
    :param name: how a record may be named that has no id yet
    """
    data: JsonObject = {"data": {"type": "object"}}
    kinds: list[JsonValue] = []
    if "create" in doing:
        kinds.append(_step(["create"], {**known, **data}, *known))
    changes = [one for one in doing if one in {"update", "patch"}]
    if changes:
        revised: JsonObject = {**known, **data, "id": ID, "revision": REVISION}
        kinds.append(_step(changes, revised, *known, "id", "revision"))
    if changes and name is not None:
        named: JsonObject = {**known, **data, "id": name, "revision": REVISION}
        kinds.append(_step(changes, named, *known, "id"))
    if others := [one for one in doing if one in {"delete", "restore"}]:
        either: JsonObject = ID if name is None else {"anyOf": [ID, name]}
        kinds.append(_step(others, {**known, "id": either}, *known, "id"))
    return {"anyOf": kinds}


def _step(doing: Sequence[str], properties: JsonObject, *required: str) -> JsonObject:
    needed = [one for one in required if one != "as"]
    return fixed({"do": {"enum": [*doing]}, **properties}, "do", *needed, closed=True)


def problem_responses() -> JsonObject:
    """Return the refusals, by status."""
    return {status: _refusal(status, codes) for status, codes in CODES.items()}


def _refusal(status: str, codes: Sequence[str]) -> JsonObject:
    content: JsonObject = {"schema": ref("problem")}
    words = f"Refused: {', '.join(codes)}."
    refusal: JsonObject = {"description": words, "content": {PROBLEM: content}}
    if status == "429":
        return {**refusal, "headers": {"Retry-After": {"schema": {"type": "integer"}}}}
    return refusal


def problem_schema() -> JsonObject:
    """Return the schema of a problem document (RFC 9457)."""
    return {
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "code": TEXT,
            "errors": ERRORS,
        },
        "examples": [
            {
                "type": "urn:stuga:problem:invalid",
                "title": "Some values cannot be taken",
                "status": 422,
                "code": "invalid",
                "errors": [{"pointer": "/title", "code": "required"}],
            }
        ],
    }
