"""Finds notices, and how people want to be told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from stuga.models import App, Notice, NoticeChoice, Person, Version
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.platform.identity.notices.commands import Wanted
from stuga.platform.identity.notices.kinds import TOPICS, Mail, Topic


def choices_of(person_id: UUID) -> Mapping[Topic, Wanted]:
    """Return how a person wants to be told of every topic."""
    wanted = select(NoticeChoice.topic, NoticeChoice.shown, NoticeChoice.mail)
    rows = db.session.execute(wanted.where(NoticeChoice.person_id == person_id))
    chosen = {row.topic: Wanted(shown=row.shown, mail=Mail(row.mail)) for row in rows}
    return {
        topic: chosen.get(topic) or Wanted(shown=offered.shown, mail=offered.mail)
        for topic, offered in TOPICS.items()
    }


def shown_to(person_id: UUID, *, before: UUID | None, rows: int) -> Sequence[Notice]:
    """Return what a person is told of in the app, the newest first."""
    wanted = select(Notice).where(Notice.person_id == person_id, Notice.shown)
    if before is not None:
        wanted = wanted.where(Notice.id < before)
    return db.session.scalars(wanted.order_by(Notice.id.desc()).limit(rows)).all()


def own(person_id: UUID | None, notice_id: UUID) -> Notice:
    """Return one of a person's own notices.

    :raises NotFoundError: if they have none of this id
    """
    wanted = select(Notice).where(Notice.id == notice_id, Notice.person_id == person_id)
    found = db.session.scalar(wanted.where(Notice.shown))
    if found is None:
        raise NotFoundError
    return found


def read_all(person_id: UUID, *, now: datetime) -> int:
    """Mark all of a person's notices as read; return how many were not."""
    unread = (
        update(Notice)
        .where(Notice.person_id == person_id, Notice.shown, Notice.read_at.is_(None))
        .values(read_at=now)
        .returning(Notice.id)
    )
    rows = db.session.execute(unread.execution_options(synchronize_session=False))
    return len(rows.all())


def names_of(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of people who are still there."""
    if not ids:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def titles_of(keys: Collection[str], language: str) -> Mapping[str, str]:
    """Return the titles of apps by their keys, in a language as far as the live version has it."""
    if not keys:
        return {}
    live = (
        (Version.tenant_id == App.tenant_id)
        & (Version.app_id == App.id)
        & (Version.number == App.live_number)
    )
    told = Version.document[("texts", language, "app.title")].as_string()
    wanted = select(App.key, func.coalesce(told, App.title)).outerjoin(Version, live)
    rows = db.session.execute(wanted.where(App.key.in_(keys)))
    return {row[0]: row[1] for row in rows}
