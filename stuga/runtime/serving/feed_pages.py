"""The pages that make and remove a list's secret addresses, and what is read at one."""

from dataclasses import replace
from hashlib import sha256
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.models.definition.document import Screen
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.web import public, rates, see_other, signed_in
from stuga.runtime.serving import feeds
from stuga.runtime.serving.app_pages import SCREEN
from stuga.runtime.serving.calendars import FEEDS
from stuga.runtime.serving.request import PLACES, shell_of, visit_of
from stuga.runtime.serving.saved_views import query_of, state_of
from stuga.runtime.serving.visits import Visit

feed_pages: Final = Blueprint("feed-pages", __name__)
_LIST: Final = f"/apps/<app>{SCREEN}/{FEEDS}"
_BY_ADDRESS: Final = "the address is the secret; it gives what its person may read"


@feed_pages.get(_LIST)
@signed_in
def show_feeds(actor: Actor, app: str, screen: str) -> Response:
    """Show one's own addresses for a list, and offer to make one."""
    at, found = _at(actor, app, screen)
    target = Target(kind="screen", app=app, version=at.app.number, fields=(found.key, FEEDS))
    audit.record(actor, Act.SCREEN_READ, target=target)
    return _page(at, found, request.query_string.decode())


@feed_pages.post(_LIST)
@signed_in
def make_feed(actor: Actor, app: str, screen: str) -> Response:
    """Make an address, and show it this once."""
    at, found = _at(actor, app, screen)
    query = request.form.get("query", "")
    secret = feeds.make(at, found, state_of(query))
    return _page(at, found, query, f"{_origin()}{at.root}/{FEEDS}/{secret}.ics")


@feed_pages.post(f"{_LIST}/<uuid:feed_id>/delete")
@signed_in
def remove_feed(actor: Actor, app: str, screen: str, feed_id: UUID) -> Response:
    """Remove an address: nothing is found there any more."""
    at, found = _at(actor, app, screen)
    feeds.remove(at, found, feed_id)
    frame.leave_toast(at.locale.text("The address is removed"))
    return see_other(at.path(screen, FEEDS))


@feed_pages.get(f"/{FEEDS}/<secret>.ics")
@public(_BY_ADDRESS)
def give_feed(_actor: Actor, secret: str) -> Response:
    """Give a list as a calendar to whoever holds the address."""
    feed, person = feeds.found(secret)
    rates.take(person)
    body = feeds.written(visit_of(person, feed.app), feed, _origin())
    response = Response(body, mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.set_etag(sha256(body).hexdigest()[:24])
    response.make_conditional(request)
    return response


def _origin() -> str:
    return request.host_url.rstrip("/")


def _at(actor: Actor, app: str, screen: str) -> tuple[Visit, Screen]:
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "list" or actor.kind is not ActorKind.PERSON:
        raise NotFoundError
    if not feeds.has_calendar(at, found):
        raise NotFoundError
    return at, found


def _page(at: Visit, screen: Screen, query: str, made: str = "") -> Response:
    title = at.locale.text("Calendar addresses")
    state = state_of(query)
    crumbs = (Link(title=screen.title, href=state.link(at.path(screen.key))), Link(title=title))
    sheets = (*PLACES, "many", "administration")
    html = page(
        "runtime/serving/feeds.html",
        replace(shell_of(at, title, *crumbs, stylesheets=sheets), modules=("copy",)),
        made=made,
        query=query_of(state),
        is_filtered=bool(state.filters or state.search),
        here=at.url(screen.key, FEEDS),
        listed=screen,
        feeds=[
            {
                "made": at.locale.datetime(one.created_at),
                "link": one.state.link(at.url(screen.key)),
                "is_filtered": bool(one.state.filters or one.state.search),
                "remove": at.url(screen.key, FEEDS, one.id, "delete"),
            }
            for one in feeds.feeds_of(at, screen)
        ],
    )
    return make_response(html)
