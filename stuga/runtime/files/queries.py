"""Finds what files are called."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from stuga.models import File
from stuga.platform.db import db


def names_of(file_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of files that records hold, which the caller may read: one query."""
    if not file_ids:
        return {}
    wanted = select(File.id, File.name).where(File.id.in_(file_ids), File.record_id.is_not(None))
    return {row[0]: row[1] for row in db.session.execute(wanted)}
