"""Rows that name other rows of the same batch: employees and whom they report to."""

from collections.abc import Callable, Sequence

from babel import Locale

from stuga.models.definition.reading import pointer
from stuga.runtime.exchange.commands import Mapped
from stuga.runtime.exchange.linking import NONE
from stuga.runtime.exchange.rowing import Wanted, wanted_from
from stuga.runtime.records.acting import Acting

Make = Callable[[list[Wanted]], None]


def in_turns(
    acting: Acting, mapped: Sequence[Mapped], several: list[Wanted], locale: Locale, make: Make
) -> list[Wanted]:
    """Let sound rows be made, and then those that named them; return the rows that stay refused.

    Rows that name each other in a ring, or one of a later batch, stay refused.
    """
    own = _own_kind(acting, mapped)
    while True:
        sound = [one for one in several if not one.errors]
        waiting = [one for one in several if one.errors]
        if sound:
            make(sound)
        again = [one.row for one in waiting if _only_missing(one, own)]
        if not sound or not again:
            return waiting
        numbers = {row.number for row in again}
        settled = [one for one in waiting if one.row.number not in numbers]
        several = [*settled, *wanted_from(acting, mapped, again, locale)]


def _own_kind(acting: Acting, mapped: Sequence[Mapped]) -> frozenset[str]:
    """Return the places of references to the model itself."""
    known, key = acting.model.view.fields, acting.model.key
    fields = (known[one.field] for one in mapped if one.field in known)
    return frozenset(pointer(one.key) for one in fields if one.references == key)


def _only_missing(wanted: Wanted, own: frozenset[str]) -> bool:
    """Tell whether a row lacks nothing but records of its own kind."""
    errors = wanted.errors
    return errors.keys() <= own and all(one.code == NONE for one in errors.values())
