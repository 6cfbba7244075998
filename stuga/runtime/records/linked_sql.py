"""Which records refer to others, told by their links: an index finds them, where JSON would not."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from stuga.models import Record, RecordLink
from stuga.models.definition.comparing import Typed
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.identifiers import id_of

_ASKING: Final = {"references": frozenset({"contains"}), "reference": frozenset({"is", "in"})}


def linked(
    field: Field | None, operator: str, wanted: Sequence[Typed]
) -> ColumnElement[bool] | None:
    """Return what the links of a field say already; None where they say nothing.

    Every reference has its link, so adding this never changes the answer.
    """
    if field is None or operator not in _ASKING.get(field.kind.name, ()):
        return None
    ids = [id_of(one.value) if isinstance(one.value, str) else None for one in wanted]
    known = [UUID(one) for one in ids if one is not None]
    if len(known) < len(wanted):
        return None
    links = select(RecordLink.from_id).where(
        RecordLink.tenant_id == Record.tenant_id,
        RecordLink.from_id == Record.id,
        RecordLink.field == field.key,
        RecordLink.to_id.in_(known) if len(known) > 1 else RecordLink.to_id == known[0],
    )
    return links.correlate(Record).exists()
