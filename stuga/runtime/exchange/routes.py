"""The API of imports, below `/api/v1/apps/<app>/imports`."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from stuga.models import ImportJob
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError, InvalidError
from stuga.platform.identity import frame
from stuga.platform.web import answer, arguments, signed_in
from stuga.platform.web.edges import MediaTypeError
from stuga.runtime.exchange import service, steering
from stuga.runtime.exchange.commands import Failure, Receive
from stuga.runtime.exchange.encodings import FILE
from stuga.runtime.exchange.imports import ImportAtOnce, import_at_once
from stuga.runtime.exchange.schemas import (
    MOST_FAILURES,
    FormSchema,
    ImportArguments,
    StartArguments,
    columns_in,
    import_json,
    key_in,
)
from stuga.runtime.exchange.words import REASONS

imports: Final = Blueprint("imports", __name__, url_prefix="/api/v1/apps/<app_key>/imports")
_TAKEN: Final = frozenset(
    {
        "text/csv",
        "text/plain",
        "application/csv",
        "application/json",
        "application/x-ndjson",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)


@imports.post("/<model>")
@signed_in
def begin(actor: Actor, app_key: str, model: str) -> Response:
    """Take a file, as the body or as `file` of a form, and import it in the background."""
    given, name, content = _file()
    command = ImportAtOnce(
        file=Receive(
            file_name=given["file_name"] or name,
            content=content,
            now=clock.now(),
            app_key=app_key,
            model=model,
            sheet=given["sheet"],
        ),
        columns=columns_in(given["columns"]),
        language=frame.locale_of(actor).language,
        key=key_in(given["key"]),
        again=given["again"],
        is_trial=given["dry_run"],
    )
    job = import_at_once(actor, command)
    location = f"{request.script_root}/api/v1/apps/{app_key}/imports/{job.id}"
    return answer(shown(actor, job), status=HTTPStatus.ACCEPTED, location=location)


@imports.get("/<uuid:job_id>")
@signed_in
def progress(actor: Actor, app_key: str, job_id: UUID) -> Response:
    """Say how far an import has come; the first hundred rows that failed are told with it."""
    job = service.read(actor, job_id, app_key=app_key)
    failures = service.failures_of(job, limit=MOST_FAILURES)
    return answer(shown(actor, job, failures))


@imports.post("/<uuid:job_id>/start")
@signed_in
def start(actor: Actor, app_key: str, job_id: UUID) -> Response:
    """Let a file that has been tried become records, as it was tried."""
    given = arguments(StartArguments())
    service.own(actor, job_id, app_key=app_key)
    job = service.start_tried(actor, job_id, now=clock.now(), again=given["again"])
    return answer(shown(actor, job), status=HTTPStatus.ACCEPTED)


@imports.post("/<uuid:job_id>/pause")
@signed_in
def pause(actor: Actor, app_key: str, job_id: UUID) -> Response:
    """Let an import rest after the batch it is at."""
    service.own(actor, job_id, app_key=app_key)
    return answer(shown(actor, steering.pause(actor, job_id, now=clock.now())))


@imports.post("/<uuid:job_id>/resume")
@signed_in
def resume(actor: Actor, app_key: str, job_id: UUID) -> Response:
    """Go on with an import that rests or that an error stopped, from the row it had come to."""
    service.own(actor, job_id, app_key=app_key)
    job = steering.resume(actor, job_id, now=clock.now())
    return answer(shown(actor, job), status=HTTPStatus.ACCEPTED)


@imports.post("/<uuid:job_id>/cancel")
@signed_in
def cancel(actor: Actor, app_key: str, job_id: UUID) -> Response:
    """Stop an import; what has been imported stays."""
    service.own(actor, job_id, app_key=app_key)
    return answer(shown(actor, steering.cancel(actor, job_id, now=clock.now())))


def shown(actor: Actor, job: ImportJob, failures: Sequence[Failure] = ()) -> JsonObject:
    """Return how far an import has come; why it failed, in the actor's language."""
    found = service.progress_of(job)
    detail = frame.locale_of(actor).text(REASONS[found.reason]) if found.reason in REASONS else ""
    return import_json(found, failures, detail=detail)


def _file() -> tuple[dict[str, Any], str, bytes]:
    """Return the arguments, the file's name and its content."""
    if request.mimetype in _TAKEN:
        return arguments(ImportArguments()), "", request.get_data(cache=False)
    if request.mimetype != "multipart/form-data":
        raise MediaTypeError("Send CSV, XLSX, ODS or JSON, or a “file” in multipart/form-data.")
    upload = request.files.get("file")
    if upload is None:
        raise InvalidError({FILE: Refused("file-missing")})
    try:
        given = FormSchema().load({**request.args.to_dict(), **request.form.to_dict()})
    except ValidationError as error:
        raise BadRequestError(f"{error}") from None
    return given, upload.filename or "", upload.read()
