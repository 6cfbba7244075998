"""The addresses that open a stranger's kept form, keep it while it is filled in, and end it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request

from stuga.models import FormLink
from stuga.platform import clock
from stuga.platform.audit import Act
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError, NotFoundError, NotPermittedError, NotSignedInError
from stuga.platform.telemetry import current_request
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.form_reader import KEPT
from stuga.platform.ui.screens.form_view import Linked
from stuga.platform.web import answer, cookies, public
from stuga.runtime.files.opening import holder_of
from stuga.runtime.serving import form_links, link_page, public_forms
from stuga.runtime.serving.app_pages import SCREEN
from stuga.runtime.serving.form_links import Kept
from stuga.runtime.serving.form_pages import show_linked
from stuga.runtime.serving.forms import LINKED_AT, Filling, begin
from stuga.runtime.serving.link_page import OPENED_AT
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.visits import Visit

form_link_pages: Final = Blueprint("form-link-pages", __name__)
_FORM: Final = f"/apps/<app>{SCREEN}/{LINKED_AT}"
_BY_LINK: Final = "the link is the secret; it opens one unfinished form and nothing else"
MOST_OPENED: Final = 60
MOST_KEPT: Final = 500
"""Times in ten minutes: a form is kept some seconds after each change."""


@form_link_pages.get(f"/{OPENED_AT}/<secret>")
@public(_BY_LINK)
def open_link(actor: Actor, secret: str) -> Response:
    """Open a kept form with all that was typed, on whatever device."""
    try:
        filling = _at_link(actor, secret)
        kept = form_links.opened(filling, secret)
    except (NotFoundError, NotSignedInError, NotPermittedError):
        return link_page.nothing_there(actor)
    linked = Linked(
        until=filling.visit.locale.date(kept.ends_at, "long"),
        discard=f"{filling.visit.root}{filling.action}/{LINKED_AT}/discard",
        carries=link_page.carries(filling, secret),
    )
    return link_page.unseen(show_linked(filling, kept.pairs, secret, linked))


@form_link_pages.post(_FORM)
@public(_BY_LINK)
def keep_linked(actor: Actor, app: str, screen: str) -> Response:
    """Keep what is typed into a form that has a link already."""
    filling = _filling(visit_of(actor, app), screen)
    locale = filling.visit.locale
    _count(filling, LINKED_AT, MOST_KEPT)
    if not filling.is_linkable or _link(filling) is None:
        return answer({"words": locale.text("No longer kept: it was sent, or its time is over.")})
    pairs = public_forms.without_own(list(request.form.items(multi=True)))
    try:
        form_links.keep(filling, pairs, request.form.get(KEPT, ""), is_said=False)
    except InvalidError as error:
        return answer({"words": refusal_text(error.errors[""], filling.screen.title, locale)})
    return answer({"words": locale.text("Saved {time}", time=locale.time(filling.visit.now))})


@form_link_pages.post(f"{_FORM}/mail")
@public(_BY_LINK)
def mail_link(actor: Actor, app: str, screen: str) -> Response:
    """Mail the link to an address that is typed here and kept nowhere."""

    def mail(filling: Filling, link: FormLink) -> Response:
        kept = Kept(secret=request.form[KEPT], ends_at=link.ends_at, pairs=())
        address = request.form.get("email", "")
        error = link_page.mailed(filling, kept, address)
        if error:
            return link_page.link_page(filling, kept, error=error)
        form_links.note_mailed(filling, link)
        return link_page.link_page(filling, kept, sent=address.strip())

    return _with_link(actor, app, screen, mail)


@form_link_pages.post(f"{_FORM}/discard")
@public(_BY_LINK)
def discard_linked(actor: Actor, app: str, screen: str) -> Response:
    """Throw a kept form away: its link opens nothing any more."""

    def discard(filling: Filling, link: FormLink) -> Response:
        form_links.end(filling, link, Act.FORM_DELETE)
        return link_page.discarded_page(filling)

    return _with_link(actor, app, screen, discard)


def _with_link(
    actor: Actor, app: str, screen: str, act: Callable[[Filling, FormLink], Response]
) -> Response:
    """Do something with a kept form; where there is none, say the same as of any other link."""
    filling = _filling(visit_of(actor, app), screen)
    link = _link(filling)
    return act(filling, link) if link else link_page.nothing_there(actor)


def _link(filling: Filling) -> FormLink | None:
    return form_links.found(filling, request.form.get(KEPT, ""))


def _at_link(actor: Actor, secret: str) -> Filling:
    now = clock.now()
    public_forms.count_post(OPENED_AT, current_request().network, now=now, most=MOST_OPENED)
    app, screen = form_links.place_of(secret, now=now)
    visit = visit_of(actor, app)
    if not actor.signed_in:
        visit = replace(visit, browser=holder_of(cookies.form_secret()))
    return _filling(visit, screen)


def _filling(at: Visit, key: str) -> Filling:
    """Return someone at a form that is open to anybody.

    :raises NotFoundError: if the screen is no such form
    """
    screen = at.opened(key)
    if screen.type != "form" or not screen.public:
        raise NotFoundError
    return begin(at, screen)


def _count(filling: Filling, what: str, most: int) -> None:
    path = f"{filling.visit.path(filling.screen.key)}/{what}"
    public_forms.count_post(path, current_request().network, now=filling.visit.now, most=most)
