"""What a column is called: its words, and the title they make."""

import re
from typing import Final

_JOINTS: Final = re.compile(r"[\s_.:;/\\|()\[\]{}#*?!\"'=+<>,]+")
_CAMEL: Final = re.compile(
    r"(?<=[a-zåäöæøéü0-9])(?=[A-ZÅÄÖÆØÉÜ])|(?<=[A-ZÅÄÖÆØÉÜ])(?=[A-ZÅÄÖÆØÉÜ][a-zåäöæøéü])"
)
_KEBAB: Final = re.compile(r"[^\W_]{2,}(?:-[^\W_]+)+")
_LONGEST_ACRONYM: Final = 4
_LONGEST_TITLE: Final = 200


def words_of(header: str) -> list[str]:
    """Take a header apart: `ContactName`, `contact_name` and `Contact name` alike."""
    text = header.replace("-", " ") if _KEBAB.fullmatch(header.strip()) else header
    parts = (part for piece in _JOINTS.split(text) for part in _CAMEL.split(piece))
    return [part.strip("-") for part in parts if part.strip("-")]


def plain_of(header: str) -> str:
    """Return a header's words in small letters, one space between them."""
    return " ".join(words_of(header)).casefold()


def title_of(header: str) -> str:
    """Write a header as people would: `ContactName` becomes `Contact name`."""
    text = " ".join(header.split())
    if " " not in text or "_" in text:
        words = words_of(text)
        is_loud = text.isupper() and (len(words) > 1 or len(text) > _LONGEST_ACRONYM)
        text = " ".join(_lowered(word, is_loud=is_loud) for word in words) or text
    return (text[:1].upper() + text[1:])[:_LONGEST_TITLE]


def _lowered(word: str, *, is_loud: bool) -> str:
    """Lower a word, unless it is short for something."""
    is_acronym = word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM and not is_loud
    return word if is_acronym else word.lower()
