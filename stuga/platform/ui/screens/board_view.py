"""What a board shows: cards in columns, one for each choice of a field."""

from collections.abc import Sequence
from dataclasses import dataclass

from stuga.platform.ui.screens.cell import Cell
from stuga.platform.ui.widgets.control import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A record: its name, and what else is told of it, each value with the title of its field.

    `move` is where it is moved to another column, '' for those who may not; `place` is where a
    link to the cards that follow it leads.
    """

    id: str
    label: str
    link: str
    facts: Sequence[tuple[str, Cell]] = ()
    revision: int = 0
    move: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A column of a board; `key` is what a card that is moved there gets as its value.

    `more` leads to the cards after these, `count` says how many there are. None may be moved to
    where `is_target` is not set.
    """

    key: str
    title: str
    count: str
    cards: Sequence[Card]
    more: str = ""
    is_target: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Cards in columns; `field` is what tells them apart, `targets` what a card may be moved to.

    `query` is the state of the list, to which one comes back.
    """

    field: str
    lanes: Sequence[Lane]
    targets: Sequence[Option] = ()
    query: str = ""
