"""Lists of records: filter, search, sort, page and count, rights applied first."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from stuga.models.definition.conditions import fields_in
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db.prepared import Prepared
from stuga.platform.web.paging import opened_cursor, sealed_cursor
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.asking import COUNT_CAP, Asking
from stuga.runtime.records.commands import NEWEST, ListRecords
from stuga.runtime.records.filters import condition_of
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.records.keyset import Position, Rows, position_values, rows_at
from stuga.runtime.records.ordering import BY_ID
from stuga.runtime.records.rights import ModelRights
from stuga.runtime.records.slow import slow_fields
from stuga.runtime.records.stored import Shown, stored_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many there are: exact to 10,000, then at least that."""

    number: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page; the cursors lead to its neighbours, where there are any.

    :ivar slow: fields that are asked about without an index
    """

    records: Sequence[Shown]
    next: str | None
    previous: str | None
    count: Count | None
    slow: Sequence[str] = ()


Also = Callable[[Acting, Sequence[Shown]], Sequence[UUID]]
"""Looks at more than was asked for, as part of the same act; returns the ids of what it saw."""


def page_of(actor: Actor, command: ListRecords, *, also: Also | None = None) -> ListPage:
    """Return a page of the records that the actor may read.

    :raises NotFoundError: if the model is not there for the actor
    :raises BadRequestError: naming the field, the order or the cursor that cannot be used
    """
    acting = acting_in(actor, command)
    page = page_in(acting, command)
    along = also(acting, page.records) if also is not None else ()
    grave = bool(along) or is_grave(acting, page.records)
    ids = [*(one.id for one in page.records), *along]
    note_list(acting, _settled(acting, command), ids, grave=grave)
    return page


def page_in(acting: Acting, command: ListRecords) -> ListPage:
    """Return a page that is part of another act, whose entry names its records.

    :raises BadRequestError: as `page_of`
    """
    acting.rights.require_some("read")
    command = _settled(acting, command)
    asking = Asking(acting, command)
    listing = _listing(acting, command)
    position = _position(command.cursor, listing)
    rows = _rows(asking, command, position)
    show = acting.rights.shower()
    return ListPage(
        records=[show(stored_of(row)) for row in rows.rows],
        next=_cursor(rows, listing, backward=False),
        previous=_cursor(rows, listing, backward=True),
        count=_counted(asking.count()) if command.count else None,
        slow=slow_fields(acting.model, command.where, command.sort),
    )


def _rows(asking: Asking, command: ListRecords, position: Position | None) -> Rows:
    if command.search and position is None and not command.count:
        near = asking.nearby(command.limit + 1)
        if len(near) > command.limit:
            return Rows(near[: command.limit], more_after=True, more_before=False)
    return rows_at(asking.part, asking.orders, position, command.limit)


def usual_order(rights: ModelRights) -> str:
    """Return the order of a list that asks for none: the newest first, as far as one may know."""
    may_know = all(one.fields.allow("created_at") for one in rights.grants["read"])
    return NEWEST if may_know else f"-{BY_ID}"


def _settled(acting: Acting, command: ListRecords) -> ListRecords:
    """Join what the address asks for to what the list always asks for, in the usual order."""
    sort = command.sort or usual_order(acting.rights)
    found = condition_of(command.filters, acting.rights)
    where = command.where
    if found is not None:
        where = found if where is None else {"all": [where, found]}
    return replace(command, where=where, filters=(), sort=sort)


def _counted(counting: Prepared) -> Count:
    row = counting.row()
    number = row[0] if row else 0
    return Count(number=min(number, COUNT_CAP), capped=number > COUNT_CAP)


def _listing(acting: Acting, command: ListRecords) -> str:
    """Return what a cursor belongs to: this list, filtered and sorted so."""
    parts = [str(acting.model.id), command.where, command.search, command.sort, command.trash]
    return json.dumps(parts, sort_keys=True)


def _position(cursor: str, listing: str) -> Position | None:
    if not cursor:
        return None
    *values, record_id, backward = opened_cursor(cursor, listing)
    return Position(tuple(values), UUID(str(record_id)), bool(backward))


def _cursor(rows: Rows, listing: str, *, backward: bool) -> str | None:
    there_is_more = rows.more_before if backward else rows.more_after
    if not rows.rows or not there_is_more:
        return None
    row = rows.rows[0] if backward else rows.rows[-1]
    return sealed_cursor([*position_values(row), str(row[0]), backward], listing)


def note_list(acting: Acting, command: ListRecords, ids: Sequence[UUID], *, grave: bool) -> None:
    """Leave the one entry of a list: which records it showed, and what was asked for.

    :param grave: whether it is there before the answer leaves
    """
    query: JsonObject = {"sort": command.sort}
    if command.where is not None:
        query["filter"] = command.where
    if command.search:
        query["search"] = command.search
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        ids=ids,
        count=len(ids),
        fields=tuple(fields_in(command.where)) if command.where else (),
    )
    detail = Detail(query=query)
    audit.record_read(acting.actor, Act.RECORD_LIST, target=target, detail=detail, grave=grave)
