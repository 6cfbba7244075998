"""Names of the records and people that values refer to: one query a model, one for people."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select

from stuga.models import Record
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.attached import FILE_KINDS, file_ids
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.paths import every, leaves
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.platform.ui.screens.values import RELATIONS, Values
from stuga.runtime.records.queries import names_of
from stuga.runtime.records.reading import seen, shape_of
from stuga.runtime.records.rights import rights_or_none
from stuga.runtime.records.stored import COLUMNS, stored_of
from stuga.runtime.serving.file_words import shown_files
from stuga.runtime.serving.visits import Visit

NAMED: Final = RELATIONS | FILE_KINDS
Told = tuple[Field, JsonValue]
"""A field and a value of it that is to be put in words."""
Naming = Callable[[Collection[UUID]], Mapping[UUID, str]]


def told_by(fields: Iterable[Field], several: Sequence[JsonObject]) -> Iterator[Told]:
    """Yield the values of records that others must be asked to name."""
    for field in fields:
        if any(one.kind.name in NAMED for _, one in every({field.key: field})):
            yield from ((field, data.get(field.key)) for data in several)


def values_for(
    visit: Visit, told: Iterable[Told], *, linked: bool = True, whom: Naming = names_of
) -> Values:
    """Return what writes these values, references, people and files by name.

    What a reference leads to is named only as far as the actor may read it; of people a stranger
    is told nothing.

    :param whom: names people whom the actor has not found in a record that they may read
    """
    told = list(told)
    people: set[UUID] = set()
    records: defaultdict[str, set[UUID]] = defaultdict(set)
    for told_field, value in told:
        for leaf in leaves(told_field, value):
            found = id_of(leaf.value) if isinstance(leaf.value, str) else None
            if found is None:
                continue
            if leaf.field.kind.name == "person":
                people.add(UUID(found))
            elif leaf.field.kind.name in RELATIONS and leaf.field.references:
                records[leaf.field.references].add(UUID(found))
    known = whom(people) if visit.actor.signed_in else {}
    labels = {str(one): name for one, name in known.items()}
    links: dict[str, str] = {}
    for model, ids in records.items():
        named = labels_of(visit, model, ids)
        labels.update(named)
        screen = visit.first_for(model, "detail") if linked else ""
        if screen:
            links.update({one: visit.url(screen, one) for one in named})
    return Values(visit.locale, labels, links, shown_files(visit, _files_in(told)))


def _files_in(told: Iterable[Told]) -> set[str]:
    return {
        one
        for field, value in told
        for leaf in leaves(field, value)
        if leaf.field.kind.name in FILE_KINDS
        for one in file_ids(leaf.value)
    }


def labels_of(visit: Visit, model: str, ids: Iterable[UUID]) -> dict[str, str]:
    """Return labels of those live records that the actor may read."""
    if model not in visit.app.models:
        return {}
    rights = rights_or_none(visit.actor, visit.app, model, now=visit.now)
    if not rights.may("read"):
        return {}
    wanted = select(*COLUMNS).where(
        Record.id.in_(set(ids)),
        Record.model_id == rights.model.id,
        Record.deleted_at.is_(None),
        seen(rights, shape_of(rights)),
    )
    shown = (rights.show(stored_of(row)) for row in db.session.execute(wanted))
    return {str(one.id): label_of(visit, model, {**one.data, **one.system}) for one in shown}


def label_of(visit: Visit, model: str, data: JsonObject) -> str:
    """Return how a record is called, from what of it the actor may read."""
    values = Values(visit.locale)

    def words(field: Field, value: JsonValue) -> str:
        return "" if field.kind.name in RELATIONS else values.words(field, value)

    return visit.model(model).label_of(data, words) or visit.locale.text("Untitled")
