"""The pages of an app's languages: every text beside its translation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import Response, request

from stuga.builder.apps.rules import LANGUAGE
from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.edits import words
from stuga.builder.designer.typed import Typed
from stuga.models.definition.words import texts_of
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.ui.locale import NAMES
from stuga.platform.web import signed_in

OFFERED: Final[Mapping[str, str]] = {
    **NAMES,
    "da": "Dansk",
    "fi": "Suomi",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pl": "Polski",
    "uk": "Українська",
    "ar": "العربية",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of the app, and what it is in another language."""

    id: str
    own: str
    translated: str


@dataclass(frozen=True, slots=True)
class WordingGroup:
    """The texts of one part of the app."""

    title: str
    wordings: Sequence[Wording]

    @property
    def missing(self) -> int:
        """How many have no translation."""
        return sum(not one.translated for one in self.wordings)


def groups_of(desk: Desk, language: str) -> Sequence[WordingGroup]:
    """Return every text by the model, screen or other part that it belongs to."""
    held = words.translated(desk.draft.document, language)
    found: dict[str, list[Wording]] = {}
    for one in texts_of(desk.draft.document):
        text = held.get(one.id)
        wording = Wording(one.id, one.words, text if isinstance(text, str) else "")
        found.setdefault(_group(desk, one.id), []).append(wording)
    return [WordingGroup(title, wordings) for title, wordings in found.items()]


def _group(desk: Desk, text_id: str) -> str:
    part, _, rest = text_id.partition(".")
    key = rest.partition(".")[0]
    say, app = desk.locale.text, desk.app
    if part == "model" and key in app.models:
        return say("Model “{title}”", title=app.models[key].title)
    if part == "screen" and key in app.screens:
        return say("Screen “{title}”", title=app.screens[key].title)
    return {
        "app": say("App"),
        "purpose": say("Purposes"),
        "retention": say("Retention rules"),
        "role": say("Roles"),
    }.get(part, say("Other"))


@build.get("/<app_key>/languages")
@signed_in
def show_languages(actor: Actor, app_key: str) -> str:
    """Show the languages of an app."""
    return languages_page(desk_of(actor, app_key))


def languages_page(desk: Desk) -> str:
    """Render the languages, with how many texts each lacks."""
    title = desk.locale.text("Languages")
    languages = desk.app.languages[1:]
    missing = {one: sum(group.missing for group in groups_of(desk, one)) for one in languages}
    return page(
        f"{FOLDER}/languages.html",
        desk.shell(title, f"{desk.home}/languages", crumbs=_crumbs(desk, title)),
        desk=desk,
        missing=missing,
        names=OFFERED,
        offered=[(key, name) for key, name in OFFERED.items() if key not in desk.app.languages],
    )


def _crumbs(desk: Desk, title: str, language: str = "") -> tuple[Link, ...]:
    home = Link(title=desk.draft.app.title, href=f"{desk.home}/")
    if not language:
        return (home, Link(title=title))
    return (home, Link(title=title, href=f"{desk.home}/languages"), Link(title=language))


@build.post("/<app_key>/languages")
@signed_in
def add_language(actor: Actor, app_key: str) -> Response:
    """Begin a language: its page shows every text there is."""
    language = request.form.get("language", "")
    if not LANGUAGE.fullmatch(language):
        raise NotFoundError
    return acted(
        actor,
        app_key,
        partial(words.set_texts, language=language, words={}),
        said=frame.locale_of(actor).text("New language"),
        to=lambda: f"/build/{app_key}/languages/{language}",
        show=languages_page,
    )


@build.get("/<app_key>/languages/<language>")
@signed_in
def show_language(actor: Actor, app_key: str, language: str) -> str:
    """Show every text beside its translation."""
    return language_page(desk_of(actor, app_key), language)


def language_page(desk: Desk, language: str, typed: Typed | None = None) -> str:
    """Render the translations of one language."""
    if language not in desk.app.languages[1:]:
        raise NotFoundError
    say = desk.locale.text
    title = OFFERED.get(language, language)
    return page(
        f"{FOLDER}/language.html",
        desk.shell(title, f"{desk.home}/languages", crumbs=_crumbs(desk, say("Languages"), title)),
        desk=desk,
        language=language,
        title=title,
        own=OFFERED.get(desk.app.language, desk.app.language),
        groups=groups_of(desk, language),
        typed=typed.form if typed else {},
        errors=typed.errors if typed else {},
    )


@build.post("/<app_key>/languages/<language>")
@signed_in
def set_texts(actor: Actor, app_key: str, language: str) -> Response:
    """Save the translations of a language; an empty one falls back."""
    desk = desk_to_change(actor, app_key)
    if language not in desk.app.languages[1:]:
        raise NotFoundError
    typed = Typed(request.form, desk.locale)
    known = {one.id for one in texts_of(desk.draft.document)}
    given = {
        name[2:]: typed.text(name) for name in typed.form if name[:2] == "t." and name[2:] in known
    }
    if typed.errors:
        return refused(language_page(desk, language, typed))
    return acted(
        actor,
        app_key,
        partial(words.set_texts, language=language, words=given),
        said=desk.locale.text("The translations are saved"),
        to=lambda: f"/build/{app_key}/languages/{language}",
        show=partial(language_page, language=language),
    )


@build.post("/<app_key>/languages/<language>/remove")
@signed_in
def remove_language(actor: Actor, app_key: str, language: str) -> Response:
    """Take a language away."""
    return acted(
        actor,
        app_key,
        partial(words.remove_language, language=language),
        said=frame.locale_of(actor).text("The language is removed"),
        to=lambda: f"/build/{app_key}/languages",
        show=languages_page,
    )
