"""The builder's first page: every app, and the three ways to begin one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, request

from stuga.builder.apps import service
from stuga.builder.apps.commands import AppSummary, CreateApp
from stuga.builder.designer import queries
from stuga.builder.designer.answers import refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import drawn
from stuga.builder.designer.typed import Typed
from stuga.builder.templates import Template, templates
from stuga.models.definition import starters
from stuga.models.definition.reading import object_at
from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, may, require
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame
from stuga.platform.ui import LANGUAGES, Link, Locale, page
from stuga.platform.ui.locale import NAMES
from stuga.platform.web import see_other, signed_in

MOST_CHECKED: Final = 24
"""How many apps are checked for their tile; more would keep the builder waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A template as one may begin with it."""

    key: str
    title: str
    description: str
    icon: str
    parts: str


@build.get("/")
@signed_in
def show_apps(actor: Actor) -> str:
    """Show every app with how far it has come."""
    require(actor, Permission.APP_READ)
    after = request.args.get("after", "")[:63]
    found = service.list_apps(actor, after_key=after)
    locale = frame.locale_of(actor)
    shell = frame.frame(
        actor,
        locale.text("Apps"),
        place=Link(title=locale.text("Builder"), href="/build/"),
        stylesheets=("builder", "parts"),
    )
    return page(
        f"{FOLDER}/apps.html",
        shell,
        apps=found.apps,
        states={app.key: state_of(app, locale) for app in found.apps},
        problems=dict(queries.problem_counts([app.key for app in found.apps[:MOST_CHECKED]])),
        icons={app.key: drawn(app.icon) for app in found.apps},
        next_key=found.next_key,
        may_write=may(actor, Permission.APP_WRITE),
        now=clock.now(),
    )


def state_of(app: AppSummary, locale: Locale) -> Sequence[tuple[str, str]]:
    """Say in a few words, each with its tone, how far an app has come."""
    states = []
    if app.live_number:
        live = locale.text("Version {number} is live", number=app.live_number)
        states.append((live, "good"))
    else:
        states.append((locale.text("Not published yet"), "neutral"))
    if app.live_number and app.draft and app.draft.unpublished:
        states.append((locale.text("Changes to publish"), "accent"))
    return states


@build.get("/new")
@signed_in
def show_new(actor: Actor) -> str:
    """Show the ways to begin an app."""
    require(actor, Permission.APP_WRITE)
    return _new_page(actor, {}, {})


@build.post("/new")
@signed_in
def begin(actor: Actor) -> Response:
    """Begin an app, blank or from a template, and go to it."""
    require(actor, Permission.APP_WRITE)
    locale = frame.locale_of(actor)
    typed = Typed(request.form, locale)
    template = typed.choice("template", templates())
    title = typed.text("title", longest=200) if template else typed.title("title")
    language = typed.choice("language", LANGUAGES, empty=False)
    if typed.errors:
        return refused(_new_page(actor, request.form, typed.errors))
    title = title or templates()[template].title(language)
    command = CreateApp(key=_free_key(title), title=title, language=language, template=template)
    try:
        made = service.create_app(actor, command)
    except InvalidError:
        words = {"title": locale.text("Someone has just begun an app of this name. Try again.")}
        return refused(_new_page(actor, request.form, words))
    frame.leave_toast(locale.text("“{title}” is begun", title=made.title))
    return see_other(f"/build/{made.key}/")


def _free_key(title: str) -> str:
    """Make a key of the title that no app has, and that is no word of our addresses."""
    taken = {"new"}
    key = starters.key_from(title, taken, joint="-")
    while not queries.is_free(key):
        taken.add(key)
        key = starters.key_from(title, taken, joint="-")
    return key


def _new_page(actor: Actor, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    locale = frame.locale_of(actor)
    shell = frame.frame(
        actor,
        locale.text("New app"),
        place=Link(title=locale.text("Builder"), href="/build/"),
        crumbs=(
            Link(title=locale.text("Apps"), href="/build/"),
            Link(title=locale.text("New app")),
        ),
        stylesheets=("builder", "parts"),
    )
    return page(
        f"{FOLDER}/new.html",
        shell,
        starts=[_start(one, locale) for one in templates().values()],
        language_options=[(code, NAMES[code]) for code in LANGUAGES],
        typed=typed,
        errors=errors,
    )


def _start(template: Template, locale: Locale) -> Start:
    app = template.app.in_language(locale.language)
    document = template.app.document
    counts = (
        locale.plural("{n} model", "{n} models", len(app.models)),
        locale.plural("{n} screen", "{n} screens", len(app.screens)),
        locale.plural("{n} role", "{n} roles", len(app.roles)),
        locale.plural("{n} retention rule", "{n} retention rules", len(app.retention)),
        locale.plural("{n} language", "{n} languages", 1 + len(object_at(document, "texts"))),
    )
    return Start(
        key=template.key,
        title=template.title(locale.language),
        description=template.description(locale.language),
        icon=drawn(app.icon),
        parts=" · ".join(counts),
    )
