"""How the tenant's pages look."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, make_response, request

from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.identity.administration import service
from stuga.platform.ui import msgid, page
from stuga.platform.ui.theme_form import form_of, is_typed_well, typed_theme
from stuga.platform.web import see_other, signed_in

look_pages: Final = Blueprint("look", __name__)


@look_pages.get("/admin/look")
@signed_in
def show_look(actor: Actor) -> Response:
    """Show the tenant's look, or one that is being tried."""
    kept = service.read_theme(actor)
    return _page(actor, typed_theme(request.args) if request.args else kept)


@look_pages.post("/admin/look")
@signed_in
def set_look(actor: Actor) -> Response:
    """Keep the tenant's look."""
    theme, locale = typed_theme(request.form), frame.locale_of(actor)
    if not is_typed_well(request.form):
        words = locale.text("Write a colour as #0b6e4f.")
        return _page(actor, theme, {"accent": words})
    service.set_theme(actor, theme)
    frame.leave_toast(locale.text("The look is saved. Every page has it within half a minute."))
    return see_other("/admin/look")


def _page(actor: Actor, theme: JsonObject, errors: dict[str, str] | None = None) -> Response:
    locale = frame.locale_of(actor)
    shell = frame.admin_frame(actor, locale.text(msgid("Look")), theme=theme, modules=("theme",))
    html = page(
        "platform/identity/administration/look.html",
        shell,
        form=form_of(theme, locale, below=locale.text("As Stuga has it")),
        errors=errors or {},
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)
