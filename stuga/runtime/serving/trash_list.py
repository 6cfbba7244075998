"""The records of a list that lie in the trash, and the way back out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Screen
from stuga.platform.errors import NotPermittedError
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import page_of
from stuga.runtime.records.sorting import sort_for
from stuga.runtime.serving.naming import label_of
from stuga.runtime.serving.visits import Visit

STAYS: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thrown:
    """A record in the trash: what it is called, when it came here, until when it can come back."""

    id: UUID
    label: str
    thrown: str
    until: str
    restore: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashPage:
    rows: Sequence[Thrown]
    many: str  # where several are restored at once
    next: str
    previous: str


def trash_page(visit: Visit, screen: Screen, cursor: str) -> TrashPage:
    """Return a page of the trash; its entry is the list's.

    :raises NotPermittedError: if the actor may delete no record of the model
    """
    acting = visit.acting(screen.model)
    if not acting.rights.may("delete"):
        raise NotPermittedError(permission="record.delete")
    command = ListRecords(
        app=visit.app.key,
        model=screen.model,
        now=visit.now,
        sort=sort_for(acting, ("-updated_at",)),
        cursor=cursor,
        trash=True,
    )
    page = page_of(visit.actor, command)
    at, locale = visit.url(screen.key, "trash"), visit.locale
    return TrashPage(
        rows=[
            Thrown(
                id=one.id,
                label=label_of(visit, screen.model, {**one.data, **one.system}),
                thrown=locale.datetime(one.deleted_at) if one.deleted_at else "",
                until=locale.date(one.deleted_at + STAYS) if one.deleted_at else "",
                restore=visit.url(screen.key, one.id, "restore"),
            )
            for one in page.records
        ],
        many=visit.url(screen.key, "bulk"),
        next=f"{at}?cursor={page.next}" if page.next else "",
        previous=f"{at}?cursor={page.previous}" if page.previous else "",
    )
