"""The JSON API of files: send one for a field, then name its id in the record; read it back."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Refused
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError
from stuga.platform.web import answer, arguments, body, signed_in, takes_files
from stuga.runtime.files import receiving
from stuga.runtime.files.commands import Announce, OpenFile, Receive
from stuga.runtime.files.opening import open_file
from stuga.runtime.files.schemas import (
    AnnounceSchema,
    ClaimSchema,
    PlaceArguments,
    announced_json,
    file_json,
)
from stuga.runtime.files.sending import sent, sent_thumb
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.commands import InModel

files: Final = Blueprint("files", __name__, url_prefix="/api/v1/apps/<app>/files")
PART: Final = "file"


@files.post("")
@signed_in
@takes_files
def send_file(actor: Actor, app: str) -> Response:
    """Take a file, sent as the part `file` of a multipart body."""
    given = arguments(PlaceArguments())
    part = request.files.get(PART)
    if part is None:
        raise InvalidError({pointer(PART): Refused("file-missing")})
    command = Receive(field=given["field"], name=part.filename or "", content=part.stream)  # type: ignore[arg-type]  # binary
    row = receiving.receive(_acting(actor, app, given["model"]), command)
    location = f"{request.script_root}{request.path}/{row.id}"
    return answer(file_json(row), status=HTTPStatus.CREATED, location=location)


@files.post("/announce")
@signed_in
def announce_file(actor: Actor, app: str) -> Response:
    """Let a client store a large file itself; it is taken when it is claimed."""
    given = body(AnnounceSchema())
    command = Announce(field=given["field"], name=given["name"], size=given["size"])
    row, ticket = receiving.announce(_acting(actor, app, given["model"]), command)
    return answer(announced_json(row, ticket), status=HTTPStatus.CREATED)


@files.post("/<uuid:file_id>/claim")
@signed_in
def claim_file(actor: Actor, app: str, file_id: UUID) -> Response:
    """Look over what the client has stored itself, and take it if it is fine."""
    given = body(ClaimSchema())
    row = receiving.claim(_acting(actor, app, given["model"]), file_id)
    return answer(file_json(row))


@files.get("/<uuid:file_id>")
@signed_in
def get_file(actor: Actor, app: str, file_id: UUID) -> Response:
    """Return a file's bytes, whole or a range of them."""
    return sent(open_file(actor, OpenFile(app=app, id=file_id, now=clock.now())))


@files.get("/<uuid:file_id>/thumb")
@signed_in
def get_thumb(actor: Actor, app: str, file_id: UUID) -> Response:
    """Return a picture's thumbnail."""
    return sent_thumb(open_file(actor, OpenFile(app=app, id=file_id, now=clock.now(), thumb=True)))


def _acting(actor: Actor, app: str, model: str) -> Acting:
    return acting_in(actor, InModel(app=app, model=model, now=clock.now()))
