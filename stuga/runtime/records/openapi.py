"""The OpenAPI 3.1 document of an app: from its live version, narrowed to what the actor may do."""

from typing import Final

from stuga.models.definition.document import Field
from stuga.models.definition.masks import part_shown
from stuga.models.definition.paths import every, whole
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit, clock
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.definitions import LiveApp, live
from stuga.runtime.records.openapi_batch import batch_path
from stuga.runtime.records.openapi_beside import beside_paths
from stuga.runtime.records.openapi_comments import comment_paths
from stuga.runtime.records.openapi_files import file_paths
from stuga.runtime.records.openapi_jobs import job_paths
from stuga.runtime.records.openapi_parts import (
    FILTER,
    KEY,
    SEARCH,
    body,
    in_path,
    listed,
    ok,
    operation,
    problem_responses,
    problem_schema,
    query,
    read,
    ref,
)
from stuga.runtime.records.rights import ModelRights, Verb, rights_or_none

MERGE_PATCH: Final = "application/merge-patch+json"
_TOKEN: Final[JsonObject] = {
    "type": "http",
    "scheme": "bearer",
    "description": "A service token. It reads with the scope records:read:<app> and changes with "
    "records:write:<app>, as far as its role in the app allows.",
}
_SYSTEM: Final[JsonObject] = {
    "id": {"type": "string", "format": "uuid"},
    "revision": {"type": "integer", "minimum": 1},
    "version": {"type": "integer", "minimum": 1},
    "created_at": {"type": "string", "format": "date-time"},
    "created_by": {"type": ["string", "null"], "format": "uuid"},
    "updated_at": {"type": "string", "format": "date-time"},
    "updated_by": {"type": ["string", "null"], "format": "uuid"},
}
_IF_MATCH: Final[JsonObject] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The revision that is changed, in quotation marks, or the ETag of the record.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}(\\.[0-9a-f]{24})?"$'},
    "example": '"1"',
}
_POINTING: Final = frozenset({"person", "reference", "file", "image"})
_POINTING_MANY: Final = frozenset({"references", "files"})
_FIELDS_WORDS: Final = "Only these fields, with commas between; id, revision and version always."
_EXPAND_WORDS: Final = "References whose records come along in `expanded`, with commas between."
_MASKED_WORDS: Final = "What is shown of values that you may not read: `••••1234`."
_EXPANDED: Final[JsonObject] = {
    "type": "object",
    "description": "Where `expand` asks for it: model, id, and the record that has it.",
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "object"}},
}
_LIST_PARAMETERS: Final[tuple[tuple[str, JsonObject, str], ...]] = (
    ("sort", {"type": "string"}, "Up to three indexed or system fields: `kind,-amount`."),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, "Records a page."),
    ("cursor", {"type": "string"}, "As `next` or `previous` of another page gave it."),
    ("trash", {"type": "boolean", "default": False}, "What is in the trash, in place of the rest."),
    ("count", {"type": "boolean", "default": False}, "Whether to count, exact to 10,000."),
)


def describe(actor: Actor, app_key: str, *, root: str) -> JsonObject:
    """Return the document; models and operations that are closed to the actor are left out.

    :param root: the tenant's place in the URL
    :raises NotFoundError: if no model of the app is open to the actor
    """
    app = live(app_key)
    now = clock.now()
    several = [rights_or_none(actor, app, key, now=now) for key in app.models]
    several = [one for one in several if any(one.grants.values())]
    if not several:
        raise NotFoundError
    paths: JsonObject = {}
    schemas: JsonObject = {"problem": problem_schema()}
    for rights in several:
        key = rights.model.key
        paths[f"/apps/{app_key}/records/{key}"] = _collection(rights)
        paths[f"/apps/{app_key}/records/{key}/{{id}}"] = _item(rights)
        paths |= beside_paths(app_key, rights) | comment_paths(app_key, rights)
        schemas[f"{key}.record"] = _record_schema(rights)
        schemas[f"{key}.input"] = _input_schema(rights)
    paths |= batch_path(app_key, several) | job_paths(app_key, several)
    paths |= file_paths(app_key, several) | _own(app_key)
    target = Target(kind="app", app=app_key, version=app.number)
    audit.record(actor, Act.APP_READ, target=target)
    return {
        "openapi": "3.1.0",
        "info": _info(app),
        "servers": [{"url": f"{root}/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": problem_responses(),
            "securitySchemes": {"token": _TOKEN},
        },
    }


def _own(app_key: str) -> JsonObject:
    told = operation("get-openapi", "This document", "records", read({"type": "object"}))
    return {f"/apps/{app_key}/openapi.json": {"get": told}}


def _info(app: LiveApp) -> JsonObject:
    return {"title": app.definition.title, "version": str(app.number)}


def _collection(rights: ModelRights) -> JsonObject:
    key = rights.model.key
    operations: JsonObject = {}
    if rights.may("read"):
        operations["get"] = operation(
            f"list-{key}",
            "A page of records",
            "records",
            read(_page_schema(key)),
            parameters=[*_list_parameters(), *_tailoring_parameters(rights)],
        )
    if rights.may("create"):
        operations["post"] = operation(
            f"create-{key}",
            "Make a record",
            "records",
            {"201": ok(ref(f"{key}.record"))},
            parameters=[KEY],
            requestBody=body(ref(f"{key}.input")),
        )
    return operations


def _item(rights: ModelRights) -> JsonObject:
    key = rights.model.key
    shown: JsonObject = {"200": ok(ref(f"{key}.record"))}
    revised = ("412", "428")
    operations: JsonObject = {"parameters": [in_path()]}
    if rights.may("read"):
        parameters = _tailoring_parameters(rights)
        found = read(ref(f"{key}.record"))
        operations["get"] = operation(
            f"get-{key}", "One record", "records", found, parameters=parameters
        )
    if rights.may("update"):
        operations["put"] = operation(
            f"put-{key}",
            "Set all fields",
            "records",
            shown,
            refused=revised,
            parameters=[_IF_MATCH],
            requestBody=body(ref(f"{key}.input")),
        )
        operations["patch"] = operation(
            f"patch-{key}",
            "Set the fields given (RFC 7396)",
            "records",
            shown,
            refused=revised,
            parameters=[_IF_MATCH],
            requestBody=body({"type": "object"}, MERGE_PATCH),
        )
    if rights.may("delete"):
        gone: JsonObject = {"204": {"description": "It is in the trash."}}
        operations["delete"] = operation(
            f"delete-{key}",
            "Put it in the trash",
            "records",
            gone,
            refused=("409", "412"),
            parameters=[{**_IF_MATCH, "required": False}],
        )
    return operations


def _list_parameters() -> list[JsonValue]:
    return [*(query(*one) for one in _LIST_PARAMETERS), SEARCH, FILTER]


def _tailoring_parameters(rights: ModelRights) -> list[JsonValue]:
    """Return `fields` and, where there is a reference that the actor may read, `expand`."""
    readable, told = rights.whole_fields("read"), rights.told_fields()
    known = [*rights.model.view.fields, *_SYSTEM]
    found = [listed("fields", [key for key in known if told.allow(key)], _FIELDS_WORDS)]
    paths = [
        path
        for path, field in every(rights.model.view.fields)
        if field.references and readable.allow(whole(path))
    ]
    return [*found, listed("expand", paths, _EXPAND_WORDS)] if paths else [*found]


def _record_schema(rights: ModelRights) -> JsonObject:
    readable = rights.whole_fields("read")
    properties: JsonObject = {
        key: _with_example(field)
        for key, field in rights.model.view.fields.items()
        if readable.allow(key)
    }
    system = {key: schema for key, schema in _SYSTEM.items() if readable.allow(key)}
    data: JsonObject = {"type": "object", "properties": properties}
    system = {**system, "expanded": _EXPANDED}
    if hidden := _masked_somewhere(rights):
        parts: JsonObject = {key: {"type": "string"} for key in hidden}
        system["masked"] = {"type": "object", "description": _MASKED_WORDS, "properties": parts}
    always: list[JsonValue] = ["id", "revision", "version", "data"]
    return {"type": "object", "properties": {**system, "data": data}, "required": always}


def _masked_somewhere(rights: ModelRights) -> list[str]:
    """Return the fields that are masked in some record."""
    fields = rights.model.view.fields
    told = (part_shown(fields.values(), one.fields) for one in rights.grants["read"])
    masked = {field.key for several in told for field in several}
    return [key for key in fields if key in masked]


def _input_schema(rights: ModelRights) -> JsonObject:
    verb: Verb = "create" if rights.may("create") else "update"
    writable = rights.whole_fields(verb)
    view = rights.model.view
    given = {key: one for key, one in view.fields.items() if not one.kind.given}
    properties: JsonObject = {
        key: _with_example(field) for key, field in given.items() if writable.allow(key)
    }
    required: list[JsonValue] = [
        key for key in view.required if key in given and writable.allow(key)
    ]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _with_example(field: Field) -> JsonObject:
    """Return the schema of a field with a made-up value; a `pattern` may want another."""
    schema = {**field.schema, "readOnly": True} if field.kind.given else field.schema
    if field.kind.name in _POINTING:
        schema = {**schema, "format": "uuid"}
    elif field.kind.name in _POINTING_MANY:
        schema = {**schema, "items": {"type": "string", "format": "uuid"}}
    if "examples" in schema or "pattern" in schema:
        return schema
    return {**schema, "examples": [field.kind.sample(schema, 1)]}


def _page_schema(key: str) -> JsonObject:
    cursor: JsonObject = {"type": ["string", "null"]}
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": ref(f"{key}.record")},
            "next": cursor,
            "previous": cursor,
            "expanded": _EXPANDED,
            "not_indexed": {"type": "array", "items": {"type": "string"}},
            "count": {
                "type": "object",
                "properties": {"number": {"type": "integer"}, "capped": {"type": "boolean"}},
            },
        },
        "required": ["items", "next", "previous"],
    }
