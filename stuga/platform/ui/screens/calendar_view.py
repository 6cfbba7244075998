"""What a calendar shows: records on the days they fall on."""

from collections.abc import Sequence
from dataclasses import dataclass

from stuga.platform.ui.screens.cell import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record on its day; `time` is '' where the field has none. `facts` are for the agenda."""

    id: str
    label: str
    link: str
    time: str = ""
    facts: Sequence[tuple[str, Cell]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day; `more` says how many there are besides, `link` leads to the agenda from there."""

    iso: str
    number: str
    title: str
    link: str
    entries: Sequence[Entry] = ()
    more: str = ""
    is_today: bool = False
    is_outside: bool = False  # of another month


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week, with its number as the reader's country counts them."""

    number: str
    link: str
    days: Sequence[Day]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to another time, or to more or less of it."""

    title: str
    link: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A month or a week in `weeks`, or an agenda in `days`; `weekdays` are short and long names."""

    span: str
    title: str
    spans: Sequence[Way]
    previous: Way
    next: Way
    today: Way
    weekdays: Sequence[tuple[str, str]] = ()
    weeks: Sequence[Week] = ()
    days: Sequence[Day] = ()
    nothing: str = ""
    feed: str = ""  # where one makes an address for a calendar program
