"""Names of people whom a list's address asks for: the reader has to know of them otherwise."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.identifiers import id_of
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import page_in
from stuga.runtime.records.queries import names_of, people_among

MOST: Final = 20
"""So many of those who cannot be chosen are looked for; each costs a query."""

Asked = Iterable[tuple[Field, str]]
"""Fields, each with a text that the address compares it with."""


def names_asked_for(acting: Acting, asked: Asked) -> Mapping[UUID, str]:
    """Return what those people are called whom the actor may know of.

    That is whom a field of the model lets them choose, and who stands in a record they may read.
    Whoever has only the id of somebody else is told no name.
    """
    wanted: defaultdict[UUID, set[str]] = defaultdict(set)
    for field, text in asked:
        found = id_of(text) if field.kind.name == "person" else None
        if found is not None and acting.rights.whole_fields("read").allow(field.key):
            wanted[UUID(found)].add(field.key)
    if not wanted:
        return {}
    known = _choosable(acting, wanted)
    others = [one for one in wanted if one not in known]
    known |= {one for one in others[:MOST] if any(_stands(acting, wanted[one], one))}
    return names_of(known)


def names_typed(people: Collection[UUID], held: Collection[UUID] = ()) -> Mapping[UUID, str]:
    """Return what people are called whose ids came with a form: those who can be chosen.

    :param held: who stands in the record as the actor may read it, whatever they are by now
    """
    others = [one for one in people if one not in held]
    return names_of({*people} - {*others} | (people_among(others) if others else frozenset()))


def _choosable(acting: Acting, wanted: Mapping[UUID, Collection[str]]) -> frozenset[UUID]:
    """Return those whom the filter of one of the model's own fields offers."""
    own = acting.model.view.fields.keys()
    ids = [one for one, fields in wanted.items() if own & fields]
    return people_among(ids) if ids and acting.actor.signed_in else frozenset()


def _stands(acting: Acting, fields: Collection[str], person: UUID) -> Iterator[bool]:
    """Yield, for each of the fields, whether a record that the actor may read has them in it."""
    for key in sorted(fields):
        command = ListRecords(
            app=acting.app.key,
            model=acting.model.key,
            now=acting.now,
            where={"field": key, "is": str(person)},
            limit=1,
        )
        yield bool(page_in(acting, command).records)
