"""Finds comments."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from stuga.models import Comment
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError


def comments_on(record_id: UUID, *, before: UUID | None, rows: int) -> Sequence[Comment]:
    """Return comments on a record, the newest first."""
    wanted = select(Comment).where(Comment.record_id == record_id)
    if before is not None:
        wanted = wanted.where(Comment.id < before)
    return db.session.scalars(wanted.order_by(Comment.id.desc()).limit(rows)).all()


def locked(record_id: UUID, comment_id: UUID) -> Comment:
    """Return a comment on a record, kept from other writers.

    :raises NotFoundError: if the record has none of this id
    """
    wanted = select(Comment).where(Comment.id == comment_id, Comment.record_id == record_id)
    found = db.session.scalar(wanted.with_for_update())
    if found is None:
        raise NotFoundError
    return found


def record_of(comment_id: UUID) -> UUID:
    """Return the record that a comment is on.

    :raises NotFoundError: if there is no such comment
    """
    found = db.session.scalar(select(Comment.record_id).where(Comment.id == comment_id))
    if found is None:
        raise NotFoundError
    return found


def after(record_id: UUID, comment_id: UUID, *, rows: int) -> Sequence[UUID]:
    """Return the comments on a record after one of them, the next first."""
    wanted = select(Comment.id).where(Comment.record_id == record_id, Comment.id > comment_id)
    return db.session.scalars(wanted.order_by(Comment.id).limit(rows)).all()
