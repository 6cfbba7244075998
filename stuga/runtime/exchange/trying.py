"""What would happen to the rows of a file: counted row by row, and nothing written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, Protocol
from uuid import UUID

import babel

from stuga.models.definition.refusals import Errors
from stuga.platform.crypto import Purpose, ring
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.ui import Locale
from stuga.runtime.exchange.chains import in_turns
from stuga.runtime.exchange.commands import Plan, Tried
from stuga.runtime.exchange.layouts import File
from stuga.runtime.exchange.mapping import LABEL
from stuga.runtime.exchange.masking import unmasked
from stuga.runtime.exchange.matching import matched, operation_of
from stuga.runtime.exchange.naming import Name, names_of, only_missing, own_fields, own_places
from stuga.runtime.exchange.outcomes import CREATED, Outcome, failure_of
from stuga.runtime.exchange.reading import Cursor, Row, rows, some_rows
from stuga.runtime.exchange.rings import made_together
from stuga.runtime.exchange.rowing import Wanted, wanted_from
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.rehearsing import Rehearsed, refused_for, rehearsed

ROWS_TRIED: Final = 1_000
MOST_SHOWN: Final = 10


class Keys(Protocol):
    """What rows of a file have been found by, or hold alone, or are called: as hashes."""

    def claim(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, int]:
        """Take hashes for rows; return, of those that an earlier row has, that row."""

    def rows_of(self, wanted: Collection[bytes]) -> Mapping[bytes, int]:
        """Return the rows that have hashes, as far as there are any."""


class Remembered:
    """Hashes of rows, as long as one page needs them."""

    def __init__(self) -> None:
        self._rows: dict[bytes, int] = {}

    def claim(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, int]:
        held = self.rows_of([value for value, _ in wanted])
        self._rows.update((value, row) for value, row in wanted if value not in held)
        return held

    def rows_of(self, wanted: Collection[bytes]) -> Mapping[bytes, int]:
        return {value: self._rows[value] for value in wanted if value in self._rows}


@dataclass(frozen=True, slots=True)
class Trying:
    """Holds rows to every rule that they will be held to, and remembers what they are called."""

    acting: Acting
    plan: Plan
    keys: Keys
    outcome: Outcome = field(default_factory=Outcome)
    coming: set[UUID] = field(default_factory=set)

    def elsewhere(self, by: str, texts: Collection[str]) -> Mapping[str, Sequence[UUID]]:
        """Return what rows before would have made, each by the number of its row."""
        first = {text: self._hash("name", by, text) for text in texts}
        second = {text: self._hash("name-again", by, text) for text in texts}
        rows = self.keys.rows_of([*first.values(), *second.values()])
        found = {
            text: [UUID(int=rows[one]) for one in (first[text], second[text]) if one in rows]
            for text in texts
        }
        self.coming.update(one for ids in found.values() for one in ids)
        return found

    def matched(self, several: Sequence[Wanted]) -> list[Wanted]:
        """Return rows with the records that they are about."""
        found = matched(self.acting, self.plan.key, several, self.keys.claim)
        return unmasked(self.acting, found)

    def make(self, several: Sequence[Wanted]) -> None:
        """Say what would become of rows."""
        found = self.matched(several)
        self.outcome.refused += [one for one in found if one.errors]
        sound = [one for one in found if not one.errors]
        fine: list[tuple[Wanted, Rehearsed]] = []
        for one, result in zip(sound, self._rehearsed(sound), strict=True):
            if result.is_refused:
                self.outcome.refused.append(replace(one, errors=result.errors))
            else:
                fine.append((one, result))
        self._note(fine)

    def make_together(self, several: Sequence[Wanted]) -> Mapping[int, Errors]:
        """Say what would become of matched rows that name each other."""
        self.coming.update(one.as_id for one in several if one.as_id)
        results = self._rehearsed(several)
        pairs = list(zip(several, results, strict=True))
        refused = {one.row.number: result.errors for one, result in pairs if result.is_refused}
        if not refused:
            self._note(pairs)
        return refused

    def _rehearsed(self, several: Sequence[Wanted]) -> list[Rehearsed]:
        operations = [operation_of(one) for one in several]
        return _alone(several, rehearsed(self.acting, operations, self.coming), self.keys)

    def _note(self, fine: Sequence[tuple[Wanted, Rehearsed]]) -> None:
        for one, result in fine:
            status = CREATED if one.id is None else ""
            self.outcome.note(one.row.number, status, is_changed=result.is_changed)
        self.remember([one for one, _ in fine])

    def remember(self, several: Sequence[Wanted]) -> None:
        """Keep what rows are called, and what more than one is."""
        first: dict[Name, int] = {}
        again: dict[Name, int] = {}
        for one in several:
            for name in names_of(self, one):
                (again if name in first else first)[name] = one.row.number
        rows = {self._hash("name", *name): row for name, row in first.items()}
        held = self.keys.claim(list(rows.items()))
        twice = {name: row for name, row in first.items() if self._hash("name", *name) in held}
        doubled = {**twice, **again}.items()
        self.keys.claim([(self._hash("name-again", *name), row) for name, row in doubled])

    def _hash(self, kind: str, by: str, text: str) -> bytes:
        name = f"{self.acting.model.id}:${kind}:{by}"
        return ring().mac(Purpose.UNIQUE, text.encode(), current_tenant_id(), name)


def tried(acting: Acting, plan: Plan, file: File) -> Tried:
    """Say what would happen to the first rows."""
    locale = Locale(plan.language, str(acting.app.zone))
    layout = plan.layout
    batch = some_rows(file.text, layout.delimiter, len(layout.columns), layout.start, ROWS_TRIED)
    way = Trying(acting, plan, Remembered())
    left = _all_turns(way, batch, locale.babel)
    if left and len(batch) == ROWS_TRIED:
        _foresee(way, file, batch[-1].after, locale.babel)
        left = _all_turns(way, [one.row for one in left], locale.babel)
    refused = sorted([*way.outcome.refused, *left], key=lambda one: one.row.number)
    failures = [failure_of(one, acting, locale) for one in refused[:MOST_SHOWN]]
    return Tried(counts=replace(way.outcome.counts, refused=len(refused)), failures=failures)


def _all_turns(way: Trying, several: Sequence[Row], locale: babel.Locale) -> list[Wanted]:
    """Try rows as often as one finds another; return those that lack what they name."""
    own = own_places(way)
    while True:
        before = len(way.outcome.made)
        found = in_turns(way, several, locale)
        left = [one for one in found if own and only_missing(one, own)]
        way.outcome.refused += [one for one in found if not own or not only_missing(one, own)]
        if left and len(way.outcome.made) == before:
            made_together(way, [one.row for one in left], locale)
            left = [one for one in left if one.row.number not in way.outcome.settled]
        if not left or len(way.outcome.made) == before:
            return left
        several = [one.row for one in left]


def _foresee(way: Trying, file: File, after: Cursor, locale: babel.Locale) -> None:
    """Remember what the rows are called that are not tried."""
    own = {one.key for one in own_fields(way)}
    named = {one.by for one in way.plan.mapped if one.field in own}
    fields = named | ({*way.acting.model.view.label_fields} if LABEL in named else set())
    columns = [one for one in way.plan.mapped if one.field in fields - own]
    width = len(file.layout.columns)
    coming = rows(file.text, file.layout.delimiter, width, after)
    while several := list(islice(coming, ROWS_TRIED)):
        way.remember(wanted_from(way.acting, columns, several, locale))


def _alone(sound: Sequence[Wanted], results: Sequence[Rehearsed], keys: Keys) -> list[Rehearsed]:
    """Refuse rows whose unique values an earlier row of the file takes."""
    wanted = [
        (value, one.row.number)
        for one, result in zip(sound, results, strict=True)
        if not result.is_refused
        for value in result.claims.values()
    ]
    first: dict[bytes, int] = {}
    for value, row in wanted:
        first.setdefault(value, row)
    first.update(keys.claim(list(first.items())))
    return [
        result
        if result.is_refused
        else refused_for(
            result,
            [rule for rule, value in result.claims.items() if first[value] != one.row.number],
        )
        for one, result in zip(sound, results, strict=True)
    ]
