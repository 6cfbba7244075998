"""References: they must lead to a record or person of the tenant, and are kept as links."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert

from stuga.models import RecordLink
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.runtime.records import queries
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.rights import rights_or_none

PERSON_UNKNOWN: Final = Refused("person-unknown")
REFERENCE_UNKNOWN: Final = Refused("reference-unknown")


def refused(acting: Acting, several: Sequence[JsonObject]) -> list[Errors]:
    """Return, for each set of new values, those that lead nowhere the actor may look.

    However many records there are, it is one query for people and one for records.
    """
    people = _named(acting.model, several, "person")
    records = _named(acting.model, several, "reference")
    known_people = queries.people_among(people) if people else frozenset()
    known_records = _readable(acting, records) if records else {}

    def problem(field: Field, value: UUID | None) -> Refused | None:
        if field.kind.name == "person":
            return None if value in known_people else PERSON_UNKNOWN
        model_key = known_records.get(value) if value else None
        return None if model_key == field.references else REFERENCE_UNKNOWN

    return [
        {
            pointer(field.key): found
            for field, value in _ids(acting.model, values)
            if (found := problem(field, value)) is not None
        }
        for values in several
    ]


def _ids(model: LiveModel, values: JsonObject) -> Iterable[tuple[Field, UUID | None]]:
    for key, value in values.items():
        field = model.view.fields.get(key)
        if field is not None and field.kind.name in {"person", "reference"} and value is not None:
            text = id_of(value) if isinstance(value, str) else None
            yield field, UUID(text) if text else None


def _named(model: LiveModel, several: Iterable[JsonObject], kind: str) -> set[UUID]:
    return {
        value
        for values in several
        for field, value in _ids(model, values)
        if field.kind.name == kind and value is not None
    }


def _readable(acting: Acting, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the model key of each record that is there and that the actor may read."""
    found: dict[UUID, str] = {}
    for record in queries.records_for_reference(set(ids)).values():
        model = acting.app.model_with(record.model_id)
        if model is not None:
            rights = rights_or_none(acting.actor, acting.app, model.key, now=acting.now)
            if rights.readable(record) is not None:
                found[record.id] = model.key
    return found


def links_of(model: LiveModel, data: JsonObject) -> dict[str, UUID]:
    """Return where the references of a record lead, by field."""
    return {
        field.key: value
        for field, value in _ids(model, data)
        if field.kind.name == "reference" and value is not None
    }


def link(wanted: Iterable[tuple[UUID, Mapping[str, UUID]]]) -> None:
    """Write the links of records that had none for these fields."""
    rows = [
        {"from_id": record_id, "field": field, "to_id": to_id}
        for record_id, links in wanted
        for field, to_id in links.items()
    ]
    if rows:
        db.session.execute(insert(RecordLink), rows)


def unlink(record_id: UUID, fields: Iterable[str]) -> None:
    """Remove the links of some fields of a record."""
    gone = delete(RecordLink).where(
        RecordLink.from_id == record_id, RecordLink.field.in_(list(fields))
    )
    db.session.execute(gone.execution_options(synchronize_session=False))


def relink(record_id: UUID, old: Mapping[str, UUID], new: Mapping[str, UUID]) -> None:
    """Bring the links of a record in step with its references."""
    gone = [field for field, to_id in old.items() if new.get(field) != to_id]
    if gone:
        unlink(record_id, gone)
    link([(record_id, {key: to_id for key, to_id in new.items() if old.get(key) != to_id})])
