"""Which order a list begins in, given what its reader may know."""

from collections.abc import Iterator, Sequence
from typing import Final

from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import NEWEST

TIMES: Final = ("created_at", "updated_at")


def sortable(acting: Acting) -> frozenset[str]:
    """Return the fields that the actor may sort by: indexed ones, and when it was saved."""
    readable = acting.rights.whole_fields("read")
    model = acting.model
    indexed = (
        key for key in model.slots if key in model.view.fields and model.view.fields[key].kind.slot
    )
    return frozenset(key for key in (*indexed, *TIMES) if readable.allow(key))


def sort_for(acting: Acting, wanted: Sequence[str]) -> str:
    """Return the first order that the actor may have; order must tell nobody what is closed."""
    allowed = sortable(acting)
    return next(
        (one for one in _orders(acting, wanted) if one.removeprefix("-") in allowed), NEWEST
    )


def _orders(acting: Acting, wanted: Sequence[str]) -> Iterator[str]:
    yield from wanted
    yield from (f"-{key}" for key in TIMES)
    yield from acting.model.slots
