"""Rows that name each other, in chains or in rings: they become records all at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from babel import Locale

from stuga.models.definition.refusals import Errors, Refused
from stuga.runtime.exchange.linking import Elsewhere
from stuga.runtime.exchange.naming import Name, names_of, only_missing, own_fields, own_places
from stuga.runtime.exchange.reading import Row
from stuga.runtime.exchange.rowing import Wanted, wanted_from
from stuga.runtime.exchange.ways import Way
from stuga.runtime.records.bulk import MOST_OPERATIONS
from stuga.runtime.records.queries import new_ids

TOO_LONG: Final[Errors] = {"": Refused("row-ring", {"most": MOST_OPERATIONS})}
_Refs = Mapping[UUID, Collection[UUID]]


def made_together(way: Way, several: Sequence[Row], locale: Locale) -> None:
    """Let rows become records that name only each other, and what is there; the rest stays."""
    own = own_places(way)
    found = wanted_from(way.acting, way.plan.mapped, several, locale, elsewhere=way.elsewhere)
    matched = way.matched([replace(one, errors={}) for one in found if only_missing(one, own)])
    way.outcome.refused += [one for one in matched if one.errors]
    alive = _with_ids([one for one in matched if not one.errors])
    while alive := _resolved(way, alive, locale):
        together = _next(way, alive)
        is_too_long = len(together) > MOST_OPERATIONS
        refused = dict.fromkeys(_numbers(together), TOO_LONG)
        if not is_too_long:
            refused = dict(way.make_together(together))
        told = [one for one in together if one.row.number in refused]
        way.outcome.refused += [replace(one, errors=refused[one.row.number]) for one in told]
        gone = _numbers(told or together)
        alive = [one for one in alive if one.row.number not in gone]


def _numbers(several: Sequence[Wanted]) -> frozenset[int]:
    return frozenset(one.row.number for one in several)


def _with_ids(several: Sequence[Wanted]) -> list[Wanted]:
    """Give each new record its id before it is made."""
    ids = new_ids(len(several)) if several else ()
    return [
        replace(one, as_id=None if one.id else new) for one, new in zip(several, ids, strict=True)
    ]


def _id(wanted: Wanted) -> UUID:
    found = wanted.id or wanted.as_id
    if found is None:
        raise TypeError("every row of a ring has an id")
    return found


def _resolved(way: Way, alive: Sequence[Wanted], locale: Locale) -> list[Wanted]:
    """Return those of the rows that name only each other, and what is there."""
    if not alive:
        return []
    rows = [one.row for one in alive]
    found = wanted_from(way.acting, way.plan.mapped, rows, locale, elsewhere=_among(way, alive))
    by_id = {
        _id(one): replace(new, id=one.id, as_id=one.as_id, key=one.key)
        for one, new in zip(alive, found, strict=True)
    }
    naming: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for one, several in _refs_among(way, by_id).items():
        for to in several:
            naming[to].append(one)
    lost = [key for key, one in by_id.items() if one.errors]
    while lost:
        key = lost.pop()
        if by_id.pop(key, None):
            lost += naming[key]
    return [*by_id.values()]


def _among(way: Way, alive: Sequence[Wanted]) -> Elsewhere:
    """Return what finds these rows by what they are called, and what the way itself finds."""
    names: defaultdict[Name, list[UUID]] = defaultdict(list)
    for one in alive:
        for name in names_of(way, one):
            names[name].append(_id(one))

    def elsewhere(by: str, texts: Collection[str]) -> Mapping[str, Sequence[UUID]]:
        others = way.elsewhere(by, texts)
        return {text: names.get((by, text)) or others.get(text, ()) for text in texts}

    return elsewhere


def _next(way: Way, alive: Sequence[Wanted]) -> list[Wanted]:
    """Return rows that hang together, as many as go at once; of too many the ring they hang on."""
    by_id = {_id(one): one for one in alive}
    refs = _refs_among(way, by_id)
    found: list[UUID] = []
    for part in _parts(refs):
        few = part
        if len(part) > MOST_OPERATIONS:
            few = next(_parts(_in_rings({one: refs[one] for one in part})))
        if found and len(found) + len(few) > MOST_OPERATIONS:
            break
        found += few
    return [by_id[key] for key in found]


def _refs_among(way: Way, by_id: Mapping[UUID, Wanted]) -> _Refs:
    keys = [one.key for one in own_fields(way)]
    return {key: {to for to in _named_by(one, keys) if to in by_id} for key, one in by_id.items()}


def _named_by(wanted: Wanted, keys: Sequence[str]) -> Iterator[UUID]:
    for key in keys:
        value = wanted.data.get(key)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield UUID(text)


def _in_rings(refs: _Refs) -> _Refs:
    """Leave out those that nobody names, until every one is named."""
    named = Counter(to for several in refs.values() for to in several)
    left = dict(refs)
    bare = [one for one in refs if not named[one]]
    while bare:
        for to in left.pop(bare.pop()):
            named[to] -= 1
            if not named[to]:
                bare.append(to)
    return left


def _parts(refs: _Refs) -> Iterator[list[UUID]]:
    """Yield what hangs together, part by part."""
    beside: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for one, several in refs.items():
        for to in several:
            beside[one].add(to)
            beside[to].add(one)
    seen: set[UUID] = set()
    for one in refs:
        if one not in seen:
            yield _reached(one, beside, seen)


def _reached(start: UUID, beside: Mapping[UUID, set[UUID]], seen: set[UUID]) -> list[UUID]:
    found: list[UUID] = []
    coming = [start]
    seen.add(start)
    while coming:
        one = coming.pop()
        found.append(one)
        fresh = beside[one] - seen
        seen |= fresh
        coming += fresh
    return found
