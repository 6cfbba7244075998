"""Lists of records: filter, search, sort, page and count, rights applied first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from stuga.models import Record
from stuga.models.definition.conditions import fields_in
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.errors import BadRequestError
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.web.paging import opened_cursor, sealed_cursor
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.conditions_sql import Shape, compiled
from stuga.runtime.records.derived import normal_search
from stuga.runtime.records.filters import condition_of
from stuga.runtime.records.keyset import (
    NEWEST,
    Order,
    Position,
    Rows,
    order_of,
    position_value,
    rows_at,
)
from stuga.runtime.records.reading import asked, asked_by, seen, shape_of
from stuga.runtime.records.rights import Verb
from stuga.runtime.records.stored import COLUMNS, Shown, stored_of

COUNT_CAP: Final = 10_000
MOST_FOUND: Final = 10_000
LONGEST_SEARCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRecords(InModel):
    """A page of a list.

    :ivar where: a condition over the model's fields
    :ivar filters: `filter[…]` parameters with their texts, on top of that
    :ivar search: words; each must stand somewhere in the searched fields
    :ivar sort: an indexed field, `created_at` or `updated_at`; `-` in front for falling
    :ivar count: whether to count, up to 10,000
    :ivar trash: the records in the trash instead of those that live
    """

    where: JsonObject | None = None
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    sort: str = NEWEST
    limit: int = 50
    cursor: str = ""
    count: bool = False
    trash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many there are: exact to 10,000, then at least that."""

    number: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page; the cursors lead to its neighbours, where there are any."""

    records: Sequence[Shown]
    next: str | None
    previous: str | None
    count: Count | None


def page_of(actor: Actor, command: ListRecords) -> ListPage:
    """Return a page of the records that the actor may read.

    :raises NotFoundError: if the model is not there for the actor
    :raises BadRequestError: naming the field, the order or the cursor that cannot be used
    """
    acting = acting_in(actor, command)
    page = page_in(acting, command)
    _note(acting, _with_filters(acting, command), [one.id for one in page.records])
    return page


def page_in(acting: Acting, command: ListRecords) -> ListPage:
    """Return a page that is part of another act, whose entry names its records.

    :raises BadRequestError: as `page_of`
    """
    acting.rights.require_some("read")
    command = _with_filters(acting, command)
    shape = shape_of(acting.rights)
    order = order_of(command.sort, acting.model, shape)
    which = _which(acting, shape, command, order)
    base = select(*COLUMNS).where(which)
    listing = _listing(acting, command)
    db.session.flush()  # what is listed may have been written in this very transaction
    rows = rows_at(base, order, _position(command.cursor, listing), command.limit)
    records = [acting.rights.show(stored_of(row)) for row in rows.rows]
    return ListPage(
        records=records,
        next=_cursor(rows, listing, backward=False),
        previous=_cursor(rows, listing, backward=True),
        count=_counted(which) if command.count else None,
    )


def _with_filters(acting: Acting, command: ListRecords) -> ListRecords:
    """Join what the address asks for to what the list always asks for."""
    found = condition_of(command.filters, acting.rights)
    if found is None:
        return command
    where: JsonObject = found if command.where is None else {"all": [command.where, found]}
    return replace(command, where=where, filters=())


def _which(acting: Acting, shape: Shape, command: ListRecords, order: Order) -> Any:  # noqa: ANN401  # SQL
    rights = acting.rights
    verb: Verb = "delete" if command.trash else "read"
    in_trash = Record.deleted_at.is_not(None)
    return and_(
        Record.tenant_id == current_tenant_id(),
        Record.model_id == acting.model.id,
        in_trash if command.trash else Record.deleted_at.is_(None),
        seen(rights, shape),
        seen(rights, shape, verb),
        asked(rights, shape, {order.key}, where="sort"),
        asked_by(rights, shape, command.where),
        _searched(acting, shape, command.search),
    )


def _searched(acting: Acting, shape: Shape, words: str) -> ColumnElement[bool]:
    """Return the rows that hold every word; through the index if the actor may read all of it."""
    wanted = normal_search(words).split()
    if not wanted:
        return true()
    if len(words) > LONGEST_SEARCH:
        raise BadRequestError(f"q: at most {LONGEST_SEARCH} characters.")
    rights, model = acting.rights, acting.model
    if all(one.fields.allow(key) for one in rights.grants["read"] for key in model.view.search):
        longest = max(wanted, key=len)
        found = func.search_records(model.id, _pattern(longest), MOST_FOUND).table_valued("id")
        each = [Record.search.like(_pattern(word)) for word in wanted]
        return and_(Record.id.in_(select(found.c.id)), *each)
    open_fields = [key for key in model.view.search if rights.whole_fields("read").allow(key)]
    return and_(*(_in_some(word, open_fields, acting, shape) for word in wanted))


def _in_some(word: str, fields: list[str], acting: Acting, shape: Shape) -> ColumnElement[bool]:
    holding = [
        and_(
            asked(acting.rights, shape, {key}, where="q"),
            compiled({"field": key, "contains": word}, shape),
        )
        for key in fields
    ]
    return or_(*holding) if holding else ~true()


def _pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _counted(which: Any) -> Count:  # noqa: ANN401  # SQL
    some: Select[Any] = select(Record.id).where(which).limit(COUNT_CAP + 1)
    number = db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return Count(number=min(number, COUNT_CAP), capped=number > COUNT_CAP)


def _listing(acting: Acting, command: ListRecords) -> str:
    """Return what a cursor belongs to: this list, filtered and sorted so."""
    parts = [str(acting.model.id), command.where, command.search, command.sort, command.trash]
    return json.dumps(parts, sort_keys=True)


def _position(cursor: str, listing: str) -> Position | None:
    if not cursor:
        return None
    value, record_id, backward = opened_cursor(cursor, listing)
    return Position(value, UUID(str(record_id)), bool(backward))


def _cursor(rows: Rows, listing: str, *, backward: bool) -> str | None:
    there_is_more = rows.more_before if backward else rows.more_after
    if not rows.rows or not there_is_more:
        return None
    row = rows.rows[0] if backward else rows.rows[-1]
    return sealed_cursor([position_value(row), str(row[0]), backward], listing)


def _note(acting: Acting, command: ListRecords, ids: Sequence[UUID]) -> None:
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
    audit.record(acting.actor, Act.RECORD_LIST, target=target, detail=Detail(query=query))
