"""Records of models that a version has removed: gone for good once their time is over."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, exists, or_, select

from stuga.models import Model, Record, RecordLink
from stuga.platform.db import db
from stuga.runtime.records import attaching, trimming, withdrawing

ROWS: Final = 500


def gone_models(app_id: UUID, keys: Collection[str]) -> Sequence[UUID]:
    """Return those of some models of an app that have not come back since."""
    wanted = select(Model.id).where(
        Model.app_id == app_id, Model.key.in_(keys), Model.last_version.is_not(None)
    )
    return db.session.scalars(wanted).all()


def has_records(model_ids: Collection[UUID]) -> bool:
    """Tell whether records are left, because they are held."""
    return bool(db.session.scalar(select(exists().where(Record.model_id.in_(model_ids)))))


def purge(model_ids: Collection[UUID]) -> Sequence[UUID]:
    """Delete some records that are not held, with all that stands beside them; return their ids."""
    wanted = (
        select(Record.id)
        .where(Record.model_id.in_(model_ids), Record.held.is_(False))
        .order_by(Record.id)
        .limit(ROWS)
        .with_for_update(skip_locked=True)
    )
    ids = db.session.scalars(wanted).all()
    if not ids:
        return []
    attaching.delete_all_of(ids)
    attaching.delete_all_of(ids)
    links = delete(RecordLink).where(or_(RecordLink.to_id.in_(ids), RecordLink.from_id.in_(ids)))
    rows = delete(Record).where(Record.id.in_(ids))
    for statement in (links, rows):
        db.session.execute(statement.execution_options(synchronize_session=False))
    trimming.leave(ids, None)
    withdrawing.withdraw(ids)
    return ids
