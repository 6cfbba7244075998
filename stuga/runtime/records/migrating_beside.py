"""Renames fields in all that names them beside the records: histories, rules, files, slots."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from stuga.models import (
    Erased,
    File,
    FormerValue,
    Model,
    ModelField,
    Record,
    RecordChange,
    RecordSequence,
    RetentionRule,
)
from stuga.models.definition.paths import BETWEEN
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.runtime.records.migrating import Work

RENAMED: Final = "renamed"
_NAMING: Final = frozenset({"field", "into"})


def rename(work: Work, app_id: UUID) -> None:
    """Let everything beside the records of a model know its renamed fields by their new keys."""
    if not work.renames:
        return
    rename_history(work)
    _rename_marks(work)
    _rename_own(work)
    _rename_fields(work)
    _rename_in_rules(work, app_id)


def rename_history(work: Work, record_ids: Collection[UUID] | None = None) -> None:
    """Move values to the new keys in the histories of all records, or of some."""
    for was, key in work.renames.items():
        moved = func.jsonb_build_object(key, RecordChange.diff[was])
        statement = (
            update(RecordChange)
            .where(_of_model(work, RecordChange.record_id), RecordChange.diff.has_key(was))
            .values(diff=RecordChange.diff.op("-")(was).op("||")(moved))
        )
        if record_ids is not None:
            statement = statement.where(RecordChange.record_id.in_(record_ids))
        db.session.execute(statement.execution_options(synchronize_session=False))


def _of_model(work: Work, record_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return record_id.in_(select(Record.id).where(Record.model_id == work.model_id))


def _rename_marks(work: Work) -> None:
    """Rename what rules have erased, in lists too, and what lies aside."""
    for was, key in work.renames.items():
        old = delete(Erased).where(_of_model(work, Erased.record_id), Erased.field == key)
        db.session.execute(old.execution_options(synchronize_session=False))
        erased = (
            update(Erased)
            .where(
                _of_model(work, Erased.record_id),
                or_(Erased.field == was, Erased.field.startswith(was + BETWEEN, autoescape=True)),
            )
            .values(field=func.concat(key, func.substr(Erased.field, len(was) + 1)))
        )
        aside = (
            update(FormerValue)
            .where(_of_model(work, FormerValue.record_id), FormerValue.field == was)
            .values(field=key)
        )
        for statement in (erased, aside):
            db.session.execute(statement.execution_options(synchronize_session=False))


def _rename_own(work: Work) -> None:
    """Rename what a field has of its own: its files, and the last numbers of its sequence."""
    for was, key in work.renames.items():
        files = (
            update(File)
            .where(
                File.app_key == work.before.app_key,
                File.model == work.before.key,
                File.field == was,
            )
            .values(field=key)
        )
        old = delete(RecordSequence).where(
            RecordSequence.model_id == work.model_id, RecordSequence.field == key
        )
        numbers = (
            update(RecordSequence)
            .where(RecordSequence.model_id == work.model_id, RecordSequence.field == was)
            .values(field=key)
        )
        for statement in (files, old, numbers):
            db.session.execute(statement.execution_options(synchronize_session=False))


def _rename_fields(work: Work) -> None:
    """Note by which key a field goes now; its slot stays with it."""
    for was, key in work.renames.items():
        gone = delete(ModelField).where(ModelField.model_id == work.model_id, ModelField.key == key)
        db.session.execute(gone.execution_options(synchronize_session=False))
        noted = (
            update(ModelField)
            .where(ModelField.model_id == work.model_id, ModelField.key == was)
            .values(state=RENAMED, renamed_to=key, last_version=work.number - 1)
        )
        db.session.execute(noted.execution_options(synchronize_session=False))
    row = db.session.scalar(select(Model).where(Model.id == work.model_id).with_for_update())
    if row is not None:
        row.slots = {work.renames.get(key, key): one for key, one in row.slots.items()}


def _rename_in_rules(work: Work, app_id: UUID) -> None:
    """Let retention rules in force name the fields by their new keys."""
    wanted = select(RetentionRule).where(
        RetentionRule.app_id == app_id,
        RetentionRule.model == work.before.key,
        RetentionRule.ended_at.is_(None),
    )
    for row in db.session.scalars(wanted.with_for_update()):
        row.rule = renamed_rule(row.rule, work.renames)


def renamed_rule(rule: JsonObject, renames: Mapping[str, str]) -> JsonObject:
    """Return a retention rule with fields renamed wherever it names them."""
    changed = _renamed(rule, renames)
    if not isinstance(changed, dict):
        return rule
    fields = object_at(changed, "fields")
    if fields:
        changed["fields"] = {_path(key, renames): one for key, one in fields.items()}
    return changed


def _renamed(value: JsonValue, renames: Mapping[str, str]) -> JsonValue:
    if isinstance(value, list):
        return [_renamed(one, renames) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _path(one, renames)
        if name in _NAMING and isinstance(one, str)
        else _renamed(one, renames)
        for name, one in value.items()
    }


def _path(path: str, renames: Mapping[str, str]) -> str:
    whole, between, below = path.partition(BETWEEN)
    return renames.get(whole, whole) + between + below
