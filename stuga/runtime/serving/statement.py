"""The statement on accessibility: what is kept to, what is known to be wrong, whom to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stuga.models.definition.document import App
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.ui import Locale, msgid

CONFORMANCE: Final[Mapping[str, str]] = {
    "full": msgid("This app meets the requirements in full."),
    "partial": msgid("This app meets the requirements in part. What it does not meet is below."),
    "none": msgid("This app does not meet the requirements yet. What it does not meet is below."),
}
METHODS: Final[Mapping[str, str]] = {
    "self": msgid("The organisation has gone through the app itself."),
    "audit": msgid("Someone independent has gone through the app."),
}
COUNTRIES: Final[Mapping[str, str]] = {
    "SE": msgid(
        "If the answer does not help, turn to Digg, which supervises this in Sweden: digg.se."
    ),
    "NO": msgid(
        "If the answer does not help, turn to Tilsynet for universell utforming av ikt, which "
        "supervises this in Norway: uutilsynet.no."
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, its sentences and its lines."""

    title: str
    texts: Sequence[str]
    lines: Sequence[str] = ()


def sections(locale: Locale) -> Sequence[Part]:
    """Return the statement of all pages in the reader's language."""
    return (_kept_to(locale), _checked(locale), _wrong(locale), _whom_to_tell(locale))


def sections_of(app: App, organisation: str, locale: Locale) -> Sequence[Part]:
    """Return the statement of one app: what its makers say of it, and what holds for all pages."""
    said = object_at(app.document, "accessibility")
    who = locale.text(
        "{organisation} is responsible for {app}.", organisation=organisation, app=app.title
    )
    state = CONFORMANCE.get(text_at(said, "conformance"))
    unsaid = locale.text("Its makers have not said yet how far the app meets the requirements.")
    gaps = text_at(said, "gaps")
    parts = [
        Part(locale.text("Who answers for it"), (who,)),
        Part(
            locale.text("How far the requirements are met"),
            (locale.text(state) if state else unsaid,),
        ),
    ]
    if gaps:
        lines = [line.strip() for line in gaps.splitlines() if line.strip()]
        parts.append(Part(locale.text("What does not work, and why"), (), lines))
    return (*parts, _kept_to(locale), _how_checked(said, locale), _wrong(locale))


def contact_of(app: App) -> str:
    """Return whom to tell, in the words of the app's makers; '' if they have not said."""
    return text_at(object_at(app.document, "accessibility"), "contact")


def authority_of(app: App, locale: Locale) -> str:
    """Return who supervises, in the app's country, or where it is not said in both."""
    country = text_at(object_at(app.document, "accessibility"), "country")
    named = [COUNTRIES[country]] if country in COUNTRIES else list(COUNTRIES.values())
    return " ".join(locale.text(words) for words in named)


def _how_checked(said: JsonObject, locale: Locale) -> Part:
    checked = _checked(locale)
    method = METHODS.get(text_at(said, "method"))
    texts = [*([locale.text(method)] if method else []), *checked.texts]
    on = text_at(said, "assessed_on")
    if on:
        day = locale.date(date.fromisoformat(on), "long")
        texts.insert(0, locale.text("Assessed on {day}.", day=day))
    return Part(checked.title, texts, checked.lines)


def _kept_to(locale: Locale) -> Part:
    return Part(
        locale.text("What we keep to"),
        (
            locale.text(
                "These pages are made to meet WCAG 2.2 at level AA and EN 301 549: to be used "
                "with a keyboard alone, with a screen reader, at 400 percent zoom, in high "
                "contrast, on a phone and without scripts."
            ),
        ),
    )


def _checked(locale: Locale) -> Part:
    return Part(
        locale.text("How it is checked"),
        (locale.text("Every change to these pages is tested:"),),
        (
            locale.text("by a program that looks for known mistakes, in light and dark colours;"),
            locale.text("by going through forms and lists with the keyboard alone;"),
            locale.text("at the width of a phone, of a tablet and of a desk."),
        ),
    )


def _wrong(locale: Locale) -> Part:
    return Part(
        locale.text("What is known to be wrong"),
        (
            locale.text(
                "Texts that the makers of an app have written may lack a translation. They "
                "are then shown in the app's own language."
            ),
            locale.text(
                "A form that you fill in without signing in can be left and taken up again "
                "only where it offers a link to save. Otherwise keep the page open until you "
                "have sent it."
            ),
        ),
    )


def _whom_to_tell(locale: Locale) -> Part:
    return Part(
        locale.text("Tell us"),
        (
            locale.text(
                "If something keeps you from doing what you came for, tell those who run "
                "these pages. They answer for it and will help you another way meanwhile."
            ),
            locale.text(
                "If their answer does not help, turn to the authority: in Sweden Digg "
                "(digg.se), in Norway Tilsynet for universell utforming av ikt (uutilsynet.no)."
            ),
        ),
    )
