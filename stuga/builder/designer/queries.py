"""Looks at drafts for the builder's first page."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from stuga.builder.apps import queries as apps
from stuga.builder.checking import problems
from stuga.models import App
from stuga.platform.db import db


def is_free(key: str) -> bool:
    """Tell whether no app has a key."""
    return apps.find_app(key) is None


def problem_counts(keys: Sequence[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield how many errors, and how many warnings, each draft has."""
    wanted = select(App.key, App.draft).where(App.key.in_(keys), App.deleted_at.is_(None))
    for key, draft in db.session.execute(wanted):
        found = problems(draft)
        errors = sum(one.severity == "error" for one in found)
        yield key, (errors, len(found) - errors)
