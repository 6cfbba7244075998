"""The pages about service tokens."""

from datetime import datetime, time, timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, request

from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame, roles
from stuga.platform.identity.role_forms import app_roles_in
from stuga.platform.identity.tokens import rules, service
from stuga.platform.identity.tokens.commands import CreateToken
from stuga.platform.identity.tokens.words import PERMISSIONS, scope_words
from stuga.platform.identity.words import sentences
from stuga.platform.ui import Link, Locale, msgid, page
from stuga.platform.web import see_other, signed_in
from stuga.platform.web.application import tenant

token_pages = Blueprint("tokens", __name__)
_FOLDER: Final = "platform/identity/tokens"
_USUAL_LIFE: Final = timedelta(days=90)


@token_pages.get("/admin/tokens")
@signed_in
def show_tokens(actor: Actor) -> str:
    """Show every token: what it may do, until when, and whether it is used."""
    found = service.list_tokens(actor)
    locale = frame.locale_of(actor)
    apps = {app.key: app for app in roles.published(locale.language)}
    shell = frame.admin_frame(actor, locale.text(msgid("Service tokens")))
    return page(
        f"{_FOLDER}/tokens.html",
        shell,
        issued=[(each, scope_words(each.token.scopes, apps, locale)) for each in found],
        apps=apps,
        may_write=may(actor, Permission.TOKEN_WRITE),
        now=clock.now(),
    )


@token_pages.get("/admin/tokens/new")
@signed_in
def show_new(actor: Actor) -> Response:
    """Show the form for a new token."""
    service.read_form(actor)
    return _form(actor)


@token_pages.post("/admin/tokens/new")
@signed_in
def create(actor: Actor) -> Response:
    """Make a token and show it: once, here, and nowhere else."""
    command = CreateToken(
        title=" ".join(request.form.get("title", "").split()),
        scopes=frozenset(request.form.getlist("scope")),
        app_roles=app_roles_in(request.form),
        ends_at=_end_of_day(request.form.get("ends_on", "")),
        now=clock.now(),
    )
    try:
        made = service.create_token(actor, command)
    except InvalidError as error:
        return _form(actor, error)
    crumbs = _crumbs(frame.locale_of(actor), made.title)
    shell = frame.admin_frame(actor, made.title, crumbs=crumbs, modules=("copy",))
    html = page(f"{_FOLDER}/made.html", shell, made=made, address=request.url_root)
    return make_response(html, HTTPStatus.CREATED)


@token_pages.post("/admin/tokens/<uuid:token_id>/revoke")
@signed_in
def revoke(actor: Actor, token_id: UUID) -> Response:
    """Make a token useless."""
    service.revoke_token(actor, token_id, now=clock.now())
    frame.leave_toast(frame.locale_of(actor).text("The token is revoked. It works no more."))
    return see_other("/admin/tokens")


def _end_of_day(typed: str) -> datetime | None:
    """Return the end of the day that was typed, in the tenant's time zone."""
    try:
        day = datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None
    return datetime.combine(day, time.max.replace(microsecond=0), ZoneInfo(tenant().zone))


def _form(actor: Actor, refused: InvalidError | None = None) -> Response:
    locale = frame.locale_of(actor)
    title = locale.text("New service token")
    today = locale.local(clock.now()).date()
    html = page(
        f"{_FOLDER}/new.html",
        frame.admin_frame(actor, title, crumbs=_crumbs(locale, title)),
        apps=roles.published(locale.language),
        permissions=[(each.value, PERMISSIONS[each]) for each in rules.offered(actor)],
        typed=request.form,
        ticked=[*request.form.getlist("scope"), *request.form.getlist("app_role")],
        ends_on=request.form.get("ends_on", (today + _USUAL_LIFE).isoformat()),
        latest=(today + timedelta(days=365)).isoformat(),
        errors=sentences(refused, locale) if refused else {},
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _crumbs(locale: Locale, title: str) -> tuple[Link, ...]:
    return (Link(title=locale.text("Service tokens"), href="/admin/tokens"), Link(title=title))
