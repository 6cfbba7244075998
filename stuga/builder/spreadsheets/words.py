"""What is said on the way from a file to an app."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.refusals import Errors
from stuga.platform.ui import Locale, msgid
from stuga.runtime.exchange.words import told

WORDS: Final[Mapping[str, str]] = {
    "columns-left-out": msgid("Keep at least one column."),
    "choices-many": msgid("A choice needs at most twelve different values. Choose text."),
    "app-key-invalid": msgid("Begin with a letter, then use lower-case letters, digits, - and _."),
    "language-invalid": msgid("Choose one of the languages."),
    "taken": msgid("There is an app of that address already. Choose another."),
}
BASIS_WORDS: Final[Mapping[str, str]] = {
    "public-task": msgid("Task in the public interest"),
    "legal-obligation": msgid("Legal obligation"),
    "contract": msgid("Contract"),
    "consent": msgid("Consent"),
    "legitimate-interest": msgid("Legitimate interest"),
    "vital-interests": msgid("Vital interests"),
}
TITLES: Final[Mapping[str, str]] = {
    "/title": msgid("Name"),
    "/key": msgid("Address"),
    "/row_title": msgid("What one row is"),
    "/language": msgid("Language"),
    "/currency": msgid("Currency of amounts"),
    "/role": msgid("Who works with the records"),
    "/purpose": msgid("Purpose"),
    "/basis": msgid("Legal basis"),
    "/columns": msgid("Columns"),
}


def told_by_place(errors: Errors, locale: Locale) -> dict[str, str]:
    """Say what is wrong with the app's names, by place."""
    return {
        at: locale.text(WORDS[one.code])
        if one.code in WORDS
        else told(one, locale, locale.text(TITLES.get(at, msgid("Name"))))
        for at, one in errors.items()
        if not at.startswith("/columns/")
    }
