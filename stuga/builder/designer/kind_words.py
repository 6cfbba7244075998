"""How field kinds are called and drawn where one chooses among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.kinds import KINDS
from stuga.platform.ui import Locale, msgid


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind: English sentences of the catalogue, and its icon."""

    title: str
    icon: str
    group: str
    hint: str


_TEXT, _NUMBER, _DATE = msgid("Text"), msgid("Numbers"), msgid("Dates")
_CHOICE, _RELATION, _CONTACT = msgid("Choices"), msgid("Relations"), msgid("Contact")

KIND_WORDS: Final[Mapping[str, KindWords]] = {
    "text": KindWords(msgid("Text"), "type", _TEXT, msgid("One line")),
    "long-text": KindWords(msgid("Long text"), "text", _TEXT, msgid("Several lines")),
    "integer": KindWords(msgid("Whole number"), "hash", _NUMBER, msgid("A count, a year")),
    "decimal": KindWords(msgid("Number"), "hash", _NUMBER, msgid("With decimals")),
    "money": KindWords(msgid("Money"), "coins", _NUMBER, msgid("An amount in a currency")),
    "yes-no": KindWords(msgid("Yes or no"), "toggle", _CHOICE, msgid("A box to tick")),
    "choice": KindWords(msgid("Choice"), "circle", _CHOICE, msgid("One of several")),
    "choices": KindWords(msgid("Several choices"), "list-checks", _CHOICE, msgid("Any of several")),
    "date": KindWords(msgid("Date"), "calendar", _DATE, msgid("A day")),
    "date-time": KindWords(msgid("Date and time"), "clock", _DATE, msgid("A moment")),
    "e-mail": KindWords(msgid("E-mail"), "mail", _CONTACT, msgid("An address that is checked")),
    "phone": KindWords(msgid("Phone"), "phone", _CONTACT, msgid("A number from any country")),
    "link": KindWords(msgid("Web address"), "link", _CONTACT, msgid("Opens in the browser")),
    "national-id": KindWords(
        msgid("Personal number"), "id-card", _CONTACT, msgid("Checked to its last digit")
    ),
    "person": KindWords(msgid("Person"), "user", _RELATION, msgid("Someone with an account here")),
    "reference": KindWords(
        msgid("Reference"), "arrow-right-circle", _RELATION, msgid("A record of another model")
    ),
}


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind as it is offered, in the reader's language."""

    name: str
    title: str
    icon: str
    hint: str


def kind_title(name: str, locale: Locale) -> str:
    """Call a kind by its name for people."""
    words = KIND_WORDS.get(name)
    return locale.text(words.title) if words else name


def kind_icon(name: str) -> str:
    """Return the icon of a kind."""
    words = KIND_WORDS.get(name)
    return words.icon if words else "square"


def kinds_offered(locale: Locale) -> Mapping[str, list[KindChoice]]:
    """Group the kinds that there are, as one chooses among them."""
    groups: dict[str, list[KindChoice]] = {}
    for name in KINDS:
        words = KIND_WORDS.get(name)
        if words is not None:
            choice = KindChoice(name, locale.text(words.title), words.icon, locale.text(words.hint))
            groups.setdefault(locale.text(words.group), []).append(choice)
    return groups
