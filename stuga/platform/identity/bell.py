"""How many notices someone has not read: what the bell in the top bar shows."""

from typing import Final

from sqlalchemy import Uuid, bindparam, select

from stuga.platform.authz import Actor, ActorKind
from stuga.platform.db.prepared import Prepared
from stuga.platform.identity.framing import MOST, framed, unread_of
from stuga.platform.ui import Locale

_UNREAD: Final = Prepared(
    lambda: select(unread_of(bindparam("person", type_=Uuid())).label("unread"))
)


def unread(actor: Actor) -> int | None:
    """Return how many notices a person has not read, to one above the most; None for others."""
    if actor.kind is not ActorKind.PERSON:
        return None
    known = framed(actor)
    if known is not None:
        return known.unread
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
