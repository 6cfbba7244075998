"""The pages of a published app: its screens, records, look-ups and trash."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.models.definition.document import Screen
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.ui.screens.list_state import read_state
from stuga.platform.ui.screens.rendering import View
from stuga.platform.ui.screens.whole_page import screen_page
from stuga.platform.web import answer, public, see_other, signed_in, takes_files
from stuga.runtime.records import service
from stuga.runtime.records.commands import DeleteRecord, RestoreRecord
from stuga.runtime.serving import results, talks
from stuga.runtime.serving.form_pages import open_form, post_form, typing_kept
from stuga.runtime.serving.free_screens import dashboard_view, page_view
from stuga.runtime.serving.lists import Elsewhere, list_page
from stuga.runtime.serving.naming import label_of
from stuga.runtime.serving.notes import taken_thanks
from stuga.runtime.serving.options import options_json
from stuga.runtime.serving.record_pages import record_page
from stuga.runtime.serving.request import PLACES, shell_of, token, visit_of
from stuga.runtime.serving.searches import search
from stuga.runtime.serving.thanks_page import AGAIN, RECEIPT, Sending, thanks_page
from stuga.runtime.serving.trash_list import trash_page
from stuga.runtime.serving.visits import Visit

app_pages: Final = Blueprint("app-pages", __name__, url_prefix="/apps/<app>")
SCREEN: Final = "/<screen>"
RECORD: Final = "/<screen>/<uuid:record_id>"
PUBLIC_FORM: Final = "a form may be public; all else asks for a role"


@app_pages.get("/")
@signed_in
def open_app(actor: Actor, app: str) -> Response:
    """Lead to the first screen of the navigation that the actor may open."""
    at = visit_of(actor, app)
    first = next(iter(at.nav()), None)
    if first is not None:
        return see_other(first.href)
    if not at.is_at_home:
        raise NotFoundError
    shell = shell_of(at, at.definition.title)
    return make_response(page("runtime/serving/no_screen.html", shell, app=at.definition))


@app_pages.get(SCREEN)
@public(PUBLIC_FORM)
def open_screen(actor: Actor, app: str, screen: str) -> Response:
    """Show a screen that needs no record."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    match found.type:
        case "form":
            return open_form(at, found)
        case "list":
            return _list(at, found)
        case "dashboard":
            return _shown(at, found, dashboard_view(at, found))
        case "page":
            return _shown(at, found, page_view(at, found))
        case _:
            raise NotFoundError


def _list(at: Visit, screen: Screen) -> Response:
    state = read_state(request.args.items(multi=True))
    found = list_page(at, screen, state, csrf=token())
    if isinstance(found, Elsewhere):
        return see_other(found.path)
    return _shown(at, screen, found)


def _shown(at: Visit, screen: Screen, view: View, *crumbs: Link) -> Response:
    return make_response(screen_page(view, shell_of(at, screen.title, *crumbs)))


@app_pages.post(SCREEN)
@typing_kept
@public(PUBLIC_FORM)
@takes_files
def send_form(actor: Actor, app: str, screen: str) -> Response:
    """Take a form that makes a record."""
    at = visit_of(actor, app)
    return post_form(at, _form(at, screen))


@app_pages.get(f"{SCREEN}/{results.THANKS}")
@public(PUBLIC_FORM)
def say_thanks(actor: Actor, app: str, screen: str) -> Response:
    """Say that a form has arrived."""
    at = visit_of(actor, app)
    found = _form(at, screen)
    asked = request.args
    sending = Sending(words=taken_thanks(), link=asked.get(RECEIPT, ""), is_again=AGAIN in asked)
    return thanks_page(at, found, sending)


@app_pages.get(RECORD)
@public(PUBLIC_FORM)
def open_record(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Show a record, or a form of it."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type == "form":
        return open_form(at, found, record_id)
    if found.type != "detail":
        raise NotFoundError
    return record_page(at, found, record_id, talks.asked())


@app_pages.post(RECORD)
@typing_kept
@public(PUBLIC_FORM)
@takes_files
def send_change(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Take a form that changes a record."""
    at = visit_of(actor, app)
    return post_form(at, _form(at, screen), record_id)


def _form(at: Visit, key: str) -> Screen:
    found = at.opened(key)
    if found.type != "form":
        raise NotFoundError
    return found


@app_pages.get(f"{SCREEN}/options/<field>")
@public(PUBLIC_FORM)
def find_options(actor: Actor, app: str, screen: str, field: str) -> Response:
    """Answer what a reference or person field of a screen may name, for its search."""
    at = visit_of(actor, app)
    return answer(options_json(search(at, at.opened(screen), field, request.args.get("q", ""))))


@app_pages.post(f"{RECORD}/delete")
@signed_in
def delete_record(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Put a record in the trash; the next page offers to take that back."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    revision = request.form.get("revision", "")
    command = DeleteRecord(
        app=app,
        model=found.model,
        now=at.now,
        id=record_id,
        revision=int(revision) if revision.isdecimal() else None,
    )
    gone = service.delete(actor, command)
    label = label_of(at, found.model, {**gone.data, **gone.system})
    frame.leave_toast(
        at.locale.text("{record} is in the trash", record=label),
        undo_action=at.path(screen, record_id, "restore"),
    )
    listed = at.first_for(found.model, "list")
    return see_other(at.path(listed) if listed else at.home)


@app_pages.post(f"{RECORD}/restore")
@signed_in
def restore_record(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Take a record out of the trash and show it."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    command = RestoreRecord(app=app, model=found.model, now=at.now, id=record_id)
    back = service.restore(actor, command)
    label = label_of(at, found.model, {**back.data, **back.system})
    frame.leave_toast(at.locale.text("{record} is back", record=label))
    detail = at.first_for(found.model, "detail", screen)
    return see_other(at.path(detail, record_id) if detail else at.path(screen))


@app_pages.get(f"{SCREEN}/trash")
@signed_in
def show_trash(actor: Actor, app: str, screen: str) -> Response:
    """Show what of a list lies in the trash."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "list":
        raise NotFoundError
    trash = trash_page(at, found, request.args.get("cursor", ""))
    title = at.locale.text("Trash")
    crumbs = (Link(title=found.title, href=at.path(screen)), Link(title=title))
    shell = shell_of(at, title, *crumbs, stylesheets=(*PLACES, "many"))
    return make_response(page("runtime/serving/trash.html", shell, trash=trash, listed=found))
