"""What references, people and files are called: one query a model and batch, one for the rest."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select

from stuga.models import Record
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.runtime.exchange.mapping import LABEL, default_link
from stuga.runtime.files.queries import names_of as file_names
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.queries import names_of
from stuga.runtime.records.reading import seen, shape_of
from stuga.runtime.records.rights import rights_or_none
from stuga.runtime.records.stored import COLUMNS, stored_of
from stuga.runtime.records.trail import label_of

NAMING: Final = FILE_KINDS | {"reference", "references", "person"}
Names = Mapping[str, str]
Naming = Callable[[Collection[UUID]], Mapping[UUID, str]]


def names_in(
    acting: Acting,
    fields: Sequence[Field],
    several: Sequence[JsonObject],
    *,
    for_import: bool = True,
    whom: Naming = names_of,
) -> Names:
    """Return what the ids in these records are called, as far as the actor may know.

    :param for_import: call records what an import finds them by, not by their labels
    :param whom: names people whom the actor has not found in a record that they may read
    """
    people: set[UUID] = set()
    files: set[UUID] = set()
    records: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    for field in fields:
        if field.kind.name not in NAMING:
            continue
        found = {UUID(one) for data in several for one in _ids(data.get(field.key))}
        if field.kind.name in FILE_KINDS:
            files |= found
        elif field.kind.name == "person":
            people |= found
        elif found:
            by = default_link(field, acting.app.definition) if for_import else LABEL
            records[field.references or "", by] |= found
    names = {str(one): name for one, name in whom(people).items()}
    names.update({str(one): name for one, name in file_names(files).items()})
    for (model, by), ids in records.items():
        names.update(_labels(acting, model, by, ids, alike=not for_import))
    return names


def _ids(value: JsonValue) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [found for one in several if isinstance(one, str) and (found := id_of(one))]


def _labels(acting: Acting, model: str, by: str, ids: set[UUID], *, alike: bool) -> dict[str, str]:
    """Return what an import finds those live records by that the actor may read.

    Two that are called alike keep their ids, if they may not be.
    """
    if model not in acting.app.models:
        return {}
    rights = rights_or_none(acting.actor, acting.app, model, now=acting.now)
    if not rights.may("read"):
        return {}
    wanted = select(*COLUMNS).where(
        Record.id.in_(ids),
        Record.model_id == rights.model.id,
        Record.deleted_at.is_(None),
        seen(rights, shape_of(rights)),
    )
    shown = (rights.show(stored_of(row)) for row in db.session.execute(wanted))
    labels = {
        str(one.id): label_of(rights.model, one.data) if by == LABEL else str(one.data.get(by, ""))
        for one in shown
    }
    if alike:
        return labels
    several: defaultdict[str, list[str]] = defaultdict(list)
    for one, label in labels.items():
        several[label].append(one)
    return {same[0]: label for label, same in several.items() if label and len(same) == 1}


def named(value: JsonValue, names: Names) -> str:
    """Write the value of a reference or a person in words; an id where there are none."""
    return "; ".join(names.get(one, one) for one in _ids(value))
