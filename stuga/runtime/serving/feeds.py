"""Lists that calendar programs read at a secret address, with the rights of whoever made it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy import ColumnElement, delete, func, select

from stuga.models import App
from stuga.models import CalendarFeed as Stored
from stuga.models.definition.document import Screen
from stuga.models.definition.kinds.date_time import moment_of
from stuga.models.definition.reading import text_at
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor
from stuga.platform.crypto import hashed, new_token
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError, NotPermittedError, NotSignedInError, TooManyError
from stuga.platform.identity.who import person_for_job
from stuga.platform.ui.screens.list_state import ListState
from stuga.runtime.records.days import between
from stuga.runtime.records.listing import page_in
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.at_list import AtList
from stuga.runtime.serving.calendars import calendar_field
from stuga.runtime.serving.lists import at_list
from stuga.runtime.serving.saved_views import query_of, state_of
from stuga.runtime.serving.visits import Visit

MOST: Final = 20
"""Addresses of one person for one list."""
MOST_EVENTS: Final = 1_000
BEFORE: Final = timedelta(days=92)
AFTER: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that was made: of which app and list, for whom."""

    app: str
    screen: str
    person_id: UUID
    query: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An address as its maker sees it later: all but itself."""

    id: UUID
    created_at: datetime
    state: ListState


def has_calendar(at: Visit, screen: Screen) -> bool:
    """Tell whether the actor may read a list as a calendar."""
    acting = at.acting(screen.model)
    return acting.rights.may("read") and calendar_field(acting, screen) is not None


def feeds_of(at: Visit, screen: Screen) -> Sequence[Listed]:
    """Return one's own addresses for a list, newest first."""
    wanted = select(Stored).where(*_mine(at, screen)).order_by(Stored.id.desc())
    found = db.session.scalars(wanted)
    return [Listed(one.id, one.created_at, state_of(one.query)) for one in found]


def make(at: Visit, screen: Screen, state: ListState) -> str:
    """Make an address for a list as it is filtered now; return its secret, which is kept nowhere.

    :raises TooManyError: if there are twenty already
    """
    many = db.session.scalar(select(func.count()).select_from(Stored).where(*_mine(at, screen)))
    if (many or 0) >= MOST:
        raise TooManyError
    secret = new_token()
    kept = replace(state.settled(), view="", span="", columns=())
    made = Stored(
        app_id=at.app.app_id,
        screen=screen.key,
        person_id=at.actor.person_id,
        query=query_of(kept),
        secret_hash=hashed(secret),
    )
    db.session.add(made)
    db.session.flush()  # PostgreSQL makes the id
    _note(at, screen, Act.FEED_CREATE, made.id)
    return secret


def remove(at: Visit, screen: Screen, feed_id: UUID) -> None:
    """Remove one of one's own addresses: from now on nothing is found there.

    :raises NotFoundError: if there is none, or someone else made it
    """
    gone = delete(Stored).where(*_mine(at, screen), Stored.id == feed_id).returning(Stored.id)
    if db.session.scalar(gone.execution_options(synchronize_session=False)) is None:
        raise NotFoundError
    _note(at, screen, Act.FEED_DELETE, feed_id)


def found(secret: str) -> tuple[Feed, Actor]:
    """Return what an address leads to, and its person with the rights of now.

    :raises NotFoundError: if nobody made it, or has removed it since
    """
    wanted = (
        select(App.key, Stored.screen, Stored.person_id, Stored.query)
        .join(App, (App.tenant_id == Stored.tenant_id) & (App.id == Stored.app_id))
        .where(Stored.secret_hash == hashed(secret), App.deleted_at.is_(None))
    )
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise NotFoundError
    feed = Feed(*row)
    return feed, person_for_job(feed.person_id)


def written(at: Visit, feed: Feed, origin: str) -> bytes:
    """Write a list as iCalendar (RFC 5545): the name of each record, on its day, and where it is.

    :raises NotFoundError: if its person may not see the list any more
    """
    try:
        screen = at.opened(feed.screen)
    except (NotPermittedError, NotSignedInError):
        raise NotFoundError from None
    if screen.type != "list" or not has_calendar(at, screen):
        raise NotFoundError
    here = at_list(at, screen, state_of(feed.query))
    key = text_at(screen.raw, "calendar_by")
    shown = _shown(here, state_of(feed.query), key)
    calendar = Calendar()
    calendar.add("prodid", "-//Stuga//Lists//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", screen.title)
    columns = (here.model.field(one) for one in screen.columns if one != key)
    names = here.rows(shown, [one for one in columns if one is not None])
    for record, row in zip(shown, names, strict=True):
        event = Event()
        event.add("uid", f"{record.id}@stuga")
        event.add("dtstamp", _changed(record))
        event.add("dtstart", _start(str(record.data[key])))
        event.add("summary", row.label or at.locale.text("Untitled"))
        if row.link:
            event.add("url", f"{origin}{row.link}")
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _shown(here: AtList, state: ListState, key: str) -> Sequence[Shown]:
    today = here.visit.locale.local(here.visit.now).date()
    within = between(here.acting, key, today - BEFORE, today + AFTER)
    command = here.command(state, here.order(replace(state, sort="")), within, count=False)
    command = replace(command, sort=key, limit=MOST_EVENTS)
    records = page_in(here.acting, command).records
    here.note(command, records)
    return [one for one in records if one.readable.allow(key)]


def _start(value: str) -> date | datetime:
    return moment_of(value) or date.fromisoformat(value[:10])


def _changed(record: Shown) -> datetime:
    """Return when the record was changed, as far as one may know it: the same each time."""
    return moment_of(str(record.system.get("updated_at") or "")) or datetime(1970, 1, 1, tzinfo=UTC)


def _mine(at: Visit, screen: Screen) -> tuple[ColumnElement[bool], ...]:
    return (
        Stored.app_id == at.app.app_id,
        Stored.screen == screen.key,
        Stored.person_id == at.actor.person_id,
    )


def _note(at: Visit, screen: Screen, act: Act, feed_id: UUID) -> None:
    target = Target(
        kind="feed",
        app=at.app.key,
        version=at.app.number,
        model=screen.model,
        id=feed_id,
        count=1,
        fields=(screen.key,),
    )
    audit.record(at.actor, act, target=target)
