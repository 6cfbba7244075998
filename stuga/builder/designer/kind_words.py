"""How field kinds are called and drawn where one chooses among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.document import Field
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
_OTHER = msgid("Other")

_FILE: Final = msgid("Files")

KIND_WORDS: Final[Mapping[str, KindWords]] = {
    "text": KindWords(msgid("Text"), "type", _TEXT, msgid("One line")),
    "long-text": KindWords(msgid("Long text"), "text", _TEXT, msgid("Several lines")),
    "rich-text": KindWords(
        msgid("Formatted text"), "heading", _TEXT, msgid("Headings, lists, links: Markdown")
    ),
    "integer": KindWords(msgid("Whole number"), "hash", _NUMBER, msgid("A count, a year")),
    "decimal": KindWords(msgid("Number"), "hash", _NUMBER, msgid("With decimals")),
    "money": KindWords(msgid("Money"), "coins", _NUMBER, msgid("An amount in a currency")),
    "percent": KindWords(msgid("Percent"), "percent", _NUMBER, msgid("A share")),
    "yes-no": KindWords(msgid("Yes or no"), "toggle", _CHOICE, msgid("A box to tick")),
    "choice": KindWords(msgid("Choice"), "circle", _CHOICE, msgid("One of several")),
    "choices": KindWords(msgid("Several choices"), "list-checks", _CHOICE, msgid("Any of several")),
    "date": KindWords(msgid("Date"), "calendar", _DATE, msgid("A day")),
    "date-time": KindWords(msgid("Date and time"), "clock", _DATE, msgid("A moment")),
    "time": KindWords(msgid("Time"), "clock", _DATE, msgid("A time of day")),
    "duration": KindWords(msgid("Duration"), "hourglass", _DATE, msgid("How long something takes")),
    "e-mail": KindWords(msgid("E-mail"), "mail", _CONTACT, msgid("An address that is checked")),
    "phone": KindWords(msgid("Phone"), "phone", _CONTACT, msgid("A number from any country")),
    "link": KindWords(msgid("Web address"), "link", _CONTACT, msgid("Opens in the browser")),
    "national-id": KindWords(
        msgid("Personal number"), "id-card", _CONTACT, msgid("Checked to its last digit")
    ),
    "organisation-number": KindWords(
        msgid("Organisation number"), "building", _CONTACT, msgid("Checked to its last digit")
    ),
    "iban": KindWords(msgid("IBAN"), "bank", _CONTACT, msgid("A bank account of any country")),
    "bankgiro": KindWords(msgid("Bankgiro"), "bank", _CONTACT, msgid("A Swedish payment number")),
    "person": KindWords(msgid("Person"), "user", _RELATION, msgid("Someone with an account here")),
    "reference": KindWords(
        msgid("Reference"), "arrow-right-circle", _RELATION, msgid("A record of another model")
    ),
    "computed": KindWords(
        msgid("Computed"), "sigma", _NUMBER, msgid("A formula over the other fields")
    ),
    "references": KindWords(
        msgid("Several references"), "list-checks", _RELATION, msgid("Any number of records")
    ),
    "list": KindWords(
        msgid("List"), "layers", _RELATION, msgid("Rows of fields, such as the lines of an order")
    ),
    "address": KindWords(
        msgid("Address"), "home", _CONTACT, msgid("Street, postal code, city, country")
    ),
    "place": KindWords(msgid("Place on a map"), "map-pin", _CONTACT, msgid("Coordinates")),
    "sequence": KindWords(
        msgid("Number series"), "hash", _NUMBER, msgid("Numbered by itself, without a gap")
    ),
    "file": KindWords(msgid("File"), "file", _FILE, msgid("A document or anything else")),
    "files": KindWords(msgid("Files"), "paperclip", _FILE, msgid("Any number of files")),
    "image": KindWords(msgid("Picture"), "image", _FILE, msgid("Shown where it stands")),
    "signature": KindWords(
        msgid("Signature"), "signature", _FILE, msgid("Typed, and drawn with finger or pen")
    ),
    "json": KindWords(
        msgid("Data (JSON)"), "code", _OTHER, msgid("What other systems send and want back")
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


def kind_said(field: Field, locale: Locale) -> str:
    """Call the kind of a field by its name; of a computed one also what it gives."""
    own = kind_title(field.chosen_kind, locale)
    if field.formula is None:
        return own
    return f"{own} ({kind_title(field.kind.name, locale).lower()})"


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
