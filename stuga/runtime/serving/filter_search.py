"""Filters by records or people too many to list: found by what they are called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Fields, Model
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.refusals import Refused
from stuga.platform.ui.screens.list_filters import PRESENCE
from stuga.platform.ui.screens.list_state import Filter
from stuga.platform.ui.screens.values import RELATIONS
from stuga.platform.ui.widgets import Option
from stuga.runtime.serving.options import MOST_FOUND, Found, find
from stuga.runtime.serving.visits import Visit

MOST_SOUGHT: Final = 20
"""So many lines of one editor are looked up by words; each costs a query."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Lines of the filter editor with ids for words; what to choose from where several fit.

    `ids` are the records that were found, and `words` what they were sought by, for the entry.
    """

    lines: tuple[Filter, ...]
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    refused: Mapping[int, Refused] = field(default_factory=dict)
    ids: Sequence[UUID] = ()
    words: Sequence[str] = ()


def sought(
    visit: Visit,
    model: Model,
    lines: Iterable[Filter],
    readable: Fields,
    listed: Mapping[str, Sequence[Option]],
) -> Sought:
    """Find what lines name by words; fields that are `listed` are chosen from a list."""
    read = list(lines)
    options: dict[str, list[Option]] = {}
    refused: dict[int, Refused] = {}
    ids: list[UUID] = []
    asked: list[str] = []
    for at, line in enumerate(read):
        relation, words = model.field(line.field), line.value.strip()
        is_asked = words and line.operator not in PRESENCE and id_of(words) is None
        if relation is None or relation.kind.name not in RELATIONS or not is_asked:
            continue
        if line.field in listed or not readable.allow(line.field):
            continue
        if len(asked) == MOST_SOUGHT:
            refused[at] = Refused("search-many", {"words": words})
            continue
        found = find(visit, relation, words, MOST_FOUND + 1)
        ids.extend(found.ids)
        asked.append(words)
        one = _only(found, words)
        if one is None:
            refused[at] = Refused(_why(found), {"words": words})
        if one is not None or 0 < len(found.options) <= MOST_FOUND:
            options.setdefault(line.field, []).extend(found.options)
            read[at] = replace(line, value=one.value if one else "")
    several = {key: list(dict.fromkeys(some)) for key, some in options.items()}
    return Sought(tuple(read), several, refused, ids, asked)


def _why(found: Found) -> str:
    """Say what keeps words from naming one."""
    if not found.options:
        return "search-empty"
    return "search-several" if len(found.options) <= MOST_FOUND else "search-many"


def _only(found: Found, words: str) -> Option | None:
    """Return what is meant: the one that was found, or the one that is called just so."""
    if len(found.options) == 1:
        return found.options[0]
    same = [one for one in found.options if one.label.casefold() == words.casefold()]
    return same[0] if len(same) == 1 else None
