"""Finds single records, what refers to them, and who people are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, literal, select, union_all

from stuga.models import Erased, Person, Record, RecordChange, RecordLink, ServiceToken
from stuga.platform.db import db
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.stored import COLUMNS, Stored, stored_of


@dataclass(frozen=True, slots=True)
class Locked:
    """A record that nobody else can change until the end, and its fields that rules erased."""

    record: Stored
    erased: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to a record: who refers, with which field."""

    field: str
    locked: Locked


# Made once: every reading of a record comes through here.
_ONE: Final = Prepared(
    lambda: select(*COLUMNS).where(
        Record.tenant_id == TENANT,
        Record.id == bindparam("record"),
        Record.model_id == bindparam("model"),
        Record.deleted_at.is_(None),
    )
)


def get_record(model_id: UUID, record_id: UUID) -> Stored:
    """Return a record that is not in the trash.

    :raises NotFoundError: if the model has no such record
    """
    row = _ONE.row(model=model_id, record=record_id)
    if row is None:
        raise NotFoundError
    return stored_of(row)


def get_records(model_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Stored]:
    """Return those records of a model that are not in the trash."""
    if not ids:
        return {}
    wanted = select(*COLUMNS).where(
        Record.id.in_(ids), Record.model_id == model_id, Record.deleted_at.is_(None)
    )
    return {row[0]: stored_of(row) for row in db.session.execute(wanted)}


def get_live_record(record_id: UUID) -> Stored:
    """Return a record of whatever model that is not in the trash.

    :raises NotFoundError: if there is none
    """
    wanted = select(*COLUMNS).where(Record.id == record_id, Record.deleted_at.is_(None))
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise NotFoundError
    return stored_of(row)


def lock_record(model_id: UUID, record_id: UUID) -> Locked:
    """Return a record of a model, in the trash or not, and keep others from changing it.

    :raises NotFoundError: if the model has no such record
    """
    wanted = locking().where(Record.id == record_id, Record.model_id == model_id)
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise NotFoundError
    return locked_of(row)


def lock_records(model_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Locked]:
    """Return those records of a model, in the trash or not, kept from other writers."""
    wanted = locking().where(Record.model_id == model_id, Record.id.in_(ids)).order_by(Record.id)
    return {row[0]: locked_of(row) for row in db.session.execute(wanted)}


def locking() -> Select[*tuple[Any, ...]]:
    """Return the query of records that are to be changed; read its rows with `locked_of`."""
    erased = (
        select(func.array_agg(Erased.field))
        .where(Erased.record_id == Record.id)
        .correlate(Record)
        .scalar_subquery()
    )
    return select(*COLUMNS, erased).with_for_update(of=Record)


def locked_of(row: Row[*tuple[Any, ...]]) -> Locked:
    return Locked(stored_of(row), frozenset(row[len(COLUMNS)] or ()))


def lock_links_to(record_id: UUID) -> Sequence[Link]:
    """Return what refers to a record, locked, in the trash or not."""
    position = len(COLUMNS) + 1
    wanted = (
        locking()
        .add_columns(RecordLink.field)
        .join(
            RecordLink,
            (RecordLink.tenant_id == Record.tenant_id) & (RecordLink.from_id == Record.id),
        )
        .where(RecordLink.to_id == record_id)
        .order_by(Record.id)
    )
    return [Link(row[position], locked_of(row)) for row in db.session.execute(wanted)]


def records_for_reference(ids: Collection[UUID]) -> Mapping[UUID, Stored]:
    """Return live records that are to be referred to, kept from deletion until the end."""
    wanted = (
        select(*COLUMNS)
        .where(Record.id.in_(ids), Record.deleted_at.is_(None))
        .order_by(Record.id)
        .with_for_update(read=True)
    )
    return {row[0]: stored_of(row) for row in db.session.execute(wanted)}


def people_among(ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of the ids are people of the tenant who are not disabled."""
    wanted = select(Person.id).where(Person.id.in_(ids), Person.state != "disabled")
    return frozenset(db.session.scalars(wanted))


def names_of(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return the names of people and service tokens, as far as they are still there."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    people = select(Person.id, Person.name).where(Person.id.in_(wanted))
    tokens = select(ServiceToken.id, ServiceToken.title).where(ServiceToken.id.in_(wanted))
    return {row[0]: row[1] for row in db.session.execute(union_all(people, tokens))}


def changes_of(record_id: UUID, *, before: int | None, rows: int) -> Sequence[RecordChange]:
    """Return changes of a record, newest first."""
    wanted = select(RecordChange).where(RecordChange.record_id == record_id)
    if before is not None:
        wanted = wanted.where(RecordChange.revision < before)
    return db.session.scalars(wanted.order_by(RecordChange.revision.desc()).limit(rows)).all()


def new_ids(count: int) -> Sequence[UUID]:
    """Return ids for rows that go in together; PostgreSQL makes them."""
    series = func.generate_series(literal(1), count).table_valued("n")
    return db.session.scalars(select(func.uuidv7()).select_from(series)).all()
