"""The statement on accessibility: what is kept to, what is known to be wrong, whom to tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from stuga.platform.ui import Locale


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, its sentences and its lines."""

    title: str
    texts: Sequence[str]
    lines: Sequence[str] = ()


def sections(locale: Locale) -> Sequence[Part]:
    """Return the statement in the reader's language."""
    return (_kept_to(locale), _checked(locale), _wrong(locale), _whom_to_tell(locale))


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
                "A form that you fill in without signing in cannot be left and taken up again "
                "later. Keep the page open until you have sent it."
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
