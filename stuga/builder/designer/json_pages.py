"""The whole definition as text: to read, to copy, to change by hand."""

import json
from http import HTTPStatus

from flask import Response, make_response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.places import page_for
from stuga.builder.designer.printed_json import line_at, printed
from stuga.models.definition.saying import Sentence
from stuga.models.definition.structure import is_too_deep
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError, TooLargeError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, page
from stuga.platform.web import signed_in

SHEETS = ("builder", "parts", "pictures")


class _NotADefinitionError(ValueError):
    """What was typed is no JSON object; its text says where, in the reader's language."""


@build.get("/<app_key>/json")
@signed_in
def show_json(actor: Actor, app_key: str) -> str:
    """Show the draft as JSON."""
    return json_page(desk_of(actor, app_key))


def json_page(desk: Desk, text: str | None = None, error: str = "") -> str:
    """Render the draft as JSON, or what was typed where that could not be taken."""
    written, places = printed(desk.draft.document)
    title = desk.locale.text("Definition")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    found = [] if text is not None else desk.problems
    return page(
        f"{FOLDER}/json.html",
        desk.shell(title, f"{desk.home}/json", crumbs=crumbs, stylesheets=SHEETS),
        desk=desk,
        text=written if text is None else text,
        rows=min(len(written.splitlines()) + 1, 40),
        problems=[
            (one, line_at(places, one.pointer), page_for(desk.home, one.pointer)) for one in found
        ],
        failure=error,
    )


@build.post("/<app_key>/json")
@signed_in
def save_json(actor: Actor, app_key: str) -> Response:
    """Save what was typed as the draft, finished or not. Nothing typed is ever lost."""
    text = request.form.get("document", "")
    locale = frame.locale_of(actor)
    try:
        document = _read(text, locale)
        return acted(
            actor,
            app_key,
            lambda _before: document,
            said=locale.text("The definition is saved"),
            to=lambda: f"/build/{app_key}/json",
            show=json_page,
        )
    except _NotADefinitionError as error:
        words = str(error)
    except InvalidError as error:
        words = _words(error.detail, locale) or _first(error, locale)
    except TooLargeError as error:
        html = json_page(desk_to_change(actor, app_key), text, _words(error.detail, locale))
        return make_response(html, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return refused(json_page(desk_to_change(actor, app_key), text, words))


def _words(detail: str | Sentence, locale: Locale) -> str:
    return detail if isinstance(detail, str) else locale.tell(detail)


def _first(error: InvalidError, locale: Locale) -> str:
    at = next(iter(error.errors), "")
    return locale.text("The value at {place} cannot be kept.", place=at or "/")


def _read(text: str, locale: Locale) -> JsonObject:
    try:
        found = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        words = locale.text(
            "This is not JSON: line {line}, column {column}.",
            line=error.lineno,
            column=error.colno,
        )
        raise _NotADefinitionError(words) from None
    except (ValueError, RecursionError):
        raise _NotADefinitionError(locale.text("This is not JSON that is taken here.")) from None
    if isinstance(found, dict) and is_too_deep(found):
        raise _NotADefinitionError(locale.text("The definition is nested too deeply."))
    if not isinstance(found, dict):
        raise _NotADefinitionError(
            locale.text("A definition is an object: it begins with a brace.")
        )
    return found


def _refuse(name: str) -> object:
    raise ValueError(name)
