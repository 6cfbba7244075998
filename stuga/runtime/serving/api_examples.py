"""An example for each way of asking an app's API, made of its own models and fields."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.document import Field, Model
from stuga.models.definition.kinds import Compared
from stuga.models.definition.reading import list_at, object_at, text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.serving.snippets import Asked, Sent, variable

_JSON: Final = {"Content-Type": "application/json"}
_PATCH: Final = {"Content-Type": "application/merge-patch+json"}
_FIRST: Final = {"If-Match": '"1"'}
_ELSEWHERE: Final = frozenset({"person", "reference", "references", "file", "files", "image"})
JOB, FILE, CURSOR, COMMENT = "JOB_ID", "FILE_ID", "CURSOR", "COMMENT_ID"
LISTING: Final = ("filter", "condition", "sort", "page", "fields", "expand")
"""What `list_examples` are found under."""


def id_name(model: str) -> str:
    """Return the variable that holds the id of a record."""
    return f"{model.upper().replace('-', '_')}_ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What examples are made of: the address of the way, its operation, and a model.

    :ivar writable: the fields that one may give
    :ivar required: the keys of those that one has to
    """

    url: str
    method: str
    operation: JsonObject
    model: Model
    writable: Sequence[Field]
    required: frozenset[str]

    @property
    def once(self) -> Mapping[str, str]:
        """The header that lets it be carried out once; a key of its own for each way."""
        return {"Idempotency-Key": f'"{text_at(self.operation, "operationId")}-17"'}

    @property
    def record(self) -> JsonValue:
        return variable(id_name(self.model.key))

    @property
    def data(self) -> JsonObject:
        """A small record: what is needed, else the first field whose value can be made up."""
        needed = [one for one in self.writable if one.key in self.required]
        return {one.key: _value(one) for one in needed or self.simple[:1]}

    @property
    def patch(self) -> JsonObject:
        return {one.key: _value(one) for one in self.simple[:1]}

    @property
    def simple(self) -> list[Field]:
        return [one for one in self.writable if one.kind.name not in _ELSEWHERE]

    def asked(self, **more: object) -> Asked:
        """Return the request, with what belongs to it beside its address."""
        given: dict[str, object] = {"headers": {}, **more}
        return Asked(url=self.url, method=self.method, **given)  # type: ignore[arg-type]  # as given


def _value(field: Field) -> JsonValue:
    if field.references and field.kind.name == "reference":
        return variable(id_name(field.references))
    return field.kind.sample(field.schema, 1)


def example(name: str, made_of: Example) -> Asked:
    """Return the example of an operation.

    :param name: its id without the model
    """
    return _MAKERS.get(name, _plain)(made_of)


def _plain(made_of: Example) -> Asked:
    return made_of.asked()


def _create(made_of: Example) -> Asked:
    return made_of.asked(headers={**_JSON, **made_of.once}, body=made_of.data)


def _put(made_of: Example) -> Asked:
    return made_of.asked(headers={**_JSON, **_FIRST}, body=made_of.data)


def _patch(made_of: Example) -> Asked:
    return made_of.asked(headers={**_PATCH, **_FIRST}, body=made_of.patch)


def _comment(made_of: Example) -> Asked:
    return made_of.asked(headers=_JSON, body={"text": "The applicant has called."})


def _gone(made_of: Example) -> Asked:
    return made_of.asked(answers="status")


def _delete(made_of: Example) -> Asked:
    return made_of.asked(headers=_FIRST, answers="status")


def _figures(made_of: Example) -> Asked:
    query = {"measure": "count"}
    for one in list_at(made_of.operation, "parameters"):
        if isinstance(one, dict) and one["name"] == "group":
            choices = list_at(object_at(object_at(one, "schema"), "items"), "enum")
            query = {"group": str(choices[0]), **query}
    return made_of.asked(query=query)


def _bulk(made_of: Example) -> Asked:
    step = _step(made_of, _choices(made_of))
    return made_of.asked(headers=_JSON, body={"atomic": True, "operations": [step]})


def _batch(made_of: Example) -> Asked:
    key = made_of.model.key
    first = {"model": key, **_step(made_of, ["create"] if made_of.data else ["delete"])}
    steps: list[JsonValue] = [first]
    if first["do"] == "create":
        second: JsonObject = {"do": "patch", "model": key, "id": "@first", "data": made_of.patch}
        steps = [{"as": "first", **first}, second]
    return made_of.asked(headers={**_JSON, **made_of.once}, body={"operations": steps})


def _step(made_of: Example, choices: Sequence[JsonValue]) -> JsonObject:
    if "create" in choices:
        return {"do": "create", "data": made_of.data}
    if "update" in choices:
        return {"do": "update", "id": made_of.record, "revision": 1, "data": made_of.data}
    return {"do": "delete", "id": made_of.record}


def _many(made_of: Example) -> Asked:
    body: JsonObject = {"do": "delete", "ids": [made_of.record]}
    if "update" in _choices(made_of):
        body = {"do": "update", "ids": [made_of.record], "patch": made_of.patch}
    return made_of.asked(headers=_JSON, body=body)


def _choices(made_of: Example) -> Sequence[JsonValue]:
    """Return what the body of an operation may say that is done."""
    sent = object_at(object_at(made_of.operation, "requestBody"), "content")
    schema = object_at(object_at(sent, "application/json"), "schema")
    properties = object_at(schema, "properties")
    items = object_at(object_at(properties, "operations"), "items")
    kinds = list_at(items, "anyOf") or list_at(schema, "anyOf")
    return [
        one
        for kind in kinds
        if isinstance(kind, dict)
        for do in [object_at(object_at(kind, "properties"), "do")]
        for one in [*list_at(do, "enum"), do.get("const")]
    ]


def _import(made_of: Example) -> Asked:
    file = Sent(name=f"{made_of.model.key}.csv")
    return made_of.asked(headers={"Content-Type": "text/csv"}, query={"dry_run": "true"}, file=file)


def _start(made_of: Example) -> Asked:
    return made_of.asked(query={"again": "true"})


def _export(made_of: Example) -> Asked:
    return made_of.asked(query={"format": "csv"})


def _bytes(made_of: Example) -> Asked:
    return made_of.asked(answers="bytes")


def _file_fields(made_of: Example) -> Mapping[str, Field]:
    kinds = {"file", "files", "image"}
    return {key: one for key, one in made_of.model.fields.items() if one.kind.name in kinds}


def _send_file(made_of: Example) -> Asked:
    key, field = next(iter(_file_fields(made_of).items()))
    name = "picture.png" if field.kind.name == "image" else "letter.pdf"
    query = {"model": made_of.model.key, "field": key}
    return made_of.asked(query=query, file=Sent(name=name, part="file"))


def _announce(made_of: Example) -> Asked:
    key = next(iter(_file_fields(made_of)))
    place: JsonObject = {"model": made_of.model.key, "field": key}
    return made_of.asked(headers=_JSON, body={**place, "name": "letter.pdf", "size": 120_000})


def _claim(made_of: Example) -> Asked:
    return made_of.asked(headers=_JSON, body={"model": made_of.model.key})


_MAKERS: Final[Mapping[str, Callable[[Example], Asked]]] = {
    "create": _create,
    "put": _put,
    "patch": _patch,
    "delete": _delete,
    "comment": _comment,
    "edit-comment": _comment,
    "delete-comment": _gone,
    "aggregate": _figures,
    "bulk": _bulk,
    "batch": _batch,
    "change-many": _many,
    "import": _import,
    "start-import": _start,
    "export": _export,
    "get-export-file": _bytes,
    "send-file": _send_file,
    "announce-file": _announce,
    "claim-file": _claim,
    "get-file": _bytes,
    "get-thumb": _bytes,
}


def list_examples(url: str, model: Model, readable: Sequence[str]) -> Mapping[str, Asked]:
    """Return examples of what can be asked of a list: by which heading, how."""
    fields = [model.fields[key] for key in readable]
    apart = {Compared.LIST, Compared.DATA}
    keys = [one.key for one in fields if one.kind.compared_as not in apart][:2]
    found: dict[str, Mapping[str, str]] = {}
    if keys:
        first, last = keys[0], keys[-1]
        either: JsonObject = {"field": first, "empty": True}
        other: JsonObject = {"not": {"field": last, "empty": True}}
        condition = json.dumps({"any": [either, other]})
        found["filter"] = {f"filter[{first}][empty]": "false", "count": "true"}
        found["condition"] = {"filter": condition}
        found["sort"] = {"sort": f"-{first}", "limit": "10"}
        found["fields"] = {"fields": ",".join(keys)}
    found["page"] = {"limit": "1", "cursor": variable(CURSOR)}
    pointing = [one.key for one in fields if one.kind.name in {"reference", "references"}]
    if pointing:
        found["expand"] = {"expand": pointing[0]}
    return {name: Asked(url=url, headers={}, query=query) for name, query in found.items()}
