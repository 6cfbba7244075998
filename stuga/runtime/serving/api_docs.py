"""The API of an app as a page tells it: made from the OpenAPI document its reader is served."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.document import Field
from stuga.models.definition.reading import list_at, object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.ui import msgid
from stuga.runtime.serving.snippets import LANGUAGES, Asked
from stuga.runtime.serving.visits import Visit

ID: Final = "0195c9a1-0000-7000-8000-000000000000"
SUMMARIES: Final[Mapping[str, str]] = {
    "list": msgid("A page of records, filtered and sorted"),
    "create": msgid("Make a record"),
    "get": msgid("One record"),
    "put": msgid("Set all fields of a record"),
    "patch": msgid("Set the fields that are given"),
    "delete": msgid("Put a record in the trash"),
}
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_IF_MATCH: Final = {"If-Match": '"1"'}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTold:
    """One field, as a row of a table."""

    key: str
    title: str
    kind: str
    is_required: bool
    is_given: bool
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One way of asking, with an example in each language."""

    name: str
    method: str
    path: str
    summary: str
    parameters: Sequence[str]
    snippets: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTold:
    """One model: its fields and what can be asked of it."""

    key: str
    title: str
    fields: Sequence[FieldTold]
    endpoints: Sequence[Endpoint]


def told(at: Visit, document: JsonObject, *, root: str) -> Sequence[ModelTold]:
    """Return the models of a document, in the reader's words.

    :param root: where the API begins, with scheme and host
    """
    return [_model(at, document, key, root) for key in _model_keys(at, document)]


def _model_keys(at: Visit, document: JsonObject) -> Iterator[str]:
    schemas = object_at(object_at(document, "components"), "schemas")
    return (key for key in at.definition.models if f"{key}.record" in schemas)


def _model(at: Visit, document: JsonObject, key: str, root: str) -> ModelTold:
    model = at.model(key)
    schemas = object_at(object_at(document, "components"), "schemas")
    shown = object_at(object_at(schemas, f"{key}.record"), "properties")
    readable = object_at(object_at(shown, "data"), "properties")
    taken = object_at(schemas, f"{key}.input")
    writable, required = object_at(taken, "properties"), list_at(taken, "required")
    fields = [one for name, one in model.fields.items() if name in readable or name in writable]
    collection = f"/apps/{at.app.key}/records/{key}"
    paths = object_at(document, "paths")
    body = _example([one for one in fields if one.key in writable], required)
    return ModelTold(
        key=key,
        title=model.title,
        fields=[_field(one, is_required=one.key in required) for one in fields],
        endpoints=[
            _endpoint(at, paths, path, method, _asked(root + path, method, body))
            for path in (collection, f"{collection}/{{id}}")
            for method in _METHODS
            if method in object_at(paths, path)
        ],
    )


def _field(field: Field, *, is_required: bool) -> FieldTold:
    sample = field.kind.sample(field.schema, 1)
    return FieldTold(
        key=field.key,
        title=field.title,
        kind=field.kind.name,
        is_required=is_required,
        is_given=field.kind.given,
        example=json.dumps(sample, ensure_ascii=False),
    )


def _example(fields: Sequence[Field], required: Sequence[object]) -> JsonObject:
    """Return a small record: what is needed, else the first field."""
    needed = [one for one in fields if one.key in required] or list(fields[:1])
    return {one.key: one.kind.sample(one.schema, 1) for one in needed}


def _endpoint(at: Visit, paths: JsonObject, path: str, method: str, asked: Asked) -> Endpoint:
    item = object_at(paths, path)
    operation = object_at(item, method)
    name = text_at(operation, "operationId")
    parameters = [one for one in list_at(operation, "parameters") if isinstance(one, dict)]
    return Endpoint(
        name=name,
        method=method.upper(),
        path=path,
        summary=at.locale.text(SUMMARIES[name.partition("-")[0]]),
        parameters=[text_at(one, "name") for one in parameters],
        snippets=[(title, asked.in_language(key)) for key, title in LANGUAGES.items()],
    )


def _asked(url: str, method: str, body: JsonObject) -> Asked:
    url = url.replace("{id}", ID)
    kind = {"Content-Type": "application/json"}
    match method:
        case "post":
            headers = {**kind, "Idempotency-Key": '"order-17"'}
            return Asked(url=url, method="POST", headers=headers, body=body)
        case "put":
            return Asked(url=url, method="PUT", headers={**kind, **_IF_MATCH}, body=body)
        case "patch":
            headers = {"Content-Type": "application/merge-patch+json", **_IF_MATCH}
            return Asked(url=url, method="PATCH", headers=headers, body=body)
        case "delete":
            return Asked(url=url, method="DELETE", headers=_IF_MATCH, answers=False)
        case _:
            return Asked(url=url, headers={})
