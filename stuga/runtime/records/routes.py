"""The JSON API of records."""

from functools import cache
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError
from stuga.platform.web import (
    answer,
    body,
    if_match,
    json_body,
    merge_patch_body,
    no_content,
    signed_in,
    with_revision,
)
from stuga.platform.web import arguments as query_arguments
from stuga.platform.web.repeats import repeatable
from stuga.runtime.records import batch, openapi, service
from stuga.runtime.records.again import done_before, made_before
from stuga.runtime.records.bulk import bulk as carry_out
from stuga.runtime.records.commands import (
    Bulk,
    CreateRecord,
    DeleteRecord,
    GetHistory,
    GetRecord,
    ListRecords,
    PatchRecord,
    ReplaceRecord,
    RestoreRecord,
)
from stuga.runtime.records.listing import page_of
from stuga.runtime.records.schemas import (
    BatchSchema,
    BulkSchema,
    GetArguments,
    HistoryArguments,
    ListArguments,
    bulk_json,
    change_json,
    ids_in,
    page_json,
    record_json,
    tailored_json,
    tailored_page_json,
)
from stuga.runtime.records.stored import Shown
from stuga.runtime.records.tailoring import Tailoring

records: Final = Blueprint("records", __name__, url_prefix="/api/v1/apps/<app>")
MODEL: Final = "/records/<model>"
RECORD: Final = "/records/<model>/<uuid:record_id>"


@records.get(MODEL)
@signed_in
def list_records(actor: Actor, app: str, model: str) -> Response:
    """Return a page of records, filtered and sorted."""
    given = _list_arguments_given()
    command = _list_command(app, model, given)
    tailoring = _tailoring(given)
    if tailoring is None:
        return answer(page_json(page_of(actor, command)))
    return answer(tailored_page_json(page_of(actor, command, also=tailoring.look), tailoring))


@cache
def _list_arguments() -> ListArguments:
    """Make the schema once; it keeps nothing of what it loads."""
    return ListArguments()


def _list_arguments_given() -> dict[str, Any]:
    filters, others = [], {}
    for name, text in request.args.items(multi=True):
        if name.startswith("filter"):
            filters.append((name, text))
        elif name in others:
            raise BadRequestError(f"{name}: it is given twice.")
        else:
            others[name] = text
    try:
        given = _list_arguments().load(others)
    except ValidationError as error:
        words = "; ".join(f"{name}: {' '.join(said)}" for name, said in error.messages_dict.items())
        raise BadRequestError(words) from None
    return {**given, "filters": tuple(filters)}


def _list_command(app: str, model: str, given: dict[str, Any]) -> ListRecords:
    return ListRecords(
        app=app,
        model=model,
        now=clock.now(),
        filters=given["filters"],
        search=given["q"],
        sort=given["sort"],
        limit=given["limit"],
        cursor=given["cursor"],
        count=given["count"],
        trash=given["trash"],
    )


def _tailoring(given: dict[str, Any]) -> Tailoring | None:
    named, expand = given["named"], given["expand"]
    return None if named is expand is None else Tailoring(fields=named, expand=expand)


@records.post(MODEL)
@signed_in
def create_record(actor: Actor, app: str, model: str) -> Response:
    """Make a record; answers with what the actor may read of it."""
    now, data = clock.now(), json_body()
    repeat = repeatable(actor, data, now=now)
    if repeat is not None and repeat.earlier is not None:
        earlier = GetRecord(app=app, model=model, now=now, id=UUID(text_at(repeat.earlier, "id")))
        made = made_before(actor, earlier)
    else:
        made = service.create(actor, CreateRecord(app=app, model=model, now=now, data=data))
        if repeat is not None:
            repeat.keep({"id": str(made.id)})
    location = f"{request.script_root}/api/v1/apps/{app}/records/{model}/{made.id}"
    return _shown(made, status=HTTPStatus.CREATED, location=location)


@records.get(RECORD)
@signed_in
def get_record(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Return one record."""
    command = GetRecord(app=app, model=model, now=clock.now(), id=record_id)
    tailoring = _tailoring(query_arguments(GetArguments())) if request.query_string else None
    if tailoring is None:
        return _shown(service.get(actor, command))
    shown = service.get(actor, command, also=tailoring.look)
    return with_revision(answer(tailored_json(shown, tailoring)), shown.revision)


@records.put(RECORD)
@signed_in
def replace_record(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Set all fields of a record; needs `If-Match`."""
    command = ReplaceRecord(
        app=app,
        model=model,
        now=clock.now(),
        id=record_id,
        revision=if_match(),
        data=json_body(),
    )
    return _shown(service.replace(actor, command))


@records.patch(RECORD)
@signed_in
def patch_record(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Set the fields that a JSON merge patch (RFC 7396) names; needs `If-Match`."""
    command = PatchRecord(
        app=app,
        model=model,
        now=clock.now(),
        id=record_id,
        revision=if_match(),
        patch=merge_patch_body(),
    )
    return _shown(service.patch(actor, command))


@records.delete(RECORD)
@signed_in
def delete_record(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Put a record in the trash; `If-Match` is heeded where it is sent."""
    revision = if_match() if "If-Match" in request.headers else None
    command = DeleteRecord(app=app, model=model, now=clock.now(), id=record_id, revision=revision)
    service.delete(actor, command)
    return no_content()


@records.post(f"{RECORD}/restore")
@signed_in
def restore_record(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Take a record out of the trash."""
    command = RestoreRecord(app=app, model=model, now=clock.now(), id=record_id)
    return _shown(service.restore(actor, command))


@records.get(f"{RECORD}/history")
@signed_in
def get_history(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Return the changes of a record, newest first."""
    given = query_arguments(HistoryArguments())
    command = GetHistory(
        app=app,
        model=model,
        now=clock.now(),
        id=record_id,
        before=given["before"],
        rows=given["limit"],
    )
    changes: list[JsonValue] = [change_json(one) for one in service.history(actor, command)]
    return answer({"items": changes})


@records.post(f"{MODEL}/bulk")
@signed_in
def do_bulk(actor: Actor, app: str, model: str) -> Response:
    """Do up to 1,000 operations: all or nothing, or each by itself."""
    content = json_body()
    given = body(BulkSchema(), content)
    command = Bulk(
        app=app,
        model=model,
        now=clock.now(),
        operations=tuple(given["operations"]),
        atomic=given["atomic"],
    )
    repeat = repeatable(actor, content, now=command.now)
    if repeat is None:
        return answer(bulk_json(carry_out(actor, command)))
    if repeat.earlier is not None:
        done_before(actor, command, ids_in(repeat.earlier))
        return answer(repeat.earlier)
    done = bulk_json(carry_out(actor, command))
    repeat.keep(done)
    return answer(done)


@records.post("/batch")
@signed_in
def do_batch(actor: Actor, app: str) -> Response:
    """Do up to 100 operations over several models: all or nothing, or each by itself."""
    content, now = json_body(), clock.now()
    given = body(BatchSchema(), content)
    repeat = repeatable(actor, content, now=now)
    if repeat is not None and repeat.earlier is not None:
        batch.note_again(actor, app, ids_in(repeat.earlier))
        return answer(repeat.earlier)
    steps = tuple(given["operations"])
    wanted = batch.Batch(app=app, now=now, steps=steps, atomic=given["atomic"])
    done = bulk_json(batch.carry_out(actor, wanted))
    if repeat is not None:
        repeat.keep(done)
    return answer(done)


@records.get("/openapi.json")
@signed_in
def get_openapi(actor: Actor, app: str) -> Response:
    """Return the OpenAPI 3.1 document of the live version."""
    document: JsonObject = openapi.describe(actor, app, root=request.script_root)
    return answer(document)


def _shown(shown: Shown, *, status: int = HTTPStatus.OK, location: str | None = None) -> Response:
    response = answer(record_json(shown), status=status, location=location)
    return with_revision(response, shown.revision)
