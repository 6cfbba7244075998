"""The whole state of a list as its address tells it: filters, sort, search, layout, cursor."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from stuga.models.definition.conditions import OPERATORS

MOST_COLUMNS: Final = 40
MOST_MORE: Final = 40
_FILTER: Final = re.compile(r"filter\[([a-z][a-z0-9_]{0,62})\](?:\[([a-z_]+)\])?")
_PARAMETERS: Final = frozenset({"q", "sort", "cursor", "columns", "view", "span", "on", "more"})
_EDITOR: Final = frozenset({"f", "o", "v", "_add", "_do"})


@dataclass(frozen=True, slots=True)
class Filter:
    """One comparison; `value` as the address has it, or as a person typed it."""

    field: str
    operator: str = "is"
    value: str = ""

    @property
    def name(self) -> str:
        """The name of its parameter, the same as in the API."""
        own = f"filter[{self.field}]"
        return own if self.operator == "is" else f"{own}[{self.operator}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """What the address says; `typed` are lines of the filter editor, not yet read.

    `is_edited` tells that the editor was sent: serving then answers with the address that says
    the same in settled form, or with the editor open where a value cannot be taken. `unknown`
    names parameters that mean nothing. `columns` are fields in their order; none: the screen's own.
    `view` is the layout, '' for the screen's first; `span` and `on` are how much a calendar shows
    and of when. `more` names columns of a board, each once for every further fifty of its cards.
    """

    filters: tuple[Filter, ...] = ()
    sort: str = ""
    search: str = ""
    cursor: str = ""
    columns: tuple[str, ...] = ()
    view: str = ""
    span: str = ""
    on: str = ""
    more: tuple[str, ...] = ()
    typed: tuple[Filter, ...] = ()
    adding: str = ""
    is_edited: bool = False
    unknown: tuple[str, ...] = ()

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Give name and value of each parameter, in one order for one state."""
        columns = ",".join(self.columns)
        rest = (
            ("q", self.search),
            ("sort", self.sort),
            ("columns", columns),
            ("view", self.view),
            ("span", self.span),
            ("on", self.on),
            *(("more", one) for one in self.more),
            ("cursor", self.cursor),
        )
        filters = tuple((one.name, one.value) for one in self.filters)
        return filters + tuple((name, value) for name, value in rest if value or name == "more")

    def link(self, action: str) -> str:
        """Write the address of this state of the list at `action`."""
        query = urlencode(self.pairs(), safe="[],")
        return f"{action}?{query}" if query else action

    def without(self, at: int) -> "ListState":
        """Take one filter off, by its place, and go to the first page."""
        left = self.filters[:at] + self.filters[at + 1 :]
        return replace(self, filters=left, cursor="")

    def cleared(self) -> "ListState":
        """Take all filters and the search off."""
        return replace(self.settled(), filters=(), search="")

    def settled(self) -> "ListState":
        """Return what is asked for, without the place in it and what is being typed."""
        return ListState(
            filters=self.filters,
            sort=self.sort,
            search=self.search,
            columns=self.columns,
            view=self.view,
            span=self.span,
        )

    def laid_out(self, view: str) -> "ListState":
        """Show the same records in another layout."""
        return replace(self.settled(), view=view, span="")

    def showing(self, columns: Iterable[str]) -> "ListState":
        """Show these fields, in this order."""
        return replace(self.settled(), columns=tuple(columns))

    def sorted_by(self, key: str) -> "ListState":
        """Sort by a field, or the other way round if it is sorted by it already."""
        return replace(self, sort=f"-{key}" if self.sort == key else key, cursor="")

    def at(self, cursor: str) -> "ListState":
        return replace(self, cursor=cursor)


def read_state(pairs: Iterable[tuple[str, str]]) -> ListState:
    """Read the parameters of an address; nothing in them is trusted to name a real field."""
    filters: list[Filter] = []
    several: dict[str, list[str]] = {}
    unknown: list[str] = []
    for name, value in pairs:
        found = _FILTER.fullmatch(name)
        if found and (found[2] or "is") in OPERATORS:
            filters.append(Filter(found[1], found[2] or "is", value))
        elif name in _PARAMETERS | _EDITOR:
            several.setdefault(name, []).append(value)
        else:
            unknown.append(name)
    last = {name: values[-1].strip() for name, values in several.items()}
    return ListState(
        filters=tuple(filters),
        sort=last.get("sort", ""),
        search=last.get("q", ""),
        cursor=last.get("cursor", ""),
        columns=_columns(several),
        view=last.get("view", ""),
        span=last.get("span", ""),
        on=last.get("on", ""),
        more=tuple(several.get("more", ()))[:MOST_MORE],
        typed=_lines(several),
        adding=last.get("_add", ""),
        is_edited=bool(_EDITOR & several.keys()),
        unknown=tuple(unknown),
    )


def _columns(several: dict[str, list[str]]) -> tuple[str, ...]:
    """Read the columns: as a link has them, `a,b`, or one by one as boxes send them."""
    named = (key for value in several.get("columns", ()) for key in value.split(","))
    return tuple(dict.fromkeys(key for key in named if key))[:MOST_COLUMNS]


def _lines(several: dict[str, list[str]]) -> tuple[Filter, ...]:
    """Put the editor's columns together: each line posts one of each, in order."""
    columns = (several.get("f", []), several.get("o", []), several.get("v", []))
    return tuple(Filter(*line) for line in zip(*columns, strict=False))
