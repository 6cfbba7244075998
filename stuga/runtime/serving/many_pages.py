"""The pages of changing many records of a list: asked first, then done, then told."""

from dataclasses import replace
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.models import BulkJob
from stuga.models.definition.document import Screen
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.ui.screens.listing import count_text
from stuga.platform.ui.screens.whole_page import screen_page
from stuga.platform.web import answer, see_other, signed_in
from stuga.platform.web.downloads import as_attachment
from stuga.runtime.records.many import service
from stuga.runtime.records.many.commands import ChangeMany, Do
from stuga.runtime.records.many.service import CountChangedError
from stuga.runtime.serving import many_form, many_told
from stuga.runtime.serving.many_asked import BULK, Asked, asked_of
from stuga.runtime.serving.many_form import Sheet
from stuga.runtime.serving.options import options_json
from stuga.runtime.serving.request import shell_of, token, visit_of
from stuga.runtime.serving.saved_views import query_of, whole_state_of
from stuga.runtime.serving.searches import search
from stuga.runtime.serving.visits import Visit

many_pages: Final = Blueprint("many_pages", __name__, url_prefix="/apps/<app>/<screen>/bulk")
FOLDER: Final = "runtime/serving"
LONGEST_KEPT: Final = 1_000
"""Of the list's state, in the note that offers to take a deletion back."""
_JOB: Final = "/<uuid:job_id>"


@many_pages.get("")
@signed_in
def ask(actor: Actor, app: str, screen: str) -> Response:
    """Ask whether it is meant so, naming how many records there are."""
    asked = _asked(actor, app, screen)
    asked.note()
    return _question(asked, asked.count())


@many_pages.post("")
@signed_in
def begin(actor: Actor, app: str, screen: str) -> Response:
    """Do it, or say that there are more or fewer records by now."""
    asked = _asked(actor, app, screen)
    expected = request.form.get("_expected", "")
    patch: JsonObject = {}
    if asked.do is Do.UPDATE:
        keys = _keys(asked)
        posted, errors = many_form.read(asked, keys, request.form.items(multi=True))
        if posted.do == "find":
            sought = {posted.target: posted.found.get(posted.target, "")}
            sheet = Sheet(count=asked.count(), typed=posted, sought=sought)
            return _form(asked, keys, sheet, HTTPStatus.OK)
        if errors or not keys:
            sheet = Sheet(count=asked.count(), typed=posted, errors=errors)
            return _form(asked, keys, sheet, HTTPStatus.UNPROCESSABLE_ENTITY)
        patch = {key: posted.data.get(key) for key in keys}
    command = ChangeMany(
        app=app,
        model=asked.screen.model,
        now=asked.visit.now,
        do=asked.do,
        chosen=asked.chosen(),
        patch=patch,
        expected=int(expected) if expected.isdecimal() else -1,
    )
    if not asked.is_all and not asked.ids:
        return _question(asked, 0, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        job = service.begin(actor, command)
    except CountChangedError as error:
        return _question(asked, error.count, HTTPStatus.CONFLICT)
    return _after(asked, job)


@many_pages.get("/options/<field>")
@signed_in
def find_options(actor: Actor, app: str, screen: str, field: str) -> Response:
    """Answer what a reference or person field of the form may name, for its search."""
    at, found = _at(actor, app, screen)
    words = request.args.get("q", "")
    return answer(options_json(search(at, many_form.screen_of(found, [field]), field, words)))


@many_pages.get(_JOB)
@signed_in
def show(actor: Actor, app: str, screen: str, job_id: UUID) -> Response:
    """Show how it goes; once it is over, what was refused."""
    at, found = _at(actor, app, screen)
    job = _checked(found, service.read(actor, job_id, app_key=app))
    progress, query = service.progress_of(job), request.args.get("query", "")[:LONGEST_KEPT]
    title = at.locale.text("Change to several records")
    back = _list_path(at, found, query)
    crumbs = (Link(title=found.title, href=back), Link(title=title))
    shell = shell_of(at, title, *crumbs, stylesheets=("exchange",))
    if not progress.is_over:
        shell = replace(shell, modules=(*shell.modules, "progress"))
    html = page(
        f"{FOLDER}/many_progress.html",
        shell,
        job=progress,
        here=at.path(found.key, BULK, job_id),
        place=_job_path(at, found, job_id, query),
        kept={"query": query} if query else {},
        back=back,
        back_title=found.title,
        done=many_told.done_text(progress.do, progress.changed, at.locale),
        reason=at.locale.text(many_told.REASONS[progress.reason]) if progress.reason else "",
        failures=many_told.failures_told(at, job) if progress.is_over else (),
        may_undo=service.may_undo(job),
    )
    return make_response(html)


@many_pages.get(f"{_JOB}/failures.csv")
@signed_in
def give_failures(actor: Actor, app: str, screen: str, job_id: UUID) -> Response:
    """Give every record that was refused, with the reason, as a file for spreadsheet programs."""
    at, found = _at(actor, app, screen)
    job = _checked(found, service.read(actor, job_id, app_key=app))
    response = Response(many_told.failures_file(at, job), mimetype="text/csv")
    name = at.locale.text("left as they were")
    response.headers["Content-Disposition"] = as_attachment(f"{found.key}-{name}.csv")
    return response


@many_pages.post(f"{_JOB}/cancel")
@signed_in
def cancel(actor: Actor, app: str, screen: str, job_id: UUID) -> Response:
    """Stop it."""
    at, found = _at(actor, app, screen)
    _checked(found, service.cancel(actor, job_id, app_key=app, now=at.now))
    return see_other(_job_path(at, found, job_id, request.form.get("query", "")))


@many_pages.post(f"{_JOB}/undo")
@signed_in
def undo(actor: Actor, app: str, screen: str, job_id: UUID) -> Response:
    """Take a deletion back."""
    at, found = _at(actor, app, screen)
    job = _checked(found, service.undo(actor, job_id, app_key=app, now=at.now))
    if job.state != "done" or job.failed_count:
        return see_other(_job_path(at, found, job.id, request.form.get("query", "")))
    frame.leave_toast(many_told.done_text(Do.RESTORE, job.done, at.locale))
    return see_other(_list_path(at, found, request.form.get("query", "")))


def _list_path(at: Visit, screen: Screen, query: str) -> str:
    """Return where the list is, as it was when its records were chosen."""
    return whole_state_of(query).link(at.path(screen.key))


def _job_path(at: Visit, screen: Screen, job_id: UUID, query: str) -> str:
    """Return where the job is, from where one comes back to the list as it was."""
    path = at.path(screen.key, BULK, job_id)
    return f"{path}?{urlencode({'query': query})}" if 0 < len(query) <= LONGEST_KEPT else path


def _at(actor: Actor, app: str, screen: str) -> tuple[Visit, Screen]:
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "list":
        raise NotFoundError
    return at, found


def _asked(actor: Actor, app: str, screen: str) -> Asked:
    return asked_of(*_at(actor, app, screen), request.args)


def _checked(screen: Screen, job: BulkJob) -> BulkJob:
    if job.model != screen.model:
        raise NotFoundError
    return job


def _keys(asked: Asked) -> list[str]:
    wanted = request.args.getlist("field")
    return [one.key for one in asked.fields() if one.key in wanted]


def _question(asked: Asked, count: int, status: int = HTTPStatus.OK) -> Response:
    """Show the page on which one says that it is meant so."""
    keys = _keys(asked) if asked.do is Do.UPDATE else []
    locale = asked.visit.locale
    if count and keys:
        is_other = status == HTTPStatus.CONFLICT
        notice = locale.text("There are more or fewer records by now") if is_other else ""
        return _form(asked, keys, Sheet(count=count, notice=notice), status)
    title = {
        Do.UPDATE: locale.text("Change several records"),
        Do.DELETE: locale.text("Delete several records"),
        Do.RESTORE: locale.text("Restore several records"),
    }[asked.do]
    html = page(
        f"{FOLDER}/many_ask.html",
        shell_of(asked.visit, title, *_crumbs(asked, title), stylesheets=("exchange",)),
        asked=asked,
        count=count,
        told=count_text(count, locale),
        is_other=status == HTTPStatus.CONFLICT,
        fields=asked.fields() if asked.do is Do.UPDATE else (),
        apart=locale.listed([one.title for one in asked.apart()]),
        at_once=service.AT_ONCE,
    )
    return make_response(html, status)


def _form(asked: Asked, keys: list[str], sheet: Sheet, status: int) -> Response:
    view = many_form.form_of(asked, keys, sheet, csrf=token())
    title = view.screen.title
    shell = shell_of(asked.visit, title, *_crumbs(asked, title))
    return make_response(screen_page(view, shell), status)


def _crumbs(asked: Asked, title: str) -> tuple[Link, ...]:
    return (Link(title=asked.screen.title, href=asked.back), Link(title=title))


def _after(asked: Asked, job: BulkJob) -> Response:
    """Lead to the list where all went well, else to what is told of it."""
    at, key = asked.visit, asked.screen.key
    if job.state != "done" or job.failed_count:
        return see_other(_job_path(at, asked.screen, job.id, query_of(asked.state)))
    undo_path = at.path(key, BULK, job.id, "undo") if service.may_undo(job) else ""
    words = many_told.done_text(asked.do, job.done, at.locale)
    query = query_of(asked.state)
    kept = {"query": query} if asked.do is Do.DELETE and len(query) <= LONGEST_KEPT else {}
    frame.leave_toast(words, undo_action=undo_path, fields=kept)
    return see_other(asked.back)
