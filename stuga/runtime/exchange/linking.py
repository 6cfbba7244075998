"""What cells name: records by a field or their label, people by address or name."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from stuga.models import Person, Record
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.model import PLACEHOLDER
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.runtime.exchange.cells import Writing
from stuga.runtime.exchange.commands import Mapped
from stuga.runtime.exchange.mapping import LABEL, has_words_for_label
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.reading import asked, asked_by, seen, shape_of
from stuga.runtime.records.rights import ModelRights, rights_or_none
from stuga.runtime.records.stored import COLUMNS, stored_of
from stuga.runtime.records.trail import label_of
from stuga.runtime.records.typed_sql import stored, text_of

MANY: Final = "reference-ambiguous"
NONE: Final = "reference-not-found"
Found = Mapping[str, JsonValue | Refused]
"""What a cell says -> the id it means, or why it means none."""


@dataclass(frozen=True, slots=True)
class Target:
    """The records that a column's cells may name, as far as the actor may read them."""

    rights: ModelRights
    by: str

    @property
    def title(self) -> str:
        return self.rights.model.view.title


def linked(
    acting: Acting, field: Field, mapped: Mapped, cells: Collection[str], writing: Writing
) -> Found:
    """Return what the cells of one column mean: one query, however many they are."""
    texts = {text for cell in cells if (text := " ".join(cell.split()))}
    if field.kind.name == "person":
        return _people(texts)
    rights = rights_or_none(acting.actor, acting.app, field.references or "", now=acting.now)
    plain_ids: dict[str, JsonValue | Refused] = {text: id_of(text) for text in texts if id_of(text)}
    named = texts - plain_ids.keys()
    if not named:
        return plain_ids
    target = Target(rights, mapped.by)
    records = _by_label(target, named) if mapped.by == LABEL else _by_field(target, named, writing)
    return {**plain_ids, **{text: _one(records.get(text, ()), text, target) for text in named}}


def _one(ids: Sequence[UUID], text: str, target: Target) -> JsonValue | Refused:
    if len(ids) == 1:
        return str(ids[0])
    return Refused(MANY if ids else NONE, {"value": text[:80], "model": target.title})


def _by_field(
    target: Target, texts: Collection[str], writing: Writing
) -> Mapping[str, Sequence[UUID]]:
    """Find records by one field; a cell that the field could not hold finds nothing."""
    rights, key = target.rights, target.by
    field = rights.model.view.fields.get(key)
    if field is None:
        return {}
    meant: dict[str, JsonValue] = {}
    for text in texts:
        value = field.kind.parse(text, field.schema, writing.locale, zone=writing.zone)
        if value is not None and not isinstance(value, Refused):
            meant[text] = value
    if not meant or not _is_open(rights, [key]):
        return {}
    shape = shape_of(rights)
    condition: JsonObject = {"field": key, "in": list(meant.values())}
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for record_id, data in _records(rights, asked_by(rights, shape, condition)):
        found[str(data.get(key))].append(record_id)
    return {text: found[str(value)] for text, value in meant.items()}


def _by_label(target: Target, texts: Collection[str]) -> Mapping[str, Sequence[UUID]]:
    """Find records by their label, which PostgreSQL puts together as we do."""
    rights, model = target.rights, target.rights.model
    fields = model.view.label_fields
    if not has_words_for_label(model.view) or not _is_open(rights, fields):
        return {}
    allowed = asked(rights, shape_of(rights), fields, where="import")
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for record_id, data in _records(rights, allowed, _label_sql(model.view.label).in_(texts)):
        found[label_of(model, data)].append(record_id)
    return found


def _label_sql(label: str) -> ColumnElement[str]:
    parts: list[ColumnElement[str] | str] = []
    for at, part in enumerate(PLACEHOLDER.split(label)):
        parts.append(func.coalesce(text_of(stored(part)), "") if at % 2 else part)
    whole = func.regexp_replace(func.concat(*parts), r"\s+", " ", "g")
    return func.btrim(whole)


def _records(
    rights: ModelRights, *wanted: ColumnElement[bool]
) -> Sequence[tuple[UUID, JsonObject]]:
    found = select(*COLUMNS).where(
        Record.model_id == rights.model.id,
        Record.deleted_at.is_(None),
        seen(rights, shape_of(rights)),
        *wanted,
    )
    shown = (rights.show(stored_of(row)) for row in db.session.execute(found))
    return [(one.id, one.data) for one in shown]


def _is_open(rights: ModelRights, fields: Collection[str]) -> bool:
    """Tell whether every field may be read in some record at all."""
    readable = rights.whole_fields("read")
    return rights.may("read") and all(readable.allow(key) for key in fields)


def _people(texts: Collection[str]) -> Found:
    wanted = select(Person.id, Person.name, Person.email).where(
        or_(Person.email.in_([text.lower() for text in texts]), Person.name.in_(texts)),
        Person.state != "disabled",
    )
    found: defaultdict[str, set[UUID]] = defaultdict(set)
    for person_id, name, email in db.session.execute(wanted):
        found[name].add(person_id)
        found[(email or "").lower()].add(person_id)
    return {text: _person(found[text] or found[text.lower()], text) for text in texts}


def _person(ids: Collection[UUID], text: str) -> JsonValue | Refused:
    if len(ids) == 1:
        return str(next(iter(ids)))
    return Refused("person-ambiguous" if ids else "person-not-found", {"value": text[:80]})
