"""Which keys do what, and where: one table for the page, the dialog and the tests."""

from dataclasses import dataclass
from typing import Final

from stuga.platform.ui.locale import msgid


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does; `ways` are combinations, each of names."""

    text: str
    ways: tuple[str, ...]
    single: bool = False


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys of one place; `where` finds it on a page, and is empty for those of every page."""

    title: str
    where: str
    keys: tuple[Key, ...]


KEYS: Final = (
    KeyGroup(
        msgid("On every page"),
        "",
        (
            Key(msgid("Find a place, or something to do here"), ("Ctrl+K",)),
            Key(msgid("Show these keys"), ("?",), single=True),
            Key(msgid("Close what is open"), ("Esc",)),
            Key(msgid("Undo what the message tells of"), ("Ctrl+Z",)),
        ),
    ),
    KeyGroup(
        msgid("In a list"),
        "[data-list]",
        (
            Key(msgid("Next row"), ("J",), single=True),
            Key(msgid("Previous row"), ("K",), single=True),
            Key(msgid("Tick or untick the row"), ("X",), single=True),
            Key(msgid("Open the row"), ("Enter",)),
            Key(msgid("Search the list"), ("/",), single=True),
        ),
    ),
    KeyGroup(
        msgid("In the builder"),
        "[data-keys]",
        (
            Key(msgid("Undo"), ("Ctrl+Z",)),
            Key(msgid("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
            Key(msgid("Outline, screen, panel and what can be added, in turn"), ("F6",)),
            Key(msgid("Move the chosen element up or down"), ("Alt+↑", "Alt+↓")),
            Key(msgid("Move it into the section beside it, or out"), ("Alt+→", "Alt+←")),
            Key(msgid("Duplicate it"), ("Ctrl+D",)),
            Key(msgid("Remove it"), ("Delete",)),
        ),
    ),
)
