"""The page of what holds for a whole app: its title, its icon, and its end."""

from collections.abc import Mapping
from typing import Final

from flask import Response, request

from stuga.builder.apps import service as apps
from stuga.builder.apps.commands import DeleteApp
from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk, drawn
from stuga.builder.designer.edits import words
from stuga.builder.designer.typed import Typed
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, msgid, page
from stuga.platform.web import see_other, signed_in

ICONS: Final = {
    "folder": msgid("Folder"),
    "app": msgid("App"),
    "list": msgid("List"),
    "form": msgid("Form"),
    "calendar": msgid("Calendar"),
    "people": msgid("People"),
    "mail": msgid("Mail"),
    "phone": msgid("Phone"),
    "coins": msgid("Money"),
    "chart": msgid("Chart"),
    "clock": msgid("Clock"),
    "shield": msgid("Shield"),
    "leaf": msgid("Leaf"),
    "bell": msgid("Bell"),
    "database": msgid("Archive"),
    "paperclip": msgid("Paper clip"),
    "id-card": msgid("Card"),
    "home": msgid("House"),
}


@build.get("/<app_key>/settings")
@signed_in
def show_settings(actor: Actor, app_key: str) -> str:
    """Show what holds for the whole app."""
    return settings_page(desk_of(actor, app_key))


def settings_page(
    desk: Desk, typed: Typed | None = None, errors: Mapping[str, str] | None = None
) -> str:
    """Render the settings; `typed` brings back what could not be taken."""
    say = desk.locale.text
    title = say("Settings")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    app = desk.app
    given = {"title": app.title, "description": app.description, "icon": app.icon}
    return page(
        f"{FOLDER}/settings.html",
        desk.shell(title, f"{desk.home}/settings", crumbs=crumbs),
        desk=desk,
        values=typed.form if typed else given,
        errors=typed.errors if typed else errors or {},
        icons=[(key, say(one)) for key, one in ICONS.items()],
        drawn={key: drawn(key) for key in ICONS},
    )


@build.post("/<app_key>/settings")
@signed_in
def set_app(actor: Actor, app_key: str) -> Response:
    """Save title, description and icon in the draft."""
    typed = Typed(request.form, frame.locale_of(actor))
    title = typed.title("title")
    members: JsonObject = {
        "description": typed.text("description"),
        "icon": typed.choice("icon", ICONS, empty=False),
    }
    if typed.errors:
        return refused(settings_page(desk_to_change(actor, app_key), typed))
    return acted(
        actor,
        app_key,
        lambda document: words.set_app(document, title, members),
        said=typed.locale.text("The settings are saved"),
        to=lambda: f"/build/{app_key}/settings",
        show=settings_page,
    )


@build.post("/<app_key>/delete")
@signed_in
def delete_app(actor: Actor, app_key: str) -> Response:
    """Take an app away; who does so has typed its key."""
    locale = frame.locale_of(actor)
    typed = Typed(request.form, locale)
    command = DeleteApp(
        app_key=app_key, typed_key=request.form.get("key", "").strip(), now=clock.now()
    )
    try:
        apps.delete_app(actor, command)
    except InvalidError:
        typed.refuse("key", locale.text("Type {key} to delete the app.", key=app_key))
        desk = desk_to_change(actor, app_key)
        return refused(settings_page(desk, errors=typed.errors))
    frame.leave_toast(locale.text("The app is deleted. Its records wait for their rules."))
    return see_other("/build/")
