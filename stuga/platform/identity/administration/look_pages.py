"""How the tenant's pages look."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, make_response, request

from stuga.models.definition.pictures import LOGOS
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.identity.administration import service
from stuga.platform.identity.administration.logos import logos_in
from stuga.platform.pictures.routes import TENANTS
from stuga.platform.ui import msgid, page
from stuga.platform.ui.logo import logo_of
from stuga.platform.ui.theme_form import form_of, is_typed_well, typed_theme
from stuga.platform.web import see_other, signed_in, takes_files
from stuga.platform.web.application import tenant

look_pages: Final = Blueprint("look", __name__)


@look_pages.get("/admin/look")
@signed_in
def show_look(actor: Actor) -> Response:
    """Show the tenant's look, or one that is being tried."""
    kept = service.read_theme(actor)
    return _page(actor, {**typed_theme(request.args), **_logos(kept)} if request.args else kept)


@look_pages.post("/admin/look")
@signed_in
@takes_files
def set_look(actor: Actor) -> Response:
    """Keep the tenant's look."""
    # As it is now: what the request knows of its tenant is up to half a minute old.
    before = service.theme_to_change(actor)
    theme, locale = typed_theme(request.form), frame.locale_of(actor)
    if not is_typed_well(request.form):
        words = locale.text("Write a colour as #0b6e4f.")
        return _page(actor, {**theme, **_logos(before)}, {"accent": words})
    logos, errors = logos_in(actor, before, request.form, request.files, locale)
    if errors:
        return _page(actor, {**theme, **_logos(before)}, errors)
    service.set_theme(actor, {**theme, **logos})
    frame.leave_toast(locale.text("The look is saved. Every page has it within half a minute."))
    return see_other("/admin/look")


def _logos(theme: JsonObject) -> JsonObject:
    return {member: theme[member] for member in LOGOS if member in theme}


def _page(actor: Actor, theme: JsonObject, errors: dict[str, str] | None = None) -> Response:
    locale = frame.locale_of(actor)
    sheets = ("administration", "exchange")
    title = locale.text(msgid("Look"))
    shell = frame.admin_frame(actor, title, theme=theme, modules=("theme",), stylesheets=sheets)
    logo = logo_of(theme, TENANTS, tenant().title)
    html = page(
        "platform/identity/administration/look.html",
        shell,
        form=form_of(theme, locale, below=locale.text("As Stuga has it")),
        logo=logo,
        errors=errors or {},
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)
