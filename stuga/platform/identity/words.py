"""What refusals of accounts, roles and tokens read like."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.refusals import Refused
from stuga.platform.errors import InvalidError
from stuga.platform.ui import Locale, msgid

UNKNOWN: Final = msgid("This cannot be taken.")
WORDS: Final[Mapping[str, str]] = {
    "required": msgid("This must be filled in."),
    "too-long": msgid("At most {most} characters."),
    "choice-unknown": msgid("Choose one of those shown."),
    "e-mail-invalid": msgid("Write it as name@example.se."),
    "e-mail-taken": msgid("Someone here has that address already."),
    "password-wrong": msgid("This is not your current password."),
    "password-short": msgid("At least {least} characters. A few words in a row do well."),
    "password-long": msgid("At most {most} characters."),
    "password-common": msgid("This is easily guessed. Take a few words nobody would put together."),
    "scopes-missing": msgid("Choose at least one thing the token may do."),
    "role-unknown": msgid("That role is not in the published app."),
    "date-invalid": msgid("Choose a date."),
    "date-past": msgid("Choose a day that is yet to come."),
    "date-far": msgid("At most a year ahead."),
    "scope-lacking": msgid("You cannot give more than you may do yourself."),
}


def sentences(error: InvalidError, locale: Locale) -> dict[str, str]:
    """Return field -> sentence."""
    return {
        pointer.lstrip("/"): _sentence(refused, locale) for pointer, refused in error.errors.items()
    }


def _sentence(refused: Refused, locale: Locale) -> str:
    arguments = {
        name: locale.number(value) if isinstance(value, int) else value
        for name, value in refused.arguments.items()
    }
    return locale.text(WORDS.get(refused.code, UNKNOWN), **arguments)
