"""The pages of an export: how it is to be written, how it goes, and the file."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.models import ExportJob
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError, NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Shell, msgid, page
from stuga.platform.ui.screens.list_filters import Filters
from stuga.platform.ui.screens.list_state import ListState, read_state
from stuga.platform.ui.screens.listing import count_text, fields_of_list
from stuga.platform.ui.screens.values import Values
from stuga.platform.web import see_other, signed_in
from stuga.platform.web.downloads import as_attachment
from stuga.runtime.exchange.exporting import service
from stuga.runtime.exchange.exporting.commands import Export, Format
from stuga.runtime.exchange.exporting.naming import names_in
from stuga.runtime.exchange.exporting.printing import printed_now
from stuga.runtime.exchange.exporting.sending import POLICY, sent
from stuga.runtime.exchange.exporting.words import REASONS
from stuga.runtime.exchange.places import Place, place_at
from stuga.runtime.records.asked_names import names_asked_for
from stuga.runtime.records.sorting import sort_for, sortable

export_pages: Final = Blueprint("export_pages", __name__)
FOLDER: Final = "runtime/exchange"
_BASE: Final = "/apps/<app_key>/<screen_key>/export"
AS: Final = "as"
"""What in the address says which way of writing is chosen at first."""
_JOB: Final = f"{_BASE}/<uuid:job_id>"
FORMATS: Final[Mapping[str, str]] = {
    "csv": msgid("CSV, for any spreadsheet program"),
    "xlsx": msgid("Excel (XLSX)"),
    "pdf": msgid("PDF, to print or to archive"),
    "json": msgid("JSON, for programs"),
    "ndjson": msgid("NDJSON: JSON with one record a line"),
}
COLUMNS: Final[Mapping[str, str]] = {
    "list": msgid("Those of the list"),
    "all": msgid("All that you may export"),
}


@export_pages.get(_BASE)
@signed_in
def show_form(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Ask how the list is to be written."""
    place, state = _place(actor, app_key, screen_key), _state()
    service.read_form(place.acting)
    return _form(place, state)


@export_pages.get(f"{_BASE}/pdf")
@signed_in
def print_list(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Give a short list as a PDF; lead to the form where it is long."""
    place, state = _place(actor, app_key, screen_key), _state()
    content = printed_now(actor, _command(place, state, Format.PDF, "list"))
    if content is None:
        link = state.link(f"{place.list_path}/export")
        return see_other(f"{link}{'&' if '?' in link else '?'}{AS}=pdf")
    response = make_response(content)
    response.mimetype = Format.PDF.media_type
    name = f"{place.screen.key}-{place.acting.now:%Y-%m-%d}.pdf"
    response.headers["Content-Disposition"] = as_attachment(name)
    response.headers["Content-Security-Policy"] = POLICY
    return response


@export_pages.post(_BASE)
@signed_in
def begin(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Begin to write the list, as its address has it."""
    place, state = _place(actor, app_key, screen_key), _state()
    wanted, columns = request.form.get("format", ""), request.form.get("columns", "list")
    if wanted not in FORMATS or columns not in COLUMNS:
        return _form(place, state, is_refused=True)
    job = service.begin(actor, _command(place, state, Format(wanted), columns))
    return see_other(f"{place.list_path}/export/{job.id}")


@export_pages.get(_JOB)
@signed_in
def show(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Show how it goes; once it is over, lead to the file."""
    place = _place(actor, app_key, screen_key)
    job = _checked(place, service.own(actor, job_id, app_key=app_key))
    service.read(actor, job_id, app_key=app_key)
    locale, progress = place.locale, service.progress_of(job)
    shell = _shell(
        place,
        locale.text("Export of {list}", list=place.screen.title),
        modules=() if progress.is_over else ("progress",),
    )
    reason = locale.text(REASONS[progress.reason]) if progress.reason else ""
    html = page(f"{FOLDER}/export_progress.html", shell, place=place, job=progress, reason=reason)
    return make_response(html)


@export_pages.post(f"{_JOB}/cancel")
@signed_in
def cancel(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Stop an export."""
    place = _place(actor, app_key, screen_key)
    _checked(place, service.cancel(actor, job_id, app_key=app_key, now=place.acting.now))
    return see_other(f"{place.list_path}/export/{job_id}")


@export_pages.get(f"{_JOB}/file")
@signed_in
def download(actor: Actor, app_key: str, screen_key: str, job_id: UUID) -> Response:
    """Give the file."""
    place = _place(actor, app_key, screen_key)
    now = place.acting.now
    return sent(_checked(place, service.fetch(actor, job_id, app_key=app_key, now=now)))


def _place(actor: Actor, app_key: str, screen_key: str) -> Place:
    locale = frame.locale_of(actor)
    return place_at(actor, app_key, screen_key, locale=locale, now=clock.now(), verbs=("export",))


def _checked(place: Place, job: ExportJob) -> ExportJob:
    if job.model != place.screen.model:
        raise NotFoundError
    return job


def _state() -> ListState:
    return read_state(request.args.items(multi=True)).settled()


def _command(place: Place, state: ListState, form: Format, columns: str) -> Export:
    """Return what the list's address asks for, as the list itself reads it."""
    told = place.acting.rights.told_fields()
    listed = fields_of_list(place.screen, place.model, told, state.columns)
    return Export(
        app=place.definition.key,
        model=place.screen.model,
        now=place.acting.now,
        format=form,
        language=place.locale.language,
        where=_where(place, state),
        search=state.search,
        sort=_sort(place, state),
        fields=tuple(one.key for one in listed) if columns == "list" else (),
        name=f"{place.screen.key}-{place.acting.now:%Y-%m-%d}",
        skips_closed=True,
        title=place.screen.title,
        about=_about(place, state),
    )


def _about(place: Place, state: ListState) -> tuple[str, ...]:
    """Say what the list is narrowed to."""
    acting, readable = place.acting, place.acting.rights.whole_fields("read")
    asked = [
        (one, part)
        for key in state.filters
        if (one := place.model.field(key.field))
        for part in key.value.split(",")
    ]
    names = names_in(
        acting,
        [one for one, _ in asked],
        [{one.key: text} for one, text in asked],
        for_import=False,
        whom=lambda _: names_asked_for(acting, asked),
    )
    filters = Filters(model=place.model, values=Values(place.locale, names), readable=readable)
    search = place.locale.text("Search: {words}", words=state.search) if state.search else ""
    return (*(one.text for one in filters.chips(state, "")), *filter(None, [search]))


def _where(place: Place, state: ListState) -> JsonObject | None:
    readable = place.acting.rights.whole_fields("read")
    filters = Filters(model=place.model, values=Values(place.locale), readable=readable)
    try:
        asked = filters.condition(state.filters)
    except ValueError as error:
        raise BadRequestError(f"{error}: one cannot filter so.") from None
    own = place.screen.filter
    if own is None or asked is None:
        return own or asked
    return {"all": [own, asked]}


def _sort(place: Place, state: ListState) -> str:
    if not state.sort:
        return sort_for(place.acting, place.screen.sort)
    if state.sort.removeprefix("-") not in sortable(place.acting):
        raise BadRequestError(f"sort: one cannot sort by {state.sort!r}.")
    return state.sort


def _form(place: Place, state: ListState, *, is_refused: bool = False) -> Response:
    locale = place.locale
    plan = service.plan_of(place.acting, _command(place, state, Format.CSV, "list"))
    path = f"{place.list_path}/export"
    html = page(
        f"{FOLDER}/export.html",
        _shell(place, locale.text("Export {list}", list=place.screen.title)),
        place=place,
        count=count_text(service.count_of(place.acting, plan), locale),
        is_part=bool(state.filters or state.search),
        action=state.link(path),
        back=state.link(place.list_path),
        formats=[(key, locale.text(words)) for key, words in FORMATS.items()],
        chosen=_chosen(),
        columns=[(key, locale.text(words)) for key, words in COLUMNS.items()],
        error=locale.text("Choose one of the ways shown.") if is_refused else "",
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK)


def _chosen() -> str:
    """Return which way of writing is asked for already."""
    asked = request.form.get("format") or request.args.get(AS, "")
    return asked if asked in FORMATS else "csv"


def _shell(place: Place, title: str, *, modules: tuple[str, ...] = ()) -> Shell:
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
        modules=modules,
    )
