"""The screen designer: outline and palette, the canvas, the panel of what is selected."""

from functools import partial

from flask import Response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import TYPE_ICONS, Desk
from stuga.builder.designer.edits import elements, screens
from stuga.builder.designer.edits.elements import Edited
from stuga.builder.designer.element_form import read_panel
from stuga.builder.designer.home_pages import app_page
from stuga.builder.designer.panel import panel_of
from stuga.builder.designer.preview.look import SCHEMES, WIDTHS, Look
from stuga.builder.designer.preview.views import Preview
from stuga.builder.designer.screen_acts import Press, pressed, told
from stuga.builder.designer.screen_facts import (
    elements_offered,
    fields_offered,
    outline,
    places,
    step_of,
)
from stuga.builder.designer.screen_form import read_screen
from stuga.builder.designer.screen_words import ELEMENT_WORDS, TYPE_WORDS
from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import Screen
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.ui.locale import NAMES
from stuga.platform.ui.screens.rendering import render
from stuga.platform.ui.screens.whole_page import sheets_of
from stuga.platform.web import signed_in


@build.get("/<app_key>/screens/<screen_key>")
@signed_in
def show_screen(actor: Actor, app_key: str, screen_key: str) -> str:
    """Show a screen in the designer."""
    return screen_page(desk_of(actor, app_key), screen_key, request.args.get("at", ""))


def screen_page(desk: Desk, screen_key: str, at: str, typed: Typed | None = None) -> str:
    """Render the designer with what is selected; `typed` brings back what could not be taken."""
    screen = desk.app.screens.get(screen_key)
    if screen is None:
        raise NotFoundError
    branches = outline(desk, screen)
    selected = next((one for one in branches if one.pointer == at), None)
    at = selected.pointer if selected else ""
    look = Look.read(request.args)
    preview = _preview(desk, screen_key, look, at)
    view = preview.view()
    path = f"{desk.home}/screens/{screen_key}"
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=screen.title))
    sheets = ("builder", "desk", *(sheets_of(view) if view else ()))
    modules = ("copy",) if screen.type == "form" else ()
    return page(
        f"{FOLDER}/screen.html",
        desk.shell(screen.title, path, crumbs=crumbs, stylesheets=sheets, nav=(), modules=modules),
        desk=desk,
        screen=screen,
        path=path,
        at=at,
        here=look.link(path, at),
        look=look,
        branches=branches,
        links={one.pointer: look.link(path, one.pointer) for one in branches},
        selected=selected,
        places=places(desk, screen, at) if selected and not selected.step else (),
        fields=fields_offered(desk, screen),
        elements=elements_offered(screen, desk.locale),
        panel=panel_of(desk, screen, at, typed),
        served_at=_served_at(desk, screen),
        canvas=render(view, preview.locale) if view else "",
        hidden=bool(at) and any(f"{at}/".startswith(f"{one}/") for one in preview.hidden()),
        type_icon=TYPE_ICONS.get(screen.type, "file"),
        type_words=TYPE_WORDS,
        **_switches(desk, look),
    )


def _served_at(desk: Desk, screen: Screen) -> str:
    """Return the whole address at which a published screen is found."""
    return f"{request.host_url.rstrip('/')}{request.script_root}/apps/{desk.key}/{screen.key}"


def _preview(desk: Desk, screen_key: str, look: Look, at: str) -> Preview:
    language = look.language if look.language in desk.app.languages else desk.app.language
    app = desk.app.in_language(language)
    screen = app.screens[screen_key]
    spoken = desk.locale.language if language not in NAMES else language
    return Preview(
        app=app,
        screen=screen,
        look=look,
        locale=type(desk.locale)(spoken, desk.locale.zone),
        now=clock.now(),
        step=step_of(screen, at),
        at=at,
        root=request.script_root,
    )


def _switches(desk: Desk, look: Look) -> dict[str, object]:
    """Return what a preview can be switched to."""
    say = desk.locale.text
    width_words = {"full": say("Wide"), "768": say("Tablet"), "390": say("Phone")}
    scheme_words = {"auto": say("As mine"), "light": say("Light"), "dark": say("Dark")}
    return {
        "language_options": [(one, NAMES.get(one, one)) for one in desk.app.languages],
        "role_options": [(one.key, one.title) for one in desk.app.roles.values()],
        "width_options": [(one, width_words[one]) for one in WIDTHS],
        "scheme_options": [(one, scheme_words[one]) for one in SCHEMES],
        "language": look.language or desk.app.language,
    }


@build.post("/<app_key>/screens/<screen_key>/act")
@signed_in
def act(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Do what a button of the designer says."""
    locale = frame.locale_of(actor)
    name, _, what = request.form.get("do", "").partition(":")
    words = ELEMENT_WORDS.get(what)
    title = " ".join(request.form.get("title", "").split())[:200]
    fallback = locale.text(words.title) if words else locale.text("New step")
    press = Press(
        screen=screen_key,
        act=name,
        what=what,
        at=request.args.get("at", ""),
        place=request.form.get("place", ""),
        title=title or fallback,
    )
    made: list[Edited] = []

    def change(document: JsonObject) -> JsonObject:
        made.append(pressed(document, press))
        return made[0].document

    return acted(
        actor,
        app_key,
        change,
        said=lambda: told(made[0].document, press, made[0].at, locale),
        to=lambda: _address(app_key, screen_key, made[0].at),
        show=lambda desk: screen_page(desk, screen_key, made[0].at),
    )


def _address(app_key: str, screen_key: str, at: str) -> str:
    return Look.read(request.args).link(f"/build/{app_key}/screens/{screen_key}", at)


@build.post("/<app_key>/screens/<screen_key>")
@signed_in
def set_selected(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Set what the panel says of the selected element or step, or of the whole screen."""
    desk = desk_to_change(actor, app_key)
    screen = desk.app.screens.get(screen_key)
    if screen is None:
        raise NotFoundError
    at = request.args.get("at", "")
    typed = Typed(request.form, desk.locale)
    if at:
        members = read_panel(typed, desk.app, screen, _raw_at(screen, at))
        change = partial(_set_element, at=at, members=members)
    else:
        change = partial(
            screens.set_screen, key=screen_key, members=read_screen(typed, desk.app, screen)
        )
    if typed.errors:
        return refused(screen_page(desk, screen_key, at, typed))
    return acted(
        actor,
        app_key,
        change,
        said=desk.locale.text("Saved"),
        to=lambda: _address(app_key, screen_key, at),
        show=lambda done: screen_page(done, screen_key, at),
    )


def _raw_at(screen: Screen, at: str) -> JsonObject:
    for step in screen.steps:
        if step.pointer == at:
            return step.raw
    for element in screen.walk():
        if element.pointer == at:
            return element.raw
    raise NotFoundError


def _set_element(document: JsonObject, *, at: str, members: JsonObject) -> JsonObject:
    return elements.set_members(document, at, members).document


@build.post("/<app_key>/screens/<screen_key>/remove")
@signed_in
def remove_screen(actor: Actor, app_key: str, screen_key: str) -> Response:
    """Take a screen away."""
    title = request.form.get("title", screen_key)[:200]
    return acted(
        actor,
        app_key,
        partial(screens.remove_screen, key=screen_key),
        said=frame.locale_of(actor).text("“{title}” is removed", title=title),
        to=lambda: f"/build/{app_key}/",
        show=app_page,
    )
