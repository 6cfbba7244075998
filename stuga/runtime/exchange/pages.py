"""The pages of an import into a list: choose a file, map its columns, see how it goes."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.models import ImportJob
from stuga.models.definition.refusals import Refused
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Shell, page
from stuga.platform.web import see_other, signed_in
from stuga.runtime.exchange import failed_rows, plans, service, steering
from stuga.runtime.exchange.commands import Chosen, Mapped, Receive, Start, Tried
from stuga.runtime.exchange.encodings import FILE
from stuga.runtime.exchange.keys import KEY
from stuga.runtime.exchange.layouts import Layout
from stuga.runtime.exchange.mapping_view import (
    both_readings,
    columns_shown,
    keys_shown,
    posted_mapping,
)
from stuga.runtime.exchange.places import Place, place_at
from stuga.runtime.exchange.progress_view import progress_view
from stuga.runtime.exchange.survey import Survey
from stuga.runtime.exchange.trying import ROWS_TRIED
from stuga.runtime.exchange.words import UNNAMED, first_told, told

import_pages: Final = Blueprint("import_pages", __name__)
FOLDER: Final = "runtime/exchange"
_BASE: Final = "/apps/<app_key>/<screen_key>/import"
_JOB: Final = f"{_BASE}/<uuid:job_id>"


@import_pages.get(_BASE)
@signed_in
def show_upload(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Ask for a file."""
    place = _place(actor, app_key, screen_key)
    service.read_form(actor, app_key, place.screen.model)
    return _upload(place)


@import_pages.post(_BASE)
@signed_in
def upload(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Keep the file that came, and ask where its columns go."""
    place = _place(actor, app_key, screen_key)
    name, content = posted_file()
    command = Receive(
        file_name=name,
        content=content,
        now=place.acting.now,
        app_key=app_key,
        model=place.screen.model,
        unnamed=place.locale.text(UNNAMED),
    )
    try:
        job = service.receive(actor, command)
    except InvalidError as error:
        return _upload(place, error)
    return see_other(f"{place.path}/{job.id}")


@import_pages.get(_JOB)
@signed_in
def show(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Ask where columns go; once it has begun, show how it goes."""
    place, job = _job(actor, app_key, screen_key, job_id)
    service.note_read(actor, job)
    if job.state not in service.READY:
        return _progress(place, job)
    survey, mapped = service.proposal(place.acting, job)
    return _mapping(place, job, survey, service.chosen_in(job) or _chosen(place, mapped))


@import_pages.post(_JOB)
@signed_in
def decide(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Try the columns as they were chosen, or begin."""
    place, job = _job(actor, app_key, screen_key, job_id)
    if request.form.get("act") == "names":
        unnamed = place.locale.text(UNNAMED)
        sheet = request.form.get("sheet", "")
        service.reread(
            actor,
            job,
            named="named" in request.form,
            unnamed=unnamed,
            sheet=int(sheet) if sheet.isdecimal() else None,
        )
        return see_other(f"{place.path}/{job.id}")
    survey, _ = service.proposal(place.acting, job)
    chosen = _chosen(place, posted_mapping(request.form, survey), request.form.getlist("key"))
    if request.form.get("act") not in {"start", "try"}:
        service.note_read(actor, job)
        return _mapping(place, job, survey, chosen)
    try:
        service.start(actor, _start(place, job, chosen))
    except InvalidError as error:
        return _mapping(place, job, survey, chosen, refused=error)
    return see_other(f"{place.path}/{job.id}")


def _chosen(place: Place, mapped: tuple[Mapped, ...], key: Sequence[str] = ()) -> Chosen:
    return Chosen(mapped=mapped, key=tuple(key), language=place.locale.language)


def _start(place: Place, job: ImportJob, chosen: Chosen) -> Start:
    return Start(
        job_id=job.id,
        app_key=place.definition.key,
        model=place.screen.model,
        mapped=chosen.mapped,
        key=chosen.key,
        language=chosen.language,
        now=place.acting.now,
        again="again" in request.form,
        is_trial=request.form.get("act") == "try",
    )


@import_pages.post(f"{_JOB}/cancel")
@signed_in
def cancel(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Stop an import; what has been imported stays."""
    place = _place(actor, app_key, screen_key)
    _check_model(place, steering.cancel(actor, job_id, now=place.acting.now))
    return see_other(f"{place.path}/{job_id}")


@import_pages.post(f"{_JOB}/pause")
@signed_in
def pause(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Let an import rest."""
    place = _place(actor, app_key, screen_key)
    _check_model(place, steering.pause(actor, job_id, now=place.acting.now))
    return see_other(f"{place.path}/{job_id}")


@import_pages.post(f"{_JOB}/resume")
@signed_in
def resume(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Go on with an import that rests, or that an error stopped."""
    place = _place(actor, app_key, screen_key)
    _check_model(place, steering.resume(actor, job_id, now=place.acting.now))
    return see_other(f"{place.path}/{job_id}")


@import_pages.get(f"{_JOB}/failures.csv")
@signed_in
def download_failures(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Give the rows that failed, each with its reason."""
    place, job = _job(actor, app_key, screen_key, job_id)
    service.note_read(actor, job)
    return failures_file(job, place.locale.text("Why it was not imported"))


def failures_file(job: ImportJob, reason: str) -> Response:
    """Answer with the failed rows of a job as a CSV file."""
    columns = plans.read(job.settings).layout.columns
    content = failed_rows.written(columns, reason, service.failures_of(job))
    response = Response(content, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="not-imported.csv")
    return response


def posted_file() -> tuple[str, bytes]:
    """Return the posted file's name and content; an empty name if there is none."""
    found = request.files.get("file")
    return ("", b"") if found is None else (found.filename or "", found.read())


def file_error(error: InvalidError, shell: Shell, name: str) -> str:
    """Say what is wrong with a posted file."""
    if not name and FILE in error.errors:
        return told(Refused("file-missing"), shell.locale)
    return first_told(error, shell.locale)


def _place(actor: Actor, app_key: str, screen_key: str) -> Place:
    locale = frame.locale_of(actor)
    return place_at(actor, app_key, screen_key, locale=locale, now=clock.now())


def _job(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> tuple[Place, ImportJob]:
    place = _place(actor, app_key, screen_key)
    job = service.own(actor, job_id, app_key=app_key)
    _check_model(place, job)
    return place, job


def _check_model(place: Place, job: ImportJob) -> None:
    if job.app_key != place.definition.key or job.model != place.screen.model:
        raise NotFoundError


def _shell(place: Place, title: str, **more: object) -> Shell:
    crumbs = (Link(title=place.screen.title, href=place.list_path), Link(title=title))
    return frame.frame(
        place.acting.actor,
        title,
        locale=place.locale,
        theme=place.definition.theme,
        place=Link(title=place.definition.title, href=place.home),
        nav=place.nav(),
        current=place.list_path,
        crumbs=crumbs,
        stylesheets=("exchange",),
        **more,
    )


def _upload(place: Place, refused: InvalidError | None = None) -> Response:
    shell = _shell(place, place.locale.text("Import rows"), modules=("upload",))
    name, _ = posted_file() if refused else ("", b"")
    html = page(
        f"{FOLDER}/upload.html",
        shell,
        place=place,
        error=file_error(refused, shell, name) if refused else "",
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _mapping(
    place: Place,
    job: ImportJob,
    survey: Survey,
    chosen: Chosen,
    *,
    refused: InvalidError | None = None,
) -> Response:
    locale = place.locale
    tried: Tried | None = None
    try:
        tried = service.whole_trial(job, chosen) or service.try_out(place.acting, job, chosen)
    except InvalidError as error:
        refused = refused or (error if request.method == "POST" else None)
    errors = refused.errors if refused else {}
    by_column = {
        int(at.rsplit("/", 1)[1]): told(one, locale)
        for at, one in errors.items()
        if at.startswith("/columns/")
    }
    whole = [
        told(one, locale)
        for at, one in errors.items()
        if not at.startswith("/columns/") and at != KEY
    ]
    html = page(
        f"{FOLDER}/mapping.html",
        _shell(place, locale.text("Import {file}", file=job.file_name or "CSV")),
        place=place,
        job=job,
        chosen=chosen,
        layout=_layout(job),
        sheets=[(str(at), name) for at, name in enumerate(_layout(job).sheets)],
        columns=columns_shown(place, survey, chosen.mapped, by_column),
        keys=keys_shown(place, chosen.key),
        key_error=told(errors[KEY], locale) if KEY in errors else "",
        readings=both_readings(locale),
        tried=tried,
        most_tried=ROWS_TRIED,
        errors=by_column,
        whole=whole,
        titles={one.key: one.title for one in place.model.fields.values()},
        before=service.repeated(
            job, place.definition.key, place.screen.model, now=place.acting.now
        ),
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _layout(job: ImportJob) -> Layout:
    return plans.read(job.settings).layout


def _progress(place: Place, job: ImportJob) -> Response:
    locale = place.locale
    view = progress_view(
        job,
        locale,
        here=f"{place.path}/{job.id}",
        open_href=place.list_path,
        open_label=locale.text("Open {list}", list=place.screen.title),
        again_href=place.path,
        may_pause=True,
    )
    title = locale.text("Import {file}", file=job.file_name or "CSV")
    shell = _shell(place, title, modules=() if view.progress.is_over else ("progress",))
    titles = {one.key: one.title for one in place.model.fields.values()}
    return make_response(page(f"{FOLDER}/progress.html", shell, view=view, titles=titles))
