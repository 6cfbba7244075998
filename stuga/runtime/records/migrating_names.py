"""Keys that fields have gone by, renamed or removed since: histories and the trail know them."""

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from stuga.models import ModelField, Record
from stuga.platform.db import db

REMOVED: Final = "removed"


def with_removed(model_id: UUID, fields: Collection[str]) -> ColumnElement[Any]:
    """Return, in SQL, some fields and those that versions have removed from a model."""
    gone = (
        select(func.array_agg(ModelField.key))
        .where(ModelField.model_id == model_id, ModelField.state == REMOVED)
        .scalar_subquery()
    )
    return func.array_cat(cast(sorted(fields), ARRAY(Text)), gone)


def removed_names(record_ids: Collection[UUID]) -> frozenset[str]:
    """Return the fields that versions have removed from the models of records."""
    models = select(Record.model_id).where(Record.id.in_(record_ids))
    wanted = select(ModelField.key).where(
        ModelField.model_id.in_(models), ModelField.state == REMOVED
    )
    return frozenset(db.session.scalars(wanted))


def renamed(model_id: UUID) -> Mapping[str, str]:
    """Return the keys by which fields of a model went before, each with the next."""
    wanted = select(ModelField.key, ModelField.renamed_to).where(
        ModelField.model_id == model_id, ModelField.renamed_to.is_not(None)
    )
    return {key: to for key, to in db.session.execute(wanted) if to is not None}


def former_names(record_ids: Collection[UUID], fields: Collection[str]) -> frozenset[str]:
    """Return the keys by which fields of records went before they were renamed."""
    models = select(Record.model_id).where(Record.id.in_(record_ids))
    wanted = select(ModelField.key, ModelField.renamed_to).where(
        ModelField.model_id.in_(models), ModelField.renamed_to.is_not(None)
    )
    rows = db.session.execute(wanted).all()
    found: set[str] = set()
    names = set(fields)
    while names:
        names = {key for key, to in rows if to in names} - found
        found |= names
    return frozenset(found)
