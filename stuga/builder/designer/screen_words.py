"""How types of screens and elements are called where one chooses among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stuga.platform.ui import msgid

TYPE_WORDS: Final[Mapping[str, str]] = {
    "form": msgid("Form"),
    "list": msgid("List"),
    "detail": msgid("Page of one record"),
    "dashboard": msgid("Dashboard"),
    "page": msgid("Page of text"),
}


@dataclass(frozen=True, slots=True)
class ElementWords:
    """A type of element: its title, its icon, and the screens it can stand on."""

    title: str
    icon: str
    on: frozenset[str]


_FORM, _READ = frozenset({"form", "detail"}), frozenset({"form"})
_FIGURES, _PAGE = frozenset({"dashboard", "page"}), frozenset({"page"})

ELEMENT_WORDS: Final[Mapping[str, ElementWords]] = {
    "field": ElementWords(msgid("Field"), "type", frozenset()),
    "section": ElementWords(msgid("Section"), "panel", _FORM),
    "columns": ElementWords(msgid("Columns"), "columns", _READ),
    "heading": ElementWords(msgid("Heading"), "heading", _FORM | _PAGE),
    "text": ElementWords(msgid("Text block"), "text", _READ | _PAGE),
    "divider": ElementWords(msgid("Divider"), "minus", _READ | _PAGE),
    "button": ElementWords(msgid("Button"), "square", _PAGE),
    "related": ElementWords(msgid("Related records"), "list", frozenset({"detail"})),
    "metric": ElementWords(msgid("Figure"), "hash", _FIGURES),
    "chart": ElementWords(msgid("Bar chart"), "chart", frozenset({"dashboard"})),
    "list": ElementWords(msgid("Short list"), "table", _FIGURES),
    "image": ElementWords(msgid("Image"), "image", _PAGE),
    "repeater": ElementWords(msgid("Repeating group"), "layers", frozenset()),
}
