"""What an app's statement on accessibility says."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from flask import Response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.edits import words
from stuga.builder.designer.typed import Typed
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.ui import Link, msgid, page
from stuga.platform.web import signed_in

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "conformance": {
        "full": msgid("It meets the requirements in full"),
        "partial": msgid("It meets them in part"),
        "none": msgid("It does not meet them yet"),
    },
    "method": {
        "self": msgid("Gone through by ourselves"),
        "audit": msgid("Gone through by someone independent"),
    },
    "country": {"SE": msgid("Sweden"), "NO": msgid("Norway")},
}


@build.get("/<app_key>/accessibility")
@signed_in
def show_accessibility(actor: Actor, app_key: str) -> str:
    """Show what the statement says."""
    return accessibility_page(desk_of(actor, app_key))


def accessibility_page(desk: Desk, typed: Typed | None = None) -> str:
    """Render the form; `typed` brings back what could not be taken."""
    say = desk.locale.text
    title = say("Accessibility")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    kept = object_at(desk.draft.document, "accessibility")
    return page(
        f"{FOLDER}/accessibility.html",
        desk.shell(title, f"{desk.home}/accessibility", crumbs=crumbs),
        desk=desk,
        values=typed.form if typed else kept,
        errors=typed.errors if typed else {},
        choices={
            name: [(key, say(one)) for key, one in offered.items()]
            for name, offered in CHOICES.items()
        },
    )


@build.post("/<app_key>/accessibility")
@signed_in
def set_accessibility(actor: Actor, app_key: str) -> Response:
    """Save what the statement says in the draft."""
    typed = Typed(request.form, frame.locale_of(actor))
    said = _read(typed)
    if typed.errors:
        return refused(accessibility_page(desk_to_change(actor, app_key), typed))
    return acted(
        actor,
        app_key,
        lambda document: words.set_app(
            document, text_at(document, "title"), {"accessibility": said}
        ),
        said=typed.locale.text("The statement is saved in the draft"),
        to=lambda: f"/build/{app_key}/accessibility",
        show=accessibility_page,
    )


def _read(typed: Typed) -> JsonObject:
    read = {name: typed.choice(name, offered) for name, offered in CHOICES.items()}
    read |= {"gaps": typed.text("gaps"), "contact": typed.text("contact", longest=300)}
    on = typed.text("assessed_on", longest=10)
    try:
        read["assessed_on"] = date.fromisoformat(on).isoformat() if on else ""
    except ValueError:
        typed.refuse("assessed_on", typed.locale.text("Write a day as 2026-01-31."))
    return {name: value for name, value in read.items() if value}
