"""Which order a list begins in, given what its reader may know."""

from collections.abc import Sequence
from typing import Final

from stuga.runtime.records.acting import Acting
from stuga.runtime.records.listing import usual_order
from stuga.runtime.records.slow import can_be_indexed

TIMES: Final = ("created_at", "updated_at")


def sortable(acting: Acting) -> frozenset[str]:
    """Return the fields that the actor may sort by; without an index it takes its time."""
    readable = acting.rights.whole_fields("read")
    model = acting.model
    fields = (key for key in model.view.fields if can_be_indexed(model, key))
    return frozenset(key for key in (*fields, *TIMES) if readable.allow(key))


def sort_for(acting: Acting, wanted: Sequence[str]) -> str:
    """Return the order that the list wants, as far as the actor may know it.

    Order must tell nobody what is closed to them.
    """
    allowed = sortable(acting)
    kept = [one for one in wanted if one.removeprefix("-") in allowed]
    return ",".join(kept) or usual_order(acting.rights)
