"""What refers to a record, and what its reference says is to happen when the record goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from stuga.models.definition.reading import text_at
from stuga.runtime.records.definitions import LiveApp, LiveModel
from stuga.runtime.records.errors import TooManyRecordsError
from stuga.runtime.records.queries import Locked, lock_links_to

MOST_AT_ONCE: Final = 1_000


class OnDelete(StrEnum):
    """What a reference says: the other must stay, goes along, or loses the reference."""

    RESTRICT = "restrict"
    CASCADE = "cascade"
    UNLINK = "unlink"


@dataclass(frozen=True, slots=True)
class Dependant:
    """A record that refers to one which goes.

    :ivar path: of the field that refers, `lines.product` if it is in the rows of a list
    :ivar to: the record which goes
    """

    model: LiveModel | None
    path: str
    to: UUID
    locked: Locked
    on_delete: OnDelete


@dataclass(frozen=True, slots=True)
class Reach:
    """What an act on a record reaches: what goes along, what loses a reference, what forbids."""

    along: Sequence[Dependant]
    unlinked: Sequence[Dependant]
    restricting: Sequence[Dependant]


def dependants_of(app: LiveApp, record_id: UUID) -> Iterator[Dependant]:
    """Yield what refers to a record, locked. A field the model has no more holds nobody back."""
    for link in lock_links_to(record_id):
        model = app.model_with(link.locked.record.model_id)
        field = model.view.at(link.field) if model else None
        if field is None:
            yield Dependant(model, link.field, record_id, link.locked, OnDelete.UNLINK)
        else:
            said = text_at(field.settings, "on_delete")
            known = said in set(OnDelete)
            on_delete = OnDelete(said) if known else OnDelete.RESTRICT
            yield Dependant(model, link.field, record_id, link.locked, on_delete)


def reach_of(app: LiveApp, record_id: UUID) -> Reach:
    """Follow references from live records to a record, and to those that would go with it.

    :raises TooManyRecordsError: if more than a thousand are reached
    """
    along: dict[UUID, Dependant] = {}
    unlinked: list[Dependant] = []
    restricting: list[Dependant] = []
    waiting = [record_id]
    while waiting:
        for one in dependants_of(app, waiting.pop()):
            record = one.locked.record
            if record.id == record_id or record.id in along or record.deleted_at is not None:
                continue
            if one.on_delete is OnDelete.CASCADE:
                along[record.id] = one
                waiting.append(record.id)
            else:
                is_firm = one.on_delete is OnDelete.RESTRICT
                (restricting if is_firm else unlinked).append(one)
        if len(along) + len(unlinked) > MOST_AT_ONCE:
            raise TooManyRecordsError(f"More than {MOST_AT_ONCE} records depend on this one.")
    return Reach(
        tuple(along.values()),
        [one for one in unlinked if one.locked.record.id not in along],
        [one for one in restricting if one.locked.record.id not in along],
    )
