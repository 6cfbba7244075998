"""The pages on which a file becomes an app: choose it, correct the guesses, see it filled."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.builder.apps.rules import KEY
from stuga.builder.spreadsheets import forms, service
from stuga.builder.spreadsheets.commands import Decided, MakeApp, Named
from stuga.builder.spreadsheets.guess_view import PERSONAL_WORDS, columns_shown
from stuga.builder.spreadsheets.rules import CURRENCIES, LANGUAGES
from stuga.builder.spreadsheets.service import Looked
from stuga.builder.spreadsheets.words import BASIS_WORDS, told_by_place
from stuga.models import ImportJob
from stuga.models.definition.document import App
from stuga.models.definition.refusals import Errors
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, Shell, page
from stuga.platform.ui.locale import NAMES
from stuga.platform.web import see_other, signed_in
from stuga.runtime.exchange import plans, steering
from stuga.runtime.exchange import service as imports
from stuga.runtime.exchange.commands import Receive
from stuga.runtime.exchange.mapping_view import both_readings
from stuga.runtime.exchange.pages import failures_file, file_error, posted_file
from stuga.runtime.exchange.progress_view import field_titles, progress_view
from stuga.runtime.exchange.words import UNNAMED

spreadsheet_pages: Final = Blueprint("spreadsheet_pages", __name__, url_prefix="/build/new")
FOLDER: Final = "builder/spreadsheets"
BASE: Final = "/build/new/spreadsheet"
_NOTHING_WRONG: Final[Errors] = {}


@spreadsheet_pages.get("/spreadsheet")
@signed_in
def show_upload(actor: Actor) -> Response:
    """Ask for a file."""
    return _upload(actor)


@spreadsheet_pages.post("/spreadsheet")
@signed_in
def upload(actor: Actor) -> Response:
    """Keep the file that came, and show what its columns seem to be."""
    name, content = posted_file()
    unnamed = frame.locale_of(actor).text(UNNAMED)
    command = Receive(file_name=name, content=content, now=clock.now(), unnamed=unnamed)
    try:
        job = service.receive(actor, command)
    except InvalidError as error:
        return _upload(actor, error)
    return see_other(_page_of(job, request.form.get("into", "")))


@spreadsheet_pages.get("/spreadsheet/<uuid:job_id>")
@signed_in
def show(actor: Actor, job_id: UUID) -> Response:
    """Show the guesses; once the app is made, how its rows come in."""
    job = imports.own(actor, job_id)
    imports.note_read(actor, job)
    if job.state != "uploaded":
        return _progress(actor, job)
    if job.app_key:
        return _waiting(actor, job)
    locale = frame.locale_of(actor)
    looked = service.look(actor, job_id, language=locale.language)
    into = service.app_to_extend(request.args.get("into", ""))
    named = forms.proposed_names(looked, locale.language, into)
    return _guesses(actor, looked, named, forms.proposed_columns(looked.guesses, into), into)


@spreadsheet_pages.post("/spreadsheet/<uuid:job_id>")
@signed_in
def make(actor: Actor, job_id: UUID) -> Response:
    """Make the app, publish it and begin to import; or read the file in another way."""
    locale = frame.locale_of(actor)
    looked = service.look(actor, job_id, language=locale.language)
    into_key = request.form.get("into", "")
    if request.form.get("act") == "names":
        unnamed = locale.text(UNNAMED)
        imports.reread(actor, looked.job, named="named" in request.form, unnamed=unnamed)
        return see_other(_page_of(looked.job, into_key))
    into = service.app_to_extend(into_key)
    note = locale.text("Made from {file}", file=looked.job.file_name or "CSV")
    command = forms.posted(request.form, looked, into, note=note, now=clock.now())
    try:
        service.make_app(actor, command)
    except InvalidError as error:
        return _refused(actor, looked, command, into, error)
    return see_other(f"{BASE}/{job_id}")


@spreadsheet_pages.post("/spreadsheet/<uuid:job_id>/import")
@signed_in
def begin(actor: Actor, job_id: UUID) -> Response:
    """Take a role of the app that was made, and import its rows."""
    service.begin_import(actor, job_id, now=clock.now(), again="again" in request.form)
    return see_other(f"{BASE}/{job_id}")


@spreadsheet_pages.post("/spreadsheet/<uuid:job_id>/cancel")
@signed_in
def cancel(actor: Actor, job_id: UUID) -> Response:
    """Stop importing; the app and what has been imported stay."""
    steering.cancel(actor, job_id, now=clock.now())
    return see_other(f"{BASE}/{job_id}")


@spreadsheet_pages.post("/spreadsheet/<uuid:job_id>/resume")
@signed_in
def resume(actor: Actor, job_id: UUID) -> Response:
    """Go on importing after an error."""
    steering.resume(actor, job_id, now=clock.now())
    return see_other(f"{BASE}/{job_id}")


@spreadsheet_pages.get("/spreadsheet/<uuid:job_id>/failures.csv")
@signed_in
def download_failures(actor: Actor, job_id: UUID) -> Response:
    """Give the rows that failed, each with its reason."""
    job = imports.own(actor, job_id)
    imports.note_read(actor, job)
    return failures_file(job, frame.locale_of(actor).text("Why it was not imported"))


def _page_of(job: ImportJob, into: str) -> str:
    """Return the page of a file; it remembers the app that is to get another model."""
    return f"{BASE}/{job.id}" + (f"?into={into}" if KEY.fullmatch(into) else "")


def _shell(actor: Actor, title: str, **more: object) -> Shell:
    locale = frame.locale_of(actor)
    crumbs = (
        Link(title=locale.text("Apps"), href="/build/"),
        Link(title=locale.text("New app"), href="/build/new"),
        Link(title=title),
    )
    return frame.frame(
        actor,
        title,
        locale=locale,
        place=Link(title=locale.text("Builder"), href="/build/"),
        crumbs=crumbs,
        stylesheets=("exchange",),
        **more,
    )


def _upload(actor: Actor, refused: InvalidError | None = None) -> Response:
    apps = service.read_form(actor)
    locale = frame.locale_of(actor)
    shell = _shell(actor, locale.text("Start from a spreadsheet"), modules=("upload",))
    name, _ = posted_file() if refused else ("", b"")
    html = page(
        f"{FOLDER}/upload.html",
        shell,
        base=BASE,
        apps=apps,
        into=request.values.get("into", ""),
        error=file_error(refused, shell, name) if refused else "",
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _refused(
    actor: Actor, looked: Looked, command: MakeApp, into: App | None, error: InvalidError
) -> Response:
    html = _guesses(actor, looked, command.named, command.columns, into, errors=error.errors)
    html.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return html


def _guesses(
    actor: Actor,
    looked: Looked,
    named: Named,
    columns: tuple[Decided, ...],
    into: App | None,
    *,
    errors: Errors = _NOTHING_WRONG,
) -> Response:
    job = looked.job
    locale = frame.locale_of(actor)
    title = locale.text("Is this right?")
    html = page(
        f"{FOLDER}/guesses.html",
        _shell(actor, title, modules=("upload",)),
        here=f"{BASE}/{job.id}",
        job=job,
        broken=looked.survey.broken,
        layout=plans.read(job.settings).layout,
        named=named,
        columns=columns_shown(columns, into, errors, locale),
        into=into,
        roles=[(key, role.title) for key, role in into.roles.items()] if into else [],
        errors=told_by_place(errors, locale),
        works="work" in request.form,
        may_work=service.may_work(actor, into, named.role),
        personal=[(key, locale.text(words)) for key, words in PERSONAL_WORDS],
        readings=both_readings(locale),
        **_choices(locale),
    )
    return make_response(html)


def _choices(locale: Locale) -> dict[str, object]:
    return {
        "app_languages": [(code, NAMES[code]) for code in LANGUAGES],
        "currencies": [(code, code) for code in CURRENCIES],
        "bases": [(key, locale.text(words)) for key, words in BASIS_WORDS.items()],
    }


def _waiting(actor: Actor, job: ImportJob) -> Response:
    """Show that the app is there, and its rows are not."""
    locale = frame.locale_of(actor)
    shell = _shell(actor, locale.text("The app is published"))
    before = imports.repeated(job, job.app_key, job.model or "", now=clock.now())
    html = page(
        f"{FOLDER}/waiting.html",
        shell,
        here=f"{BASE}/{job.id}",
        job=job,
        before=before,
        may_begin=service.may_begin(actor, job),
    )
    return make_response(html)


def _progress(actor: Actor, job: ImportJob) -> Response:
    locale = frame.locale_of(actor)
    view = progress_view(
        job,
        locale,
        here=f"{BASE}/{job.id}",
        open_href=f"/apps/{job.app_key}/" if job.app_key else "/build/",
        open_label=locale.text("Open the app") if job.app_key else locale.text("To the builder"),
        again_href=BASE,
    )
    title = locale.text("Import {file}", file=job.file_name or "CSV")
    modules = () if view.progress.is_over else ("progress",)
    titles = field_titles(view.progress, locale)
    html = page(
        "runtime/exchange/progress.html",
        _shell(actor, title, modules=modules),
        view=view,
        titles=titles,
    )
    return make_response(html)
