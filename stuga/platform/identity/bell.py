"""How many notices someone has not read: what the bell in the top bar shows."""

from typing import Final

from sqlalchemy import bindparam, func, select

from stuga.models import Notice
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.platform.ui import Locale

MOST: Final = 99
"""More than these are not counted: the bell says `99+`."""
# Made once: every page asks it.
_UNREAD: Final = Prepared(
    lambda: select(
        func.count().label("count"),
    ).select_from(
        select(Notice.id)
        .where(
            Notice.tenant_id == TENANT,
            Notice.person_id == bindparam("person"),
            Notice.shown,
            Notice.read_at.is_(None),
        )
        .limit(MOST + 1)
        .subquery()
    )
)


def unread(actor: Actor) -> int | None:
    """Return how many notices a person has not read, to one above the most; None for others."""
    if actor.kind is not ActorKind.PERSON:
        return None
    row = _UNREAD.row(person=actor.person_id)
    return int(row[0]) if row else 0


def told(count: int) -> str:
    """Write the count as it stands at the bell; '' if there is none."""
    return f"{MOST}+" if count > MOST else str(count or "")


def words(count: int, locale: Locale) -> str:
    """Say how many are not read, as the bell is called."""
    if not count:
        return locale.text("Notifications")
    if count > MOST:
        return locale.text("Notifications, more than {most} unread", most=MOST)
    return locale.plural("Notifications, {n} unread", "Notifications, {n} unread", count)
