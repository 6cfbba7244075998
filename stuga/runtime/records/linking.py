"""References: they must lead to a record or person of the tenant, and are kept as links."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import delete, tuple_

from stuga.models import RecordLink
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.paths import leaves
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.db.prepared import run_plain
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records import queries
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.rights import rights_or_none
from stuga.runtime.records.submit import Accepted

PERSON_UNKNOWN: Final = Refused("person-unknown")
REFERENCE_UNKNOWN: Final = Refused("reference-unknown")
POINTING: Final = frozenset({"person", "reference", "references"})

Links: TypeAlias = frozenset[tuple[str, UUID]]
"""Where the references of a record lead: path of the field (`lines.product`), id."""
NO_LINKS: Final[Links] = frozenset()
_LINK: Final = (
    "INSERT INTO record_link (tenant_id, from_id, field, to_id)"
    " SELECT %(tenant_id)s, one.record, one.field, one.target"
    " FROM unnest(%(records)s::uuid[], %(fields)s::text[], %(targets)s::uuid[])"
    " AS one (record, field, target)"
)


def refused(
    acting: Acting, several: Sequence[Accepted], coming: Collection[UUID] = ()
) -> list[Errors]:
    """Return, for each record, which of its new references lead nowhere the actor may look.

    However many records there are, it is one query for people and one for records.

    :param coming: ids of records of the same model that are made together with these
    """
    found = [_fresh(acting.model, one) for one in several]
    people = {one.id for ids in found for one in ids if one.is_person and one.id}
    own = acting.model.key
    records = {one.id for ids in found for one in ids if not one.is_person and one.id}
    records -= {*coming}
    known_people = queries.people_among(people) if people else frozenset()
    known_records = _readable(acting, records) if records else {}

    def problem(one: _Pointing) -> Refused | None:
        if one.is_person:
            return None if one.id in known_people else PERSON_UNKNOWN
        if one.id in coming:
            return None if own == one.field.references else REFERENCE_UNKNOWN
        model_key = known_records.get(one.id) if one.id else None
        return None if model_key == one.field.references else REFERENCE_UNKNOWN

    return [{one.pointer: why for one in ids if (why := problem(one)) is not None} for ids in found]


@dataclass(frozen=True, slots=True)
class _Pointing:
    """An id in a record, of a person or of another record; None if it cannot be one."""

    path: str
    field: Field
    id: UUID | None
    pointer: str

    @property
    def is_person(self) -> bool:
        return self.field.kind.name == "person"


def _fresh(model: LiveModel, accepted: Accepted) -> list[_Pointing]:
    """Return the ids that a change brings in: what a list held before is not asked about."""
    old: JsonObject = {key: one for key, (one, _) in accepted.changes.items() if one is not None}
    held = {(one.path, one.id) for one in _pointing(model, old)} if old else set()
    fresh = _pointing(model, accepted.new_values)
    return [one for one in fresh if (one.path, one.id) not in held]


def _pointing(model: LiveModel, values: JsonObject) -> Iterable[_Pointing]:
    for key, value in values.items():
        field = model.view.fields.get(key)
        if field is None or value is None or not (field.inner or field.kind.name in POINTING):
            continue
        for leaf in leaves(field, value):
            if leaf.field.kind.name in POINTING:
                text = id_of(leaf.value) if isinstance(leaf.value, str) else None
                yield _Pointing(leaf.path, leaf.field, UUID(text) if text else None, leaf.pointer)


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


def links_of(model: LiveModel, data: JsonObject) -> Links:
    """Return where the references of a record lead, those in the rows of its lists too."""
    found = [one for one in _pointing(model, data) if not one.is_person]
    return frozenset((one.path, one.id) for one in found if one.id) if found else NO_LINKS


def link(wanted: Iterable[tuple[UUID, Links]]) -> None:
    """Write links that are not there yet."""
    rows = [
        (record_id, path, to_id) for record_id, links in wanted for path, to_id in sorted(links)
    ]
    if not rows:
        return
    given = {
        "tenant_id": current_tenant_id(),
        "records": [record_id for record_id, _, _ in rows],
        "fields": [path for _, path, _ in rows],
        "targets": [to_id for _, _, to_id in rows],
    }
    run_plain(db.session(), _LINK, given)


def unlink(record_id: UUID, links: Links) -> None:
    """Remove some links of a record."""
    gone = delete(RecordLink).where(
        RecordLink.from_id == record_id,
        tuple_(RecordLink.field, RecordLink.to_id).in_(sorted(links)),
    )
    db.session.execute(gone.execution_options(synchronize_session=False))


def relink(record_id: UUID, old: Links, new: Links) -> None:
    """Bring the links of a record in step with its references."""
    if old - new:
        unlink(record_id, old - new)
    link([(record_id, new - old)])
