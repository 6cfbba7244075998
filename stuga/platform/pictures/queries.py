"""Finds pictures, and writes their rows."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert

from stuga.models import Picture
from stuga.platform.db import db
from stuga.platform.pictures.commands import Owner


def _of(owner: Owner) -> ColumnElement[bool]:
    return Picture.app_id.is_(None) if owner.app_id is None else Picture.app_id == owner.app_id


def pictures_of(owner: Owner) -> Sequence[Picture]:
    """List an app's or the tenant's pictures, the newest first."""
    wanted = select(Picture).where(_of(owner))
    return db.session.scalars(wanted.order_by(Picture.created_at.desc(), Picture.id.desc())).all()


def find(owner: Owner, name: str) -> Picture | None:
    """Return a picture by its name; None if the owner has none such."""
    return db.session.scalar(select(Picture).where(_of(owner), Picture.name == name))


def known(owner: Owner, names: Iterable[str]) -> frozenset[str]:
    """Tell which of these pictures there are; nothing is asked for no names."""
    wanted = {*names}
    if not wanted:
        return frozenset()
    found = select(Picture.name).where(_of(owner), Picture.name.in_(wanted))
    return frozenset(db.session.scalars(found))


def count(owner: Owner) -> int:
    """Tell how many there are."""
    wanted = select(func.count()).select_from(Picture).where(_of(owner))
    return db.session.scalar(wanted) or 0


def added(owner: Owner, **values: object) -> Picture | None:
    """Write a picture's row; return None if the owner has one of this name by now.

    If another request is writing it, wait for its end.
    """
    made = insert(Picture).values(app_id=owner.app_id, **values).on_conflict_do_nothing()
    return db.session.scalar(made.returning(Picture))
