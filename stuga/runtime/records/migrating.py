"""Prepares what stored records become under a new version, batch by batch, beside the old one.

The version before serves on: nothing of a record changes until `migrating_switch` puts all of it
in place at once. What is prepared names the revision it was made for, and is made anew if the
record has moved on.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale
from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from stuga.models import MigrationChange, Model, Record, RecordUnique
from stuga.models.definition.carrying import Aside, Carried, Way
from stuga.models.definition.steps import Do, Step
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records import linking, migrating_former, uniqueness
from stuga.runtime.records.computing import computed_in
from stuga.runtime.records.definitions import LiveModel, PublishedVersion
from stuga.runtime.records.migrating_lookups import known_for
from stuga.runtime.records.stored import COLUMNS, Stored, stored_of
from stuga.runtime.records.uniqueness import SEPARATOR, Hashes

ROWS: Final = 500
Recompute = Callable[[Sequence[JsonObject]], Sequence[JsonObject]]
"""Makes the computed values of some records anew, by the model as it is to be."""
PENDING: Final = "~"
"""Stands before a rule whose values are claimed for a version that does not serve yet."""


@dataclass(frozen=True)
class Work:
    """What a migration does to the records of one model.

    :ivar before: the model as it serves, `after` as it is to serve; neither has slots or rules
    :ivar around: every model of the version before, by key: what conversions look things up in
    """

    migration_id: UUID
    before: LiveModel
    after: LiveModel
    around: Mapping[str, LiveModel]
    steps: Sequence[Step]
    recompute: Recompute | None = None
    claims_all: bool = False

    @property
    def model_id(self) -> UUID:
        return self.before.id

    @property
    def number(self) -> int:
        """The version that the records are carried to."""
        return self.after.number

    @cached_property
    def way(self) -> Way:
        locale, zone = Locale.parse(self.before.language), self.before.zone
        before, after = self.before.view, self.after.view
        return Way(before, after, self.steps, locale, zone)

    @cached_property
    def renames(self) -> Mapping[str, str]:
        """Former key -> new key."""
        return {was: key for key, was in self.way.former_keys.items()}

    @cached_property
    def changed_fields(self) -> frozenset[str]:
        """The fields, as they are called from now on, whose values may come out otherwise."""
        named = {one.field for one in self.steps if one.do is not Do.RENAME and one.field}
        return frozenset(named) | (computed_in(self.after) if self.computes else frozenset())

    @property
    def computes(self) -> bool:
        """Whether formulas must be reckoned anew."""
        return any(one.do is Do.RECOMPUTE for one in self.steps)

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The rules of uniqueness that stored values must be claimed for anew."""
        touched = self.changed_fields | set(self.renames.values())
        held = {SEPARATOR.join(rule) for rule in self.before.view.unique}
        rules = ((SEPARATOR.join(rule), rule) for rule in self.after.view.unique if rule)
        return frozenset(
            name
            for name, rule in rules
            if self.claims_all or name not in held or self.computes or touched & set(rule)
        )

    @cached_property
    def keeping_first(self) -> Mapping[str, str]:
        """Rule -> its one field, where all but the oldest of equal values are taken out."""
        return {
            SEPARATOR.join(one.fields): one.fields[0]
            for one in self.steps
            if one.do is Do.UNIQUE and one.keeps_first and len(one.fields) == 1
        }


def edition(
    app_key: str, published: PublishedVersion, ids: Mapping[str, UUID], zone: ZoneInfo
) -> Mapping[str, LiveModel]:
    """Return the models of a version that serves or does not, as what is written follows them.

    :param ids: model key -> id, of those that have been known before
    """
    definition = published.definition
    return {
        key: LiveModel(
            id=ids[key],
            key=key,
            app_key=app_key,
            number=published.number,
            view=view,
            slots={},
            validate=published.validators[key],
            kinds=published.kinds[key],
            rules=(),
            language=definition.language,
            zone=zone,
        )
        for key, view in definition.models.items()
        if key in ids
    }


def ids_of(app_id: UUID) -> Mapping[str, UUID]:
    """Return the ids of all models an app has ever had, by key."""
    rows = db.session.execute(select(Model.key, Model.id).where(Model.app_id == app_id))
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of one batch.

    :ivar last: id of the last record looked at; None if there was none left
    :ivar refused: fields with a value that forbids to go on
    """

    rows: int
    last: UUID | None
    refused: frozenset[str]


def prepare(work: Work, *, after: UUID | None, since: datetime | None = None) -> Prepared:
    """Prepare the next records of a model by id, in the trash or not; lock none of them.

    :param since: only those that were changed since
    """
    records = [stored_of(row) for row in db.session.execute(_next(work, after, since))]
    refused = stage(work, unprepared(work, records) if since is not None else records)
    return Prepared(len(records), records[-1].id if records else None, refused)


def _next(work: Work, after: UUID | None, since: datetime | None) -> Select[Any]:
    wanted = select(*COLUMNS).where(Record.model_id == work.model_id)
    if after is not None:
        wanted = wanted.where(Record.id > after)
    if since is not None:
        wanted = wanted.where(Record.updated_at >= since)
    return wanted.order_by(Record.id).limit(ROWS)


def unprepared(work: Work, records: Sequence[Stored]) -> list[Stored]:
    """Return those of some records for which nothing is prepared at the revision they are at."""
    wanted = select(MigrationChange.record_id, MigrationChange.revision).where(
        MigrationChange.migration_id == work.migration_id,
        MigrationChange.record_id.in_([one.id for one in records]),
    )
    prepared = dict(db.session.execute(wanted).all())
    return [one for one in records if prepared.get(one.id) != one.revision]


def count(model_ids: Collection[UUID]) -> int:
    """Count the records of some models, in the trash or not."""
    wanted = select(func.count()).select_from(Record).where(Record.model_id.in_(model_ids))
    return db.session.scalar(wanted) or 0


def stage(work: Work, records: Sequence[Stored]) -> frozenset[str]:
    """Keep what records are to become, in place of what was kept for them before.

    Returns the fields whose values forbid to go on.
    """
    carried = _carried(work, records)
    _compute(work, carried.values())
    refused = frozenset(key for one in carried.values() for key in one.refused)
    taken = _claimed(work, [(one, carried[one.id].data) for one in records])
    for record_id, rules in taken.items():
        for rule in rules & work.keeping_first.keys():
            work.way.shares(work.keeping_first[rule], carried[record_id])
    _compute(work, [carried[record_id] for record_id in taken])
    rows = [_row(work, one, carried[one.id]) for one in records]
    changed = [one for one in rows if one["put"] or one["gone"]]
    _keep(work, changed, {one.id for one in records})
    return refused


def _carried(work: Work, records: Sequence[Stored]) -> Mapping[UUID, Carried]:
    way = work.way
    known = known_for(work.around, work.steps, way, [one.data for one in records])
    former: Mapping[UUID, Mapping[str, Any]] = {}
    if way.takes_back:
        former = migrating_former.former_of([one.id for one in records], way.takes_back)
    return {one.id: way.carry(one.data, known=known, former=former.get(one.id)) for one in records}


def _compute(work: Work, several: Collection[Carried]) -> None:
    """Reckon the computed fields of what records are to become, all in one call."""
    if work.recompute is None or not work.computes or not several:
        return
    found = work.recompute([one.data for one in several])
    for one, data in zip(several, found, strict=True):
        for key in one.data.keys() | data.keys():
            if one.data.get(key) != data.get(key):
                one.set(key, data.get(key))


def _claimed(
    work: Work, several: Sequence[tuple[Stored, JsonObject]]
) -> Mapping[UUID, frozenset[str]]:
    """Claim unique values for records that live; return, by record, the rules that others keep."""
    if not work.claimed or not several:
        return {}
    ids = [record.id for record, _ in several]
    uniqueness.release(ids, [PENDING + rule for rule in work.claimed])
    wanted = {
        record.id: {
            rule: mac
            for rule, mac in uniqueness.hashes_of(work.after, data).items()
            if rule in work.claimed
        }
        for record, data in several
        if record.deleted_at is None
    }
    got = _claim(work.model_id, wanted)
    missing = {
        record_id: frozenset(rule for rule in hashes if (record_id, rule) not in got)
        for record_id, hashes in wanted.items()
    }
    return {record_id: rules for record_id, rules in missing.items() if rules}


def _claim(model_id: UUID, wanted: Mapping[UUID, Hashes]) -> set[tuple[UUID, str]]:
    """Claim values for the version to come; return what was free. The first in order gets it."""
    rows = [
        {
            "model_id": model_id,
            "rule": PENDING + rule,
            "tenant_id": current_tenant_id(),
            "value_hmac": mac,
            "record_id": record_id,
        }
        for record_id, hashes in wanted.items()
        for rule, mac in hashes.items()
    ]
    if not rows:
        return set()
    got = db.session.connection().execute(_CLAIM, rows)
    return {(row[0], row[1].removeprefix(PENDING)) for row in got}


def _row(work: Work, record: Stored, carried: Carried) -> dict[str, Any]:
    old, new = record.data, carried.data
    put: JsonObject = {key: one for key, one in new.items() if key not in old or old[key] != one}
    before = linking.links_of(work.before, old)
    links = linking.links_of(work.after, new)
    return {
        "tenant_id": current_tenant_id(),
        "migration_id": work.migration_id,
        "record_id": record.id,
        "model_id": work.model_id,
        "revision": record.revision,
        "put": put,
        "gone": [key for key in old if key not in new],
        "diff": _diff(work, carried),
        "former": {key: _aside(one, new.get(key)) for key, one in carried.aside.items()},
        "taken": sorted(work.way.former_keys.get(key, key) for key in carried.taken),
        "links": {"gone": _pairs(before - links), "new": _pairs(links - before)},
    }


def _diff(work: Work, carried: Carried) -> JsonObject:
    """Return what the history tells: not that a field has gone or has another key."""
    kept = work.after.view.fields
    return {
        key: [old, carried.data.get(key)]
        for key, old in carried.was.items()
        if key in kept and old != carried.data.get(key)
    }


def _aside(one: Aside, became: JsonValue) -> JsonObject:
    return {"value": one.value, "became": became, "forget": one.forget}


def _pairs(links: Collection[tuple[str, UUID]]) -> list[JsonValue]:
    return [[path, str(to_id)] for path, to_id in sorted(links)]


def _keep(work: Work, rows: Sequence[Mapping[str, Any]], looked_at: set[UUID]) -> None:
    """Write what was prepared; what is not needed any more goes."""
    stale = looked_at - {one["record_id"] for one in rows}
    if stale:
        gone = delete(MigrationChange).where(
            MigrationChange.migration_id == work.migration_id,
            MigrationChange.record_id.in_(stale),
        )
        db.session.execute(gone.execution_options(synchronize_session=False))
    if not rows:
        return
    db.session.connection().execute(_PREPARED, [dict(one) for one in rows])


# On the tables, not the mapped classes, and with RETURNING: so it is one statement for many rows.
_UNIQUE: Final = RecordUnique.metadata.tables[RecordUnique.__tablename__]
_CLAIM: Final = (
    insert(_UNIQUE).on_conflict_do_nothing().returning(_UNIQUE.c.record_id, _UNIQUE.c.rule)
)
_CHANGE: Final = MigrationChange.metadata.tables[MigrationChange.__tablename__]
_KEYS: Final = ("tenant_id", "migration_id", "record_id")


def _upsert() -> ReturningInsert[Any]:
    statement = insert(_CHANGE)
    fresh = {one.name: statement.excluded[one.name] for one in _CHANGE.c if one.name not in _KEYS}
    return statement.on_conflict_do_update(
        index_elements=[_CHANGE.c[name] for name in _KEYS], set_=fresh
    ).returning(_CHANGE.c.record_id)


_PREPARED: Final = _upsert()


def abandon(migration_id: UUID, model_ids: Collection[UUID]) -> None:
    """Drop everything that was prepared: nothing is published."""
    prepared = delete(MigrationChange).where(MigrationChange.migration_id == migration_id)
    claims = delete(RecordUnique).where(
        RecordUnique.model_id.in_(model_ids), RecordUnique.rule.startswith(PENDING)
    )
    for statement in (prepared, claims):
        db.session.execute(statement.execution_options(synchronize_session=False))
