"""Which order a list begins in, given what its reader may know."""

from collections.abc import Sequence
from typing import Final

from stuga.runtime.records.acting import Acting
from stuga.runtime.records.listing import usual_order

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
    """Return the order that the list wants, as far as the actor may know it.

    Order must tell nobody what is closed to them.
    """
    allowed = sortable(acting)
    kept = [one for one in wanted if one.removeprefix("-") in allowed]
    return ",".join(kept) or usual_order(acting.rights)
