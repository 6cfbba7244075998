"""A value as people read it in a table, on a card or in a day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as people read it; `raw` is its machine form where that says more (dates, numbers).

    `tone` draws the text as a badge: for states. `thumb` is the address of a small picture.
    """

    text: str
    raw: str = ""
    link: str = ""
    tone: str = ""
    thumb: str = ""
