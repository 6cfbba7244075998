"""What the page of one record shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from stuga.platform.ui.screens.list_view import Action, ListView
from stuga.platform.ui.screens.talk_view import Talk
from stuga.platform.ui.widgets.control import NOTHING, FileShown, Mode, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a field: who, when, old to new, in the reader's language.

    `removed_by` names the retention rule that removed the value; old and new are then ''.
    """

    who: str
    when: str
    old: str = ""
    new: str = ""
    removed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Which changes the fields tell of, where there are more; `earlier` and `latest` lead there."""

    words: str
    earlier: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field with its value in words.

    `form` chooses how it is printed: text, lines (line breaks kept), link (`link` is the
    address), html, code, rows (a `table`), place and signature (drawn by their `settings`), files,
    badge. `masked` says
    that the reader sees only a part.
    """

    key: str
    title: str
    text: str
    form: str = "text"
    html: Markup = NOTHING
    table: Table | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[FileShown] = ()
    link: str = ""
    tone: str = ""
    masked: bool = False
    removed_by: str = ""
    history: Sequence[Change] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Fields under a heading; '' for those above the first heading."""

    key: str
    title: str
    fields: Sequence[Shown]
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Records that point at this one: the first ten and a link to all."""

    title: str
    list: ListView
    all: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailView:
    """One record.

    `kept` reads like "Kept until 1 March 2028, then anonymised"; `held` like "Kept by a hold
    until it is released". `made` says who created and changed it, and when.
    `talk` holds the comments; None where there are none to be.
    """

    title: str
    sections: Sequence[Section]
    state: str = ""
    state_tone: str = "neutral"
    actions: Sequence[Action] = ()
    related: Sequence[Related] = ()
    kept: str = ""
    held: str = ""
    made: Sequence[str] = ()
    changes: Changes | None = None
    talk: Talk | None = None
    csrf: str = ""
    mode: Mode = Mode.READ
