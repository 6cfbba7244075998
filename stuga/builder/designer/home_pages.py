"""An app's first page in the builder: its models, screens, what is wrong, what comes next."""

from functools import partial

from flask import Response, request

from stuga.builder.apps.commands import GrantToSelf
from stuga.builder.apps.service import grant_role_to_self
from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.apps_pages import state_of
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import TYPE_ICONS, Desk
from stuga.builder.designer.edits import models, screens
from stuga.builder.designer.screen_words import TYPE_WORDS
from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import Model
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import page
from stuga.platform.web import see_other, signed_in


@build.get("/<app_key>/")
@signed_in
def show_app(actor: Actor, app_key: str) -> str:
    """Show an app's parts."""
    return app_page(desk_of(actor, app_key))


def app_page(desk: Desk) -> str:
    """Render the app's first page."""
    app = desk.app
    unlisted = [one for key, one in app.screens.items() if key not in app.navigation]
    held = desk.actor.roles_in(desk.key)
    return page(
        f"{FOLDER}/app.html",
        desk.shell(desk.draft.app.title, f"{desk.home}/"),
        desk=desk,
        states=state_of(desk.draft.app, desk.locale),
        undecided={key: undecided(model) for key, model in app.models.items()},
        navigated=[app.screens[key] for key in app.navigation if key in app.screens],
        unlisted=unlisted,
        type_icons=TYPE_ICONS,
        type_words=TYPE_WORDS,
        screen_types=[(key, desk.locale.text(TYPE_WORDS[key])) for key in screens.TYPES],
        models=[(one.key, one.title) for one in app.models.values()],
        roles=[(one.key, one.title) for one in app.roles.values()],
        worst=sorted(desk.problems, key=lambda one: one.severity != "error")[:4],
        held=[app.roles[key].title for key in held if key in app.roles],
        may_grant=may(desk.actor, Permission.PERSON_WRITE),
        now=clock.now(),
    )


def undecided(model: Model) -> int:
    """Count the fields of which nobody has said whether they are personal."""
    return sum(not field.privacy.decided for field in model.fields.values())


@build.post("/<app_key>/models")
@signed_in
def add_model(actor: Actor, app_key: str) -> Response:
    """Begin a model with its list, form and detail, and go to it."""
    locale = frame.locale_of(actor)
    typed = Typed(request.form, locale)
    title = typed.title("model")
    if typed.errors:
        return _unnamed(actor, app_key, typed)
    made: list[str] = []

    def change(document: JsonObject) -> JsonObject:
        result, key = models.add_model(document, title)
        made.append(key)
        return result

    said = locale.text("New model “{title}”, with a list, a form and a page for each", title=title)
    return acted(
        actor,
        app_key,
        change,
        said=said,
        to=lambda: f"/build/{app_key}/models/{made[0]}",
        show=app_page,
    )


@build.post("/<app_key>/screens")
@signed_in
def add_screen(actor: Actor, app_key: str) -> Response:
    """Add a screen, laid out for its model, and go to it."""
    locale = frame.locale_of(actor)
    typed = Typed(request.form, locale)
    title = typed.title("screen")
    type_ = typed.choice("type", screens.TYPES, empty=False)
    if typed.errors:
        return _unnamed(actor, app_key, typed)
    made: list[str] = []

    def change(document: JsonObject) -> JsonObject:
        result, key = screens.add_screen(document, type_, request.form.get("model", ""), title)
        made.append(key)
        return result

    return acted(
        actor,
        app_key,
        change,
        said=locale.text("New screen “{title}”", title=title),
        to=lambda: f"/build/{app_key}/screens/{made[0]}",
        show=app_page,
    )


def _unnamed(actor: Actor, app_key: str, typed: Typed) -> Response:
    words = next(iter(typed.errors.values()))
    desk = desk_to_change(actor, app_key)
    said = typed.locale.text("Nothing was added: it needs a name.") + " " + words
    return refused(app_page(Desk(actor, desk.draft, desk.locale, error=said)))


@build.post("/<app_key>/navigation")
@signed_in
def navigate(actor: Actor, app_key: str) -> Response:
    """Put a screen into the navigation, take it out, or move it there."""
    act, _, screen = request.form.get("do", "").partition(":")
    changes = {
        "in": partial(screens.navigate, screen=screen, on=True),
        "out": partial(screens.navigate, screen=screen, on=False),
        "up": partial(screens.move_in_navigation, screen=screen, by=-1),
        "down": partial(screens.move_in_navigation, screen=screen, by=1),
    }
    if act not in changes:
        raise NotFoundError
    said = frame.locale_of(actor).text("The navigation is changed")
    home = f"/build/{app_key}/"
    return acted(actor, app_key, changes[act], said=said, to=lambda: home, show=app_page)


@build.post("/<app_key>/try")
@signed_in
def give_role(actor: Actor, app_key: str) -> Response:
    """Give oneself a role of the live app, and go there."""
    role = request.form.get("role", "")
    grant_role_to_self(actor, GrantToSelf(app_key, role))
    frame.leave_toast(
        frame.locale_of(actor).text("You have the role now. The app is yours to try.")
    )
    return see_other(f"/apps/{app_key}/")
