"""How an app looks: its theme over the tenant's."""

from collections.abc import Mapping

from flask import Response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.edits import words
from stuga.models.definition.pictures import LOGOS, PictureName
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.pictures import queries
from stuga.platform.pictures.commands import Owner
from stuga.platform.ui import Link, page
from stuga.platform.ui.logo import DARK_ALONE
from stuga.platform.ui.theme import Theme
from stuga.platform.ui.theme_form import form_of, is_typed_well, typed_theme
from stuga.platform.web import signed_in
from stuga.platform.web.application import tenant


@build.get("/<app_key>/look")
@signed_in
def show_look(actor: Actor, app_key: str) -> str:
    """Show the app's look, or one that is being tried."""
    desk = desk_of(actor, app_key)
    return look_page(desk, _typed(request.args) if request.args else None)


def look_page(
    desk: Desk, tried: JsonObject | None = None, errors: Mapping[str, str] | None = None
) -> str:
    """Render the page of the app's look."""
    say = desk.locale.text
    theme = object_at(desk.draft.document, "theme") if tried is None else tried
    title = say("Look")
    rows = queries.pictures_of(Owner(desk.draft.app.id))
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    return page(
        f"{FOLDER}/look.html",
        desk.shell(
            title,
            f"{desk.home}/look",
            crumbs=crumbs,
            modules=("theme",),
            theme=theme,
            pictures=f"/apps/{desk.key}/_pictures/",
        ),
        desk=desk,
        form=form_of(theme, desk.locale, below=say("As the organisation has it")),
        logos=[(one.name, one.title) for one in rows],
        chosen={one: text_at(theme, one) for one in LOGOS},
        tenants=Theme.read(tenant().theme),
        errors=errors or {},
    )


def _typed(form: Mapping[str, str]) -> JsonObject:
    """Read colours and logos."""
    chosen = {one: form.get(one, "") for one in LOGOS if PictureName.read(form.get(one, ""))}
    return {**typed_theme(form), **chosen}


@build.post("/<app_key>/look")
@signed_in
def set_look(actor: Actor, app_key: str) -> Response:
    """Save the theme in the draft."""
    theme, locale = _typed(request.form), frame.locale_of(actor)
    if not is_typed_well(request.form):
        errors = {"accent": locale.text("Write a colour as #0b6e4f.")}
        return refused(look_page(desk_to_change(actor, app_key), theme, errors))
    if "logo_dark" in theme and "logo" not in theme:
        errors = {"logo_dark": locale.text(DARK_ALONE)}
        return refused(look_page(desk_to_change(actor, app_key), theme, errors))
    return acted(
        actor,
        app_key,
        lambda document: words.set_app(document, text_at(document, "title"), {"theme": theme}),
        said=locale.text("The look is saved in the draft"),
        to=lambda: f"/build/{app_key}/look",
        show=look_page,
    )
