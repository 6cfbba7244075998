"""What a list page shows: rows already in words, and its whole state as links."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from stuga.platform.ui.screens.board_view import Board
from stuga.platform.ui.screens.calendar_view import Calendar
from stuga.platform.ui.screens.cell import Cell
from stuga.platform.ui.widgets.control import Mode, Option


class Empty(StrEnum):
    """Why a list has no rows; each has its own words and next step."""

    NOTHING_YET = "nothing-yet"
    NOTHING_MATCHES = "nothing-matches"
    NO_RIGHT = "no-right"


class Sorted(StrEnum):
    """The values of `aria-sort`."""

    UP = "ascending"
    DOWN = "descending"
    NOT = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `sort_link` is '' for fields without an index."""

    key: str
    title: str
    kind: str
    numeric: bool = False
    sort_link: str = ""
    sorted: Sorted = Sorted.NOT


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenColumn:
    """A column; `earlier` and `later` are addresses with it moved, '' at the ends."""

    key: str
    title: str
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """What is a column and what may be one; `own` leads back to the screen's own columns."""

    chosen: Sequence[ChosenColumn]
    others: Sequence[Option]
    carried: Sequence[tuple[str, str]] = ()
    own: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A list as someone keeps it, under a name; `remove` is '' for those who did not make it."""

    id: str
    title: str
    link: str
    is_current: bool = False
    is_shared: bool = False
    remove: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """The views of a list, and what keeps the present one: `query` is its whole state.

    `shared_with` are the roles that see the present one already, if it is the reader's own.
    """

    all: Sequence[SavedView]
    action: str
    query: str
    roles: Sequence[Option] = ()
    shared_with: Collection[str] = ()

    @property
    def current(self) -> str:
        """The name of the view that is shown; '' if it has none."""
        return next((one.title for one in self.all if one.is_current), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record: one cell a column, in order; `link` opens it."""

    id: str
    label: str
    link: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force and the link that takes it off."""

    text: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterRow:
    """A line of the filter editor: field, operator, value, with what each may be.

    `control` is how the value is typed: text, number, date, select, search. `error` is in words.
    """

    field: str
    title: str
    operator: str
    operators: Sequence[Option]
    value: str = ""
    control: str = "text"
    options: Sequence[Option] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterEditor:
    """The lines in force and the fields one may add; `carried` keeps sort and search.

    `added` is the field whose line has just been asked for: one goes on there.
    """

    rows: Sequence[FilterRow] = ()
    added: str = ""
    fields: Sequence[Option] = ()
    carried: Sequence[tuple[str, str]] = ()
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A link or, with `method` POST, a button; at most one on a page is primary."""

    label: str
    link: str
    icon: str = ""
    primary: bool = False
    danger: bool = False
    post: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)  # hidden inputs of a POST


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """What may be done with several records at once, as a form that asks first.

    `total` names all that match, in words; `carried` keeps how the list is filtered. `acts` are
    what is posted as `do`, and what its button says.
    """

    action: str
    acts: Sequence[Option]
    total: str = ""
    carried: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutLink:
    """One way of laying the same records out; `icon` is drawn beside its name."""

    key: str
    title: str
    link: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A page of records as a table, or as one of the other layouts.

    `action` is the list's own address without its query; `clear` takes off all filters and the
    search. `previous` and `next` are '' at the ends. `count` is in words ("1,240", "10,000+").
    """

    title: str
    action: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    count: str = ""
    lead: str = ""
    search: str | None = None  # None: the model is not searchable
    search_carried: Sequence[tuple[str, str]] = ()
    chips: Sequence[Chip] = ()
    clear: str = ""
    filters: FilterEditor | None = None
    previous: str = ""
    next: str = ""
    actions: Sequence[Action] = ()
    many: Many | None = None
    left_out: str = ""  # what the address asks about and the list cannot, in words
    slow: str = ""  # the fields that are asked about without an index, in words
    index: Sequence[Action] = ()  # what indexes them, for those who may
    empty: Empty = Empty.NOTHING_YET
    ask: str = ""  # whom, for those who may see nothing
    empty_text: str = ""  # the app's own words where there is nothing yet
    choice: ColumnChoice | None = None
    views: Views | None = None
    layouts: Sequence[LayoutLink] = ()
    board: Board | None = None
    calendar: Calendar | None = None
    csrf: str = ""
    mode: Mode = Mode.READ
