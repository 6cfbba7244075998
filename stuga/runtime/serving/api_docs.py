"""The API of an app as a page tells it: made from the OpenAPI document its reader is served."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.document import Field, Model
from stuga.models.definition.reading import list_at, object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.errors import DomainError
from stuga.platform.ui import Locale, msgid
from stuga.runtime.records.openapi_parts import CODES
from stuga.runtime.serving.api_examples import (
    COMMENT,
    FILE,
    JOB,
    LISTING,
    Example,
    example,
    id_name,
    list_examples,
)
from stuga.runtime.serving.snippets import LANGUAGES, Asked, variable
from stuga.runtime.serving.visits import Visit

OF_MODELS: Final = ("records", "history", "comments")
SECTIONS: Final = ("batch", "many", "figures", "files", "imports", "exports")
SUMMARIES: Final[Mapping[str, str]] = {
    "list": msgid("A page of records, filtered and sorted"),
    "create": msgid("Make a record"),
    "get": msgid("One record"),
    "put": msgid("Set all fields of a record"),
    "patch": msgid("Set the fields that are given"),
    "delete": msgid("Put a record in the trash"),
    "restore": msgid("Take a record out of the trash"),
    "history": msgid("The changes of a record, newest first"),
    "comments": msgid("Comments on it, the newest last"),
    "comment": msgid("Write a comment"),
    "edit-comment": msgid("Change a comment of one's own"),
    "delete-comment": msgid("Delete a comment for good"),
    "aggregate": msgid("Figures by up to two fields"),
    "bulk": msgid("Up to 1,000 operations on records of one model"),
    "batch": msgid("Up to 100 operations over several models"),
    "change-many": msgid("Change, delete or restore many records"),
    "get-bulk": msgid("How far it is"),
    "cancel-bulk": msgid("Stop it; what is done stays done"),
    "list-failures": msgid("Which records were refused, and why"),
    "import": msgid("Import a file: CSV, XLSX, ODS, JSON or NDJSON"),
    "get-import": msgid("How far it is"),
    "start-import": msgid("Let what was tried become records"),
    "pause-import": msgid("Let it rest"),
    "resume-import": msgid("Go on"),
    "cancel-import": msgid("Stop it; what is done stays done"),
    "export": msgid("Write a list into a file"),
    "get-export": msgid("How far it is"),
    "cancel-export": msgid("Stop it; what is done stays done"),
    "get-export-file": msgid("The file, for a day"),
    "send-file": msgid("Send a file for a field; the record then names it by its id"),
    "announce-file": msgid("Be told where to store a large file directly"),
    "claim-file": msgid("Have a file that was stored directly looked over and taken"),
    "get-file": msgid("The bytes of a file"),
    "get-thumb": msgid("A picture, small"),
    "get-openapi": msgid("This document, for tools"),
}
_METHODS: Final = ("get", "post", "put", "patch", "delete")


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
    """One way of asking, with an example in each language, and the status it is answered with."""

    name: str
    method: str
    path: str
    summary: str
    parameters: Sequence[str]
    status: str
    refused: Sequence[str]
    snippets: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTold:
    """One model: its fields and what can be asked of it."""

    key: str
    title: str
    fields: Sequence[FieldTold]
    endpoints: Sequence[Endpoint]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One code of a problem, with its status and its title."""

    code: str
    status: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that the page tells of one app."""

    models: Sequence[ModelTold]
    sections: Mapping[str, Sequence[Endpoint]]
    listing: Mapping[str, Sequence[tuple[str, str]]]
    refusals: Sequence[Refusal]


def told(at: Visit, document: JsonObject, *, root: str) -> Told:
    """Return what a document says, in the reader's words.

    :param root: where the API begins, with scheme and host
    """
    teller = _Teller(at, document, root)
    endpoints = list(teller.endpoints())
    return Told(
        models=[teller.model(key, endpoints) for key in teller.keys],
        sections={
            section: several
            for section in SECTIONS
            if (several := [one for tag, _, one in endpoints if tag == section])
        },
        listing=teller.listing(),
        refusals=list(_refusals(at.locale)),
    )


class _Teller:
    """Reads one document for one visitor."""

    def __init__(self, at: Visit, document: JsonObject, root: str) -> None:
        self._at = at
        self._root = root
        self._paths = object_at(document, "paths")
        self._schemas = object_at(object_at(document, "components"), "schemas")
        self.keys = [key for key in at.definition.models if f"{key}.record" in self._schemas]

    def model(self, key: str, endpoints: Sequence[tuple[str, str, Endpoint]]) -> ModelTold:
        """Tell one model."""
        model = self._at.model(key)
        readable, writable = self._readable(key), self._writable(key)
        required = list_at(object_at(self._schemas, f"{key}.input"), "required")
        fields = [one for name, one in model.fields.items() if name in {*readable, *writable}]
        return ModelTold(
            key=key,
            title=model.title,
            fields=[_field(one, is_required=one.key in required) for one in fields],
            endpoints=[one for tag, of, one in endpoints if tag in OF_MODELS and of == key],
        )

    def endpoints(self) -> Iterator[tuple[str, str, Endpoint]]:
        """Yield every way of asking: its section, its model ('' if none), and how."""
        for path in self._paths:
            item = object_at(self._paths, path)
            for method in _METHODS:
                if method in item:
                    operation = object_at(item, method)
                    of = self._model_of(path)
                    yield str(list_at(operation, "tags")[0]), of, self._told(path, method, of)

    def listing(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return examples of lists, of the first model that one may list."""
        for key in self.keys:
            path = f"/apps/{self._at.app.key}/records/{key}"
            if "get" in object_at(self._paths, path):
                model = self._at.model(key)
                found = list_examples(self._root + path, model, self._readable(key))
                return {name: _written(found[name]) if name in found else () for name in LISTING}
        return {}

    def _told(self, path: str, method: str, of: str) -> Endpoint:
        operation = object_at(object_at(self._paths, path), method)
        full = text_at(operation, "operationId")
        name = full.removesuffix(f"-{of}") if of else full
        responses = object_at(operation, "responses")
        asked = example(name, self._example(path, method, of or self._some_model(name)))
        parameters = [one for one in list_at(operation, "parameters") if isinstance(one, dict)]
        return Endpoint(
            name=full,
            method=method.upper(),
            path=path,
            summary=self._at.locale.text(SUMMARIES[name]),
            parameters=[text_at(one, "name") for one in parameters],
            status=next(one for one in responses if one < "300"),
            refused=[one for one in responses if one >= "400"],
            snippets=_written(asked),
        )

    def _example(self, path: str, method: str, key: str) -> Example:
        model = self._at.model(key)
        writable = self._writable(key)
        required = list_at(object_at(self._schemas, f"{key}.input"), "required")
        holder = id_name(key)
        if "/records/" not in path:
            holder = FILE if "/files/" in path else JOB
        url = (self._root + path).replace("{id}", variable(holder))
        return Example(
            url=url.replace("{comment}", variable(COMMENT)),
            method=method.upper(),
            operation=object_at(object_at(self._paths, path), method),
            model=model,
            writable=[one for name, one in model.fields.items() if name in writable],
            required=frozenset(str(one) for one in required),
        )

    def _model_of(self, path: str) -> str:
        parts = path.split("/")[3:]
        below = len(parts) > 1 and parts[0] in {"records", "bulk", "imports", "exports"}
        return parts[1] if below and parts[1] in self.keys else ""

    def _some_model(self, name: str) -> str:
        """Return a model that an example of a way without one can be about."""
        kinds = {"file", "files", "image"} if name.endswith("-file") else set()
        fitting: Iterator[Model] = (self._at.model(key) for key in self.keys)
        for model in fitting:
            held = {one.kind.name for one in model.fields.values()}
            if held & kinds or (not kinds and self._writable(model.key)):
                return model.key
        return self.keys[0]

    def _readable(self, key: str) -> Sequence[str]:
        shown = object_at(object_at(self._schemas, f"{key}.record"), "properties")
        return [*object_at(object_at(shown, "data"), "properties")]

    def _writable(self, key: str) -> Sequence[str]:
        return [*object_at(object_at(self._schemas, f"{key}.input"), "properties")]


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


def _written(asked: Asked) -> Sequence[tuple[str, str]]:
    return [(title, asked.in_language(key)) for key, title in LANGUAGES.items()]


def _refusals(locale: Locale) -> Iterator[Refusal]:
    titles = {one.code: one.title for one in _every(DomainError)}
    for status, codes in CODES.items():
        for code in codes:
            yield Refusal(code=code, status=status, title=locale.text(titles[code]))


def _every(family: type[DomainError]) -> Iterator[type[DomainError]]:
    yield family
    for one in family.__subclasses__():
        yield from _every(one)
