"""Files over HTTP: sent from a form as they are chosen, and downloaded from its record's page."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.models.definition.document import Screen
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.platform.telemetry import current_request
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.web import answer, public, takes_files
from stuga.runtime.files.commands import OpenFile, Receive
from stuga.runtime.files.opening import open_file
from stuga.runtime.files.receiving import receive
from stuga.runtime.files.sending import sent, sent_thumb
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.rights import rights_through
from stuga.runtime.serving import public_forms
from stuga.runtime.serving.file_words import PLACE, THUMB, shown
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.visits import Visit

file_pages: Final = Blueprint("file-pages", __name__, url_prefix="/apps/<app>")
PART: Final = "file"
FILE: Final = f"/{PLACE}/<uuid:file_id>"
OF_PUBLIC_FORMS: Final = "a public form may ask for files"
OWN: Final = "a stranger sees again what they have just sent"


@file_pages.post("/<screen>/files/<field>")
@public(OF_PUBLIC_FORMS)
@takes_files
def send_file(actor: Actor, app: str, screen: str, field: str) -> Response:
    """Take one file for a field of a form; the form then names it by its id."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "form":
        raise NotFoundError
    part = request.files.get(PART)
    if part is None:
        raise NotFoundError
    if not actor.signed_in:
        public_forms.count_post(f"{at.path(screen)}/files", current_request().network, now=at.now)
    command = Receive(
        field=field,
        name=part.filename or "",
        content=part.stream,  # type: ignore[arg-type]  # of bytes, as werkzeug opens it
        holder=at.browser,
    )
    try:
        row = receive(_acting(at, found), command)
    except InvalidError as error:
        return _refused(at, found, field, error)
    one = shown(at, row)
    about = " · ".join(text for text in (one.size, one.note) if text)
    taken = {"id": one.id, "name": one.name, "about": about, "thumb": one.thumb}
    return answer({**taken}, status=HTTPStatus.CREATED)


def _acting(at: Visit, screen: Screen) -> Acting:
    rights = rights_through(at.actor, at.app, screen, now=at.now)
    posted = at.app.definition.screens[screen.key]
    return Acting(actor=at.actor, app=at.app, rights=rights, now=at.now, screen=posted)


def _refused(at: Visit, screen: Screen, field: str, error: InvalidError) -> Response:
    """Say in the reader's words why a file is not taken."""
    title = at.model(screen.model).fields[field].title
    words = " ".join(refusal_text(one, title, at.locale) for one in error.errors.values())
    return answer({"words": words}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@file_pages.get(FILE)
@public(OWN)
def download(actor: Actor, app: str, file_id: UUID) -> Response:
    """Give a file to whom it is open, to keep."""
    return sent(open_file(actor, _command(actor, app, file_id, thumb=False)))


@file_pages.get(f"{FILE}/{THUMB}")
@public(OWN)
def show_thumb(actor: Actor, app: str, file_id: UUID) -> Response:
    """Show a picture small."""
    return sent_thumb(open_file(actor, _command(actor, app, file_id, thumb=True)))


def _command(actor: Actor, app: str, file_id: UUID, *, thumb: bool) -> OpenFile:
    at = visit_of(actor, app)
    return OpenFile(app=app, id=file_id, now=at.now, thumb=thumb, holder=at.browser)
