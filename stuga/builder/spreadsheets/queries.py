"""Finds apps that a spreadsheet may be added to, and whether one has records yet."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, and_, cast, func, or_, select

from stuga.models import App, Model, Record, Version
from stuga.platform.db import db

MOST_APPS = 200


def apps_without_changes() -> Sequence[tuple[str, str]]:
    """Return key and title of apps whose draft is what serves, or has never been published."""
    live = and_(
        Version.tenant_id == App.tenant_id,
        Version.app_id == App.id,
        Version.number == App.live_number,
    )
    same = cast(App.draft, Text) == cast(Version.document, Text)
    wanted = (
        select(App.key, App.title)
        .outerjoin(Version, live)
        .where(App.deleted_at.is_(None), or_(App.live_number.is_(None), same))
        .order_by(func.lower(App.title), App.key)
        .limit(MOST_APPS)
    )
    return [(key, title) for key, title in db.session.execute(wanted)]


def keys_taken() -> frozenset[str]:
    """Return the keys of the tenant's apps."""
    return frozenset(db.session.scalars(select(App.key).where(App.deleted_at.is_(None))))


def is_made_and_empty(app_key: str, person_id: UUID | None) -> bool:
    """Tell whether a person made an app that has no records yet."""
    has_records = (
        select(Record.id)
        .join(Model, and_(Model.tenant_id == Record.tenant_id, Model.id == Record.model_id))
        .where(Model.app_id == App.id)
        .correlate(App)
        .exists()
    )
    wanted = select(App.id).where(
        App.key == app_key,
        App.deleted_at.is_(None),
        App.created_by == person_id,
        ~has_records,
    )
    return person_id is not None and db.session.scalar(wanted) is not None
