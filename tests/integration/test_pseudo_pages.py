"""In a language that no one speaks, every page: what is plain in it was written past the catalogue.

The pseudo language makes each of our sentences longer, accented and bracketed. Text that is in
neither of them, and is nobody's content, is a word that was never given to translators.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

import pytest
from flask import Flask
from sqlalchemy import select

from stuga.builder.designer.language_pages import OFFERED
from stuga.models import App, Person, Record, RetentionRule, Version
from stuga.models.json import JsonValue
from stuga.platform.db import db
from stuga.platform.identity import frame
from stuga.platform.ui.catalogue import PSEUDO
from tests.factories.cast import new_tenant
from tests.factories.shipped import template
from tests.factories.walk import World
from tests.factories.walk_all import CALLS

SILENT: Final = {"style", "script", "code", "pre", "kbd", "textarea", "svg"}
SPOKEN: Final = ("title", "aria-label", "placeholder", "alt")
ACCENTED: Final = re.compile(r"[áéíóúýçñšžÁÉÍÓÚÝÇÑŠŽ~]")
LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
OURS: Final = re.compile(r"\[[^\[\]]*\]")
OF_CALENDARS: Final = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August"
    r"|September|October|November|December|Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?\b"
    r"|\b(in )?\d+ (second|minute|hour|day|week|month|year)s?( ago)?\b|\bnow\b"
)
NAMES_OF_THINGS: Final = {
    *OFFERED.values(),
    *("API", "Stuga", "JSON", "CSV", "XLSX", "ODS", "HTTP", "ID", "SEK", "SHA-256", "UTF-8"),
    *("Ctrl+K", "Python", "JavaScript", "Mona Lund", "cases.csv", "case.csv", "As agreed"),
}
UNSPOKEN: Final = {"build.show_field", "spreadsheet_pages.show"}
"""Pages that ask the library of languages for names, which knows no pseudo language."""
KEYS: Final = re.compile(r"[a-z][a-z0-9_.-]*|[A-Z_]+|/\S*|\S+@\S+|https?://\S+|[0-9a-f-]{8,}")


class Heard(HTMLParser):
    """The texts of a page that people see or hear, but for those in a language of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_foreign = "lang" in values and tag != "html"
        if is_foreign or tag in SILENT or tag in self._silent[-1:]:
            self._silent.append(tag)  # within it, only its own tag is counted
        if not self._silent:
            self.texts += [text for name in SPOKEN if (text := values.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent[-1:]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._silent:
            self.texts.append(" ".join(data.split()))


def strings_in(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield from (line.strip() for line in value.splitlines())
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_in(one)


def content(world: World) -> set[str]:
    """Return what the tenant's people have written: in apps, in records, of themselves."""
    found = {"Björkby", *strings_in(json.loads(template("case_handling")))}
    found.update(strings_in(json.loads(template("equipment_bookings"))))
    with world.tenant.inside():
        documents = [
            *db.session.scalars(select(App.draft)),
            *db.session.scalars(select(Version.document)),
        ]
        documents += db.session.scalars(select(Record.data))
        for document in documents:
            found.update(strings_in(document))
        found.update(db.session.scalars(select(RetentionRule.title)))
        for name, email in db.session.execute(select(Person.name, Person.email)):
            found.update((name, email or ""))
    return found - {""}


def plain(text: str, known: list[str]) -> str:
    """Return what is left of a text without our sentences, content, dates and names of things."""
    left = text
    while left != (fewer := OURS.sub(" ", left)):
        left = fewer
    for words in known:
        left = left.replace(words, " ")
    left = OF_CALENDARS.sub(" ", left)
    pieces = [one for one in re.split(r"[^\w.@+-]+", left) if one and not KEYS.fullmatch(one)]
    return " ".join(one for one in pieces if LETTERS.search(one) and not ACCENTED.search(one))


def test_no_page_has_a_word_that_was_never_given_to_translators(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(new_tenant(app, "bjorkby", "Björkby"))
    wrong: dict[str, str] = {}
    for call in CALLS:
        if call.is_unsafe or call.is_api or call.endpoint in UNSPOKEN:
            continue
        places, browser = world.named(call), world.browser(call.who)
        note = f"__Host-stuga-{world.tenant.slug}-note"  # left in English by what made the places
        browser.client.delete_cookie(note)
        with monkeypatch.context() as patch:
            patch.setattr(frame, "chosen_language", lambda _wanted: PSEUDO)
            answer = call.send(browser, places)
        if answer.mimetype != "text/html" or answer.status_code != call.status:
            continue
        heard = Heard()
        heard.feed(answer.text)
        known = sorted(content(world) | NAMES_OF_THINGS, key=len, reverse=True)
        for text in heard.texts:
            if left := plain(text, known):
                wrong.setdefault(left, f"{call.path}: {text[:120]}")
    assert not wrong, "\n".join(f"{left!r} in {where}" for left, where in wrong.items())
