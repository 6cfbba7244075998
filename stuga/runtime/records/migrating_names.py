"""By which keys fields went before they were renamed: the trail's detail still has those."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from stuga.models import ModelField, Record
from stuga.platform.db import db


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
