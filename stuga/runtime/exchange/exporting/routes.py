"""The API of exports, below `/api/v1/apps/<app>/exports`."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from stuga.models import ExportJob
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError
from stuga.platform.identity import frame
from stuga.platform.web import answer, signed_in
from stuga.runtime.exchange.exporting import service
from stuga.runtime.exchange.exporting.commands import Export, Format
from stuga.runtime.exchange.exporting.sending import sent
from stuga.runtime.exchange.exporting.words import REASONS

exports: Final = Blueprint("exports", __name__, url_prefix="/api/v1/apps/<app>/exports")
_JOB: Final = "/<uuid:job_id>"


class ExportArguments(Schema):
    """The query arguments of an export, but for its filters: those of the list, and how."""

    class Meta:
        unknown = RAISE

    format = fields.Enum(Format, by_value=True, load_default=Format.CSV)
    sort = fields.String(load_default="")
    q = fields.String(load_default="")
    fields_wanted = fields.String(
        load_default="", data_key="fields", validate=validate.Length(max=4000)
    )


@exports.post("/<model>")
@signed_in
def begin(actor: Actor, app: str, model: str) -> Response:
    """Write a list into a file in the background; filtered and sorted as the list itself is."""
    job = service.begin(actor, _command(actor, app, model))
    location = f"{request.script_root}/api/v1/apps/{app}/exports/{job.id}"
    return answer(_shown(actor, job), status=HTTPStatus.ACCEPTED, location=location)


def _command(actor: Actor, app: str, model: str) -> Export:
    filters, others = [], {}
    for name, text in request.args.items(multi=True):
        if name.startswith("filter"):
            filters.append((name, text))
        elif name in others:
            raise BadRequestError(f"{name}: it is given twice.")
        else:
            others[name] = text
    try:
        given = ExportArguments().load(others)
    except ValidationError as error:
        words = "; ".join(f"{name}: {said}" for name, said in error.messages_dict.items())
        raise BadRequestError(words) from None
    return Export(
        app=app,
        model=model,
        now=clock.now(),
        format=given["format"],
        language=frame.locale_of(actor).language,
        filters=tuple(filters),
        search=given["q"],
        sort=given["sort"],
        fields=tuple(key.strip() for key in given["fields_wanted"].split(",") if key.strip()),
    )


@exports.get(_JOB)
@signed_in
def progress(actor: Actor, app: str, job_id: UUID) -> Response:
    """Say how far an export has come."""
    return answer(_shown(actor, service.read(actor, job_id, app_key=app)))


@exports.post(f"{_JOB}/cancel")
@signed_in
def cancel(actor: Actor, app: str, job_id: UUID) -> Response:
    """Stop an export."""
    return answer(_shown(actor, service.cancel(actor, job_id, app_key=app, now=clock.now())))


@exports.get(f"{_JOB}/file")
@signed_in
def download(actor: Actor, app: str, job_id: UUID) -> Response:
    """Give the file."""
    return sent(service.fetch(actor, job_id, app_key=app, now=clock.now()))


def _shown(actor: Actor, job: ExportJob) -> JsonObject:
    found = service.progress_of(job)
    detail = frame.locale_of(actor).text(REASONS[found.reason]) if found.reason else ""
    path = f"{request.script_root}/api/v1/apps/{job.app_key}/exports/{job.id}/file"
    return {
        "id": str(found.id),
        "app": found.app_key,
        "model": found.model,
        "file_name": found.file_name,
        "format": str(found.format),
        "state": found.state,
        "total": found.total,
        "done": found.done,
        "size": found.size,
        "reason": found.reason,
        "detail": detail,
        "ends_at": moment_text(found.ends_at),
        "file": path if found.state == "done" else None,
    }
