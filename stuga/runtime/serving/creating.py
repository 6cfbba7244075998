"""Making what a form refers to: the form is kept, and has the new record chosen afterwards."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from stuga.models.definition.document import Field
from stuga.platform.errors import NotFoundError
from stuga.runtime.serving.visits import Visit

NEW: Final = "new"
ORIGIN: Final = "return"
CHOSEN: Final = "chosen"
_BETWEEN: Final = "|"
_CONTROL: Final = re.compile(r"[\w.-]{1,200}", re.ASCII)
_SITTING: Final = re.compile(r"[\w-]{16,40}", re.ASCII)

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Origin:
    """A form that waits: of which screen and record, which sitting, and which of its controls."""

    screen: str
    record: UUID | None
    sitting: str
    control: str

    @property
    def told(self) -> str:
        """Name it in an address or a hidden input."""
        return _BETWEEN.join([self.screen, str(self.record or ""), self.sitting, self.control])

    def path(self, visit: Visit, saved: str, made: UUID | None = None) -> str:
        """Return where one goes on: at the form as it was, with what was made chosen."""
        more = () if self.record is None else (self.record,)
        asked = {saved: self.sitting}
        if made is not None:
            asked[CHOSEN] = f"{self.control}:{made}"
        return f"{visit.path(self.screen, *more)}?{urlencode(asked)}"


def origin_of(visit: Visit, told: str) -> Origin | None:
    """Read the name of a form that waits; None if it is none that the person may open."""
    parts = told.split(_BETWEEN)
    if len(parts) != 4 or not visit.may_open(parts[0], "form"):  # noqa: PLR2004  # as `told` joins
        return None
    screen, record, sitting, control = parts
    record_id = _uuid(record)
    if (record and record_id is None) or not _SITTING.fullmatch(sitting):
        return None
    return Origin(screen, record_id, sitting, control) if _CONTROL.fullmatch(control) else None


def form_for(visit: Visit, relation: Field) -> str:
    """Name the form with which the person may make what a field refers to; '' if none."""
    model = relation.references or ""
    if relation.kind.name != "reference" or not model:
        return ""
    try:
        if not visit.acting(model).rights.may("create"):
            return ""
    except NotFoundError:
        return ""
    return visit.first_for(model, "form")


def creatable(visit: Visit, relations: Iterable[tuple[str, Field]]) -> frozenset[str]:
    """Name the fields whose records the person may make, by path."""
    return frozenset(path for path, one in relations if form_for(visit, one))


def with_chosen(pairs: Pairs, chosen: str) -> Pairs:
    """Choose what was made in the form that waited for it."""
    control, _, made = chosen.rpartition(":")
    if not control or _uuid(made) is None:
        return pairs
    return [*(one for one in pairs if one[0] != control), (control, made)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
