"""The statements of a list: rights first, then what is asked for; kept with the model they read.

To build and compile one costs more than PostgreSQL needs to answer it, and most lists are asked
for again and again in the same way.
"""

import json
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, true

from stuga.models import Record
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.conditions_sql import compiled
from stuga.runtime.records.keyset import Part, part_of
from stuga.runtime.records.nearby import FREQUENT, FURTHER, NEWEST, is_by_time, near, sampled
from stuga.runtime.records.ordering import orders_of
from stuga.runtime.records.reading import asked, asked_by, seen, shape_of
from stuga.runtime.records.rights import Verb
from stuga.runtime.records.searching import FEW, Words
from stuga.runtime.records.shaping import Shape
from stuga.runtime.records.stored import COLUMNS

COUNT: Final = "count"
COUNT_CAP: Final = 10_000
MOST_KEPT: Final = 256


class Asking:
    """One way of asking for the records of a model, by one actor.

    :raises BadRequestError: if the order, or what is searched for, cannot be used
    """

    def __init__(self, acting: Acting, command: ListRecords) -> None:
        self._acting = acting
        self._command = command
        self._shape = shape_of(acting.rights)
        self.orders = orders_of(command.sort, acting.model, self._shape)
        self._words = Words(acting.model.id, command.search)
        self._plain = _signature(acting, command)
        self._signature = None if command.search else self._plain

    def part(self, part: Part) -> Prepared:
        """Return the statement of one part of a page."""

        def build() -> Select[Any]:
            return part_of(select(*COLUMNS).where(self._which()), self.orders, part)

        return self._kept(part, build)

    def ids(self, part: Part) -> Prepared:
        """Return the statement of one part of a page, of which no more is read than the ids."""

        def build() -> Select[Any]:
            return part_of(select(Record.id).where(self._which()), self.orders, part)

        return self._kept(("ids", part), build)

    def count(self) -> Prepared:
        """Return the statement that counts, to one more than is told."""

        def build() -> Select[Any]:
            limit: ColumnElement[int] = literal_column(str(COUNT_CAP + 1))
            some = select(Record.id).where(self._which(COUNT_CAP)).limit(limit)
            return select(func.count()).select_from(some.subquery())

        return self._kept(COUNT, build)

    def nearby(self, limit: int) -> Sequence[Sequence[Any]]:
        """Return the first rows that hold every word, of the newest; none if it is no such list."""
        words = self._words
        if not words.words or self._command.trash or not is_by_time(self.orders):
            return ()
        if not _is_open(self._acting):
            return ()
        found = self._among(NEWEST, limit)
        if len(found) < limit and self._is_frequent():
            return self._among(FURTHER, limit)
        return found

    def _among(self, newest: int, limit: int) -> Sequence[Sequence[Any]]:
        def build() -> Select[Any]:
            return near(self._wanted(), self.orders, limit, newest)

        found = self._by(self._plain, ("near", newest, limit), build)
        return found.rows(patterns=self._words.patterns)

    def _is_frequent(self) -> bool:
        """Tell whether the index of words would only find out that it is no help."""
        held = self._by(self._plain, "sample", lambda: sampled(self._outside(), self.orders))
        row = held.row(patterns=self._words.patterns)
        return row is not None and row[0] >= FREQUENT

    def which(self) -> ColumnElement[bool]:
        """Return the rows that are asked for, of which only a prepared statement may ask."""
        return self._which()

    def _kept(self, what: Hashable, build: Callable[[], Select[Any]]) -> Prepared:
        return self._by(self._signature, what, build)

    def _by(
        self, signature: Hashable | None, what: Hashable, build: Callable[[], Select[Any]]
    ) -> Prepared:
        once = what == COUNT or self._narrows()
        if signature is None:
            return Prepared(build, once=once)
        kept, key = self._acting.model.statements, (signature, what)
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[key] = Prepared(build, once=once)
        return found

    def _narrows(self) -> bool:
        """Tell whether which index serves best depends on the values that are asked for."""
        command, grants = self._command, self._acting.rights.grants
        opening = (*grants["read"], *grants[_verb(command)])
        return bool(command.where or self._words.words or any(one.where for one in opening))

    def _which(self, most: int = FEW) -> ColumnElement[bool]:
        trash = self._command.trash
        words = _searched(self._acting, self._shape, self._words, most=most, trash=trash)
        return and_(self._wanted(), words)

    def _wanted(self) -> ColumnElement[bool]:
        """Return the rows that are asked for, whatever words they hold."""
        acting, command, shape = self._acting, self._command, self._shape
        rights = acting.rights
        return and_(
            self._outside(),
            seen(rights, shape),
            seen(rights, shape, _verb(command)),
            asked(rights, shape, {one.key for one in self.orders}, where="sort"),
            asked_by(rights, shape, command.where),
        )

    def _outside(self) -> ColumnElement[bool]:
        """Return all rows of the model, or of its trash."""
        in_trash = Record.deleted_at.is_not(None)
        return and_(
            Record.tenant_id == TENANT,
            Record.model_id == self._acting.model.id,
            in_trash if self._command.trash else Record.deleted_at.is_(None),
        )


def _verb(command: ListRecords) -> Verb:
    if command.trash:
        return "delete"
    return "export" if command.export else "read"


def _signature(acting: Acting, command: ListRecords) -> Hashable | None:
    """Return what statements depend on besides the model and words; None if it never comes again.

    What looks at the present moment is not kept.
    """
    verb, readable = _verb(command), acting.rights.grants["read"]
    grants = readable + acting.rights.grants[verb]
    conditions = [one.where for one in grants] + [command.where]
    if not any(conditions):
        asks = ""
    else:
        asks = json.dumps([conditions, acting.rights.world.me], sort_keys=True)
        if '"now"' in asks:
            return None
    return asks, len(readable), tuple(one.fields for one in grants), command.sort, verb


def _searched(
    acting: Acting, shape: Shape, words: Words, *, most: int, trash: bool
) -> ColumnElement[bool]:
    """Return the rows that hold every word, in fields that the actor may read."""
    if not words.words:
        return true()
    rights, model = acting.rights, acting.model
    if _is_open(acting):
        return words.holding() if trash else words.among(most)
    open_fields = [key for key in model.view.search if rights.whole_fields("read").allow(key)]
    return and_(*(_in_some(word, open_fields, acting, shape) for word in words.words))


def _is_open(acting: Acting) -> bool:
    """Tell whether the actor may read all fields in which words are looked for."""
    grants, searched = acting.rights.grants["read"], acting.model.view.search
    return all(one.fields.allow(key) for one in grants for key in searched)


def _in_some(word: str, fields: list[str], acting: Acting, shape: Shape) -> ColumnElement[bool]:
    holding = [
        and_(
            asked(acting.rights, shape, {key}, where="q"),
            compiled({"field": key, "contains": word}, shape),
        )
        for key in fields
    ]
    return or_(*holding) if holding else ~true()
