"""The API of changes of many records, below `/api/v1/apps/<app>/bulk`."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from stuga.models import BulkJob
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError
from stuga.platform.web import answer, arguments, body, signed_in
from stuga.platform.web.paging import DEFAULT_LIMIT, MAX_LIMIT
from stuga.platform.web.whole import Whole
from stuga.runtime.records.many import service
from stuga.runtime.records.many.commands import ChangeMany, Chosen, Do, Failure

bulk_jobs: Final = Blueprint("bulk_jobs", __name__, url_prefix="/api/v1/apps/<app>/bulk")
_JOB: Final = "/<uuid:job_id>"


class ManySchema(Schema):
    """What is done, and with which records: `ids`, or `all` that match the query's filters."""

    class Meta:
        unknown = RAISE

    do = fields.Enum(Do, by_value=True, required=True)
    ids = fields.List(fields.UUID(), load_default=list)
    all = fields.Boolean(load_default=False)
    patch = fields.Dict(keys=fields.String(), load_default=dict)
    expected = Whole(load_default=None, validate=validate.Range(min=0))

    @validates_schema
    def check_which(self, loaded: dict[str, Any], **_: object) -> None:
        """Nothing is ever done to all because someone forgot to say to which."""
        if bool(loaded["ids"]) is loaded["all"]:
            raise ValidationError("Name records, or say that all that match are meant.", "ids")


class FailuresArguments(Schema):
    """The query arguments of what was refused."""

    class Meta:
        unknown = RAISE

    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**31 - 1))
    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT))


@bulk_jobs.post("/<model>")
@signed_in
def begin(actor: Actor, app: str, model: str) -> Response:
    """Change, delete or restore many records: a hundred at once, more in the background."""
    given = body(ManySchema())
    filters, search = _asked(named=bool(given["ids"]))
    command = ChangeMany(
        app=app,
        model=model,
        now=clock.now(),
        do=given["do"],
        chosen=Chosen(ids=tuple(given["ids"]), filters=filters, search=search),
        patch=given["patch"],
        expected=given["expected"],
    )
    job = service.begin(actor, command)
    location = f"{request.script_root}/api/v1/apps/{app}/bulk/{job.id}"
    status = HTTPStatus.ACCEPTED if job.state == "running" else HTTPStatus.OK
    return answer(_shown(job), status=status, location=location)


def _asked(*, named: bool) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the filters and the search of the address."""
    pairs = list(request.args.items(multi=True))
    filters = tuple((name, text) for name, text in pairs if name.startswith("filter"))
    searches = [text for name, text in pairs if name == "q"]
    if len(filters) + len(searches) < len(pairs) or len(searches) > 1:
        raise BadRequestError("The address takes filter[…] and one q.")
    if named and pairs:
        raise BadRequestError("ids: records that are named are not filtered too.")
    return filters, "".join(searches)


@bulk_jobs.get(_JOB)
@signed_in
def progress(actor: Actor, app: str, job_id: UUID) -> Response:
    """Say how far a change of many has come."""
    return answer(_shown(service.read(actor, job_id, app_key=app)))


@bulk_jobs.post(f"{_JOB}/cancel")
@signed_in
def cancel(actor: Actor, app: str, job_id: UUID) -> Response:
    """Stop it; what is done by then stays done."""
    return answer(_shown(service.cancel(actor, job_id, app_key=app, now=clock.now())))


@bulk_jobs.get(f"{_JOB}/failures")
@signed_in
def list_failures(actor: Actor, app: str, job_id: UUID) -> Response:
    """Return which records were refused, and why; `after` is the last number that is known."""
    given = arguments(FailuresArguments())
    found = service.failures(actor, job_id, app_key=app, **given)
    items: list[JsonValue] = [_failure_json(one) for one in found]
    return answer({"items": items})


def _failure_json(one: Failure) -> JsonObject:
    errors: list[JsonValue] = [{"pointer": at, **why} for at, why in one.errors.items()]
    return {"number": one.number, "id": str(one.record_id), "code": one.code, "errors": errors}


def _shown(job: BulkJob) -> JsonObject:
    found = service.progress_of(job)
    return {
        "id": str(found.id),
        "app": found.app_key,
        "model": found.model,
        "do": str(found.do),
        "state": found.state,
        "total": found.total,
        "done": found.done,
        "changed": found.changed,
        "failed": found.failed,
        "reason": found.reason,
        "ends_at": moment_text(found.ends_at),
    }
