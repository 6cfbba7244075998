"""Pages of the builder that are gone to by their names."""

from collections.abc import Sequence

from sqlalchemy import select

from stuga.models import App
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.db import db
from stuga.platform.ui import Link, Locale


def builder_places(actor: Actor, locale: Locale, words: str) -> Sequence[Link]:
    """Return the builder's first pages, and those of apps whose titles hold a word."""
    if not may(actor, Permission.APP_READ):
        return ()
    say, group = locale.text, locale.text("Builder")
    found = [Link(title=group, href="/build/", icon="build", group=group)]
    if may(actor, Permission.APP_WRITE):
        found.append(Link(title=say("New app"), href="/build/new", icon="plus", group=group))
    asked = words.casefold().split()
    wanted = select(App.key, App.title).where(App.deleted_at.is_(None)).order_by(App.title)
    for key, title in db.session.execute(wanted):
        found.append(Link(title=title, href=f"/build/{key}/", icon="app", hint=group, group=group))
        if any(word in title.casefold() for word in asked):
            found.extend(_pages(key, title, locale))
    return found


def _pages(key: str, title: str, locale: Locale) -> Sequence[Link]:
    say, group = locale.text, locale.text("Builder")
    pages = (
        ("roles", say("Roles"), "people"),
        ("privacy", say("Privacy"), "shield"),
        ("languages", say("Languages"), "translate"),
        ("problems", say("Problems"), "warn"),
        ("publish", say("Publish"), "upload"),
        ("versions", say("Versions"), "history"),
        ("json", say("Definition"), "code"),
        ("look", say("Look"), "sun"),
        ("settings", say("Settings"), "settings"),
    )
    return [
        Link(title=words, href=f"/build/{key}/{path}", icon=icon, hint=title, group=group)
        for path, words, icon in pages
    ]
