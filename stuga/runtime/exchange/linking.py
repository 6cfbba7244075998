"""What cells name: records by a field or their label, people by address or name."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
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
Elsewhere: TypeAlias = Callable[[str, Collection[str]], Mapping[str, Sequence[UUID]]]
"""Takes a field, or `$label`, and values of it; returns the records to be that have them."""


def nowhere(_by: str, _texts: Collection[str]) -> Mapping[str, Sequence[UUID]]:
    """Find no records but those that are there."""
    return {}


@dataclass(frozen=True, slots=True)
class Target:
    """The records that a column's cells may name, as far as the actor may read them."""

    rights: ModelRights
    by: str

    @property
    def title(self) -> str:
        return self.rights.model.view.title


def linked(  # of one column, all there is to know
    acting: Acting,
    field: Field,
    mapped: Mapped,
    cells: Collection[str],
    writing: Writing,
    *,
    elsewhere: Elsewhere = nowhere,
) -> Found:
    """Return what the cells of one column mean: one query, however many they are.

    :param elsewhere: what is asked for records of the model itself that are not there yet
    """
    texts = {text for cell in cells if (text := " ".join(cell.split()))}
    if field.kind.name == "person":
        return _people(texts)
    rights = rights_or_none(acting.actor, acting.app, field.references or "", now=acting.now)
    plain_ids: dict[str, JsonValue | Refused] = {text: id_of(text) for text in texts if id_of(text)}
    named = texts - plain_ids.keys()
    if not named:
        return plain_ids
    target = Target(rights, mapped.by)
    meant = _meant(target, named, writing)
    records = _by_label(target, meant) if mapped.by == LABEL else _by_field(target, meant)
    missing = {key_of(value) for text, value in meant.items() if not records.get(text)}
    if missing and field.references == acting.model.key:
        coming = elsewhere(mapped.by, missing)
        found = {text: coming.get(key_of(value), ()) for text, value in meant.items()}
        records = {text: records.get(text) or found[text] for text in meant}
    return {**plain_ids, **{text: _one(records.get(text, ()), text, target) for text in named}}


def key_of(value: JsonValue) -> str:
    """Return a value as it is compared with what records have."""
    return str(value)


def _one(ids: Sequence[UUID], text: str, target: Target) -> JsonValue | Refused:
    if len(ids) == 1:
        return str(ids[0])
    return Refused(MANY if ids else NONE, {"value": text[:80], "model": target.title})


def _meant(target: Target, texts: Collection[str], writing: Writing) -> JsonObject:
    """Return what cells say of those they name; without what the field could not hold."""
    rights, key = target.rights, target.by
    if key == LABEL:
        fields = rights.model.view.label_fields
        is_open = has_words_for_label(rights.model.view) and _is_open(rights, fields)
        return {text: text for text in texts} if is_open else {}
    field = rights.model.view.fields.get(key)
    if field is None or not _is_open(rights, [key]):
        return {}
    meant: JsonObject = {}
    for text in texts:
        value = field.kind.parse(text, field.schema, writing.locale, zone=writing.zone)
        if value is not None and not isinstance(value, Refused):
            meant[text] = value
    return meant


def _by_field(target: Target, meant: JsonObject) -> Mapping[str, Sequence[UUID]]:
    """Find records by one field."""
    rights, key = target.rights, target.by
    if not meant:
        return {}
    shape = shape_of(rights)
    condition: JsonObject = {"field": key, "in": list(meant.values())}
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for record_id, data in _records(rights, asked_by(rights, shape, condition)):
        found[key_of(data.get(key))].append(record_id)
    return {text: found[key_of(value)] for text, value in meant.items()}


def _by_label(target: Target, meant: JsonObject) -> Mapping[str, Sequence[UUID]]:
    """Find records by their label, which PostgreSQL puts together as we do."""
    rights, model, texts = target.rights, target.rights.model, meant.keys()
    if not meant:
        return {}
    allowed = asked(rights, shape_of(rights), model.view.label_fields, where="import")
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
