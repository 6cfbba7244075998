"""Records as JSON: what comes in, what goes out."""

from dataclasses import replace
from typing import Any, ClassVar, Final
from uuid import UUID

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.reading import objects_at, text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.web.paging import DEFAULT_LIMIT, MAX_LIMIT
from stuga.platform.web.whole import Whole
from stuga.runtime.records.batch import MOST_STEPS, Step
from stuga.runtime.records.batch_names import NAME, Name, name_in
from stuga.runtime.records.commands import Operation
from stuga.runtime.records.listing import ListPage
from stuga.runtime.records.results import BulkDone, Change, Result
from stuga.runtime.records.stored import Shown
from stuga.runtime.records.tailoring import Tailoring

MOST_OPERATIONS: Final = 1_000
MOST_REVISIONS: Final = 2**31 - 1
NAME_ALONE: Final = rf"\A{NAME.pattern}\Z"


class ListArguments(Schema):
    """The query arguments of a list, but for its filters."""

    class Meta:
        unknown = RAISE

    q = fields.String(load_default="")
    sort = fields.String(load_default="")
    limit = fields.Integer(
        load_default=DEFAULT_LIMIT, validate=validate.Range(min=1, max=MAX_LIMIT)
    )
    cursor = fields.String(load_default="")
    count = fields.Boolean(load_default=False)
    trash = fields.Boolean(load_default=False)
    named = fields.String(load_default=None, data_key="fields")
    expand = fields.String(load_default=None)


class GetArguments(Schema):
    """The query arguments of one record."""

    class Meta:
        unknown = RAISE

    named = fields.String(load_default=None, data_key="fields")
    expand = fields.String(load_default=None)


class HistoryArguments(Schema):
    """The query arguments of a history."""

    class Meta:
        unknown = RAISE

    before = fields.Integer(load_default=None, validate=validate.Range(1, MOST_REVISIONS))
    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT))


class _DoingSchema(Schema):
    """One thing that is done to a record."""

    class Meta:
        unknown = RAISE

    revised: ClassVar[frozenset[str]]
    """What is done only to a revision that the sender names."""

    revision = Whole(load_default=None, validate=validate.Range(1, MOST_REVISIONS))
    data = fields.Dict(keys=fields.String(), load_default=dict)

    @validates_schema
    def check_id(self, loaded: dict[str, Any], **_: object) -> None:
        """Create makes an id; the others need one, and some a revision."""
        if loaded["do"] != "create" and loaded["id"] is None:
            raise ValidationError("Say which record.", "id")
        is_named = isinstance(loaded["id"], Name)
        if loaded["do"] in self.revised and loaded["revision"] is None and not is_named:
            raise ValidationError("Say which revision you change.", "revision")


class OperationSchema(_DoingSchema):
    """One of many."""

    revised = frozenset({"update"})
    id = fields.UUID(load_default=None)
    do = fields.String(
        required=True, validate=validate.OneOf(["create", "update", "delete", "restore"])
    )

    @post_load
    def operation(self, loaded: dict[str, Any], **_: object) -> Operation:
        return Operation(**loaded)


class BulkSchema(Schema):
    """Up to 1,000 operations: all or nothing, or each by itself."""

    class Meta:
        unknown = RAISE

    atomic = fields.Boolean(load_default=False)
    operations = fields.List(
        fields.Nested(OperationSchema),
        required=True,
        validate=validate.Length(min=1, max=MOST_OPERATIONS),
    )


class IdOrName(fields.Field[UUID | Name]):
    """The id of a record, or `@` and the name of an earlier operation."""

    def _deserialize(self, value: object, *_: object, **__: object) -> UUID | Name:
        text = value if isinstance(value, str) else ""
        found = name_in(text)
        if found is not None:
            return found
        known = id_of(text)
        if known is None:
            raise ValidationError("Not an id, and not @ with a name.")
        return UUID(known)


class StepSchema(_DoingSchema):
    """One of a batch."""

    revised = frozenset({"update", "patch"})
    id = IdOrName(load_default=None)
    name = fields.String(data_key="as", load_default="", validate=validate.Regexp(NAME_ALONE))
    do = fields.String(
        required=True,
        validate=validate.OneOf(["create", "update", "patch", "delete", "restore"]),
    )
    model = fields.String(required=True)

    @post_load
    def step(self, loaded: dict[str, Any], **_: object) -> Step:
        return Step(**loaded)


class BatchSchema(Schema):
    """Up to a hundred operations over several models."""

    class Meta:
        unknown = RAISE

    atomic = fields.Boolean(load_default=True)
    operations = fields.List(
        fields.Nested(StepSchema), required=True, validate=validate.Length(1, MOST_STEPS)
    )

    @validates_schema
    def check_names(self, loaded: dict[str, Any], **_: object) -> None:
        """Names are given once, and before they are said."""
        wrong: dict[int, dict[str, list[str]]] = {}
        known: set[str] = set()
        for position, step in enumerate(loaded["operations"]):
            if isinstance(step.id, Name) and step.id.text not in known:
                wrong[position] = {"id": ["No operation before this one has that name."]}
            if step.name in known:
                wrong[position] = {"as": ["An operation before this one has that name."]}
            known |= {step.name} - {""}
        if wrong:
            raise ValidationError({"operations": wrong})


def record_json(shown: Shown) -> JsonObject:
    """Return a record as the actor may see it."""
    document: JsonObject = {**shown.system, "data": shown.data}
    if shown.masked:
        document["masked"] = {**shown.masked}
    if shown.deleted_at is not None:
        document["deleted_at"] = moment_text(shown.deleted_at)
    return document


def tailored_json(shown: Shown, tailoring: Tailoring) -> JsonObject:
    """Return a record cut to what was asked for, with what its references lead to."""
    document = record_json(tailoring.cut(shown))
    if tailoring.expands:
        document["expanded"] = expanded_json(tailoring)
    return document


def expanded_json(tailoring: Tailoring) -> JsonObject:
    """Return what references lead to: each record once, by its model and its id."""
    return {
        model: {str(one.id): record_json(one) for one in several}
        for model, several in tailoring.found.items()
    }


def tailored_page_json(page: ListPage, tailoring: Tailoring) -> JsonObject:
    """Return a page of records cut to what was asked for."""
    document = page_json(replace(page, records=[tailoring.cut(one) for one in page.records]))
    if tailoring.expands:
        document["expanded"] = expanded_json(tailoring)
    return document


def page_json(page: ListPage) -> JsonObject:
    """Return a page of a list."""
    records: list[JsonValue] = [record_json(one) for one in page.records]
    document: JsonObject = {"items": records, "next": page.next, "previous": page.previous}
    if page.count is not None:
        document["count"] = {"number": page.count.number, "capped": page.count.capped}
    if page.slow:
        document["not_indexed"] = [*page.slow]
    return document


def change_json(change: Change) -> JsonObject:
    """Return one change of a record."""
    return {
        "revision": change.revision,
        "at": moment_text(change.at),
        "by": {"id": str(change.by) if change.by else None, "name": change.name},
        "via": change.via,
        "what": change.what,
        "changes": change.diff,
    }


def bulk_json(done: BulkDone) -> JsonObject:
    """Return how each operation went, in their order."""
    results: list[JsonValue] = [_result_json(one) for one in done.results]
    return {"done": done.count, "results": results}


def ids_in(done: JsonObject) -> list[UUID]:
    """Return the ids of what `bulk_json` says was carried out."""
    found = (one for _, one in objects_at(done, "results") if one.get("status") != "refused")
    return [UUID(text_at(one, "id")) for one in found if one.get("id")]


def _result_json(result: Result) -> JsonObject:
    document: JsonObject = {
        "status": result.status,
        "id": str(result.id) if result.id else None,
        "revision": result.revision,
    }
    if result.status == "refused":
        document["code"] = result.code
        errors: list[JsonValue] = [
            {"pointer": pointer, "code": refused.code, **refused.arguments}
            for pointer, refused in (result.errors or {}).items()
        ]
        document["errors"] = errors
    return document
