"""The addresses that keep views of a list and remove them."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.models.definition.document import Screen
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.web import see_other, signed_in
from stuga.runtime.serving import saved_views
from stuga.runtime.serving.app_pages import SCREEN
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.visits import Visit

LONGEST_KEPT: Final = 1_000
"""Of a view's state, in the note that offers to take its removal back."""
view_pages: Final = Blueprint("view-pages", __name__, url_prefix="/apps/<app>")


@view_pages.post(f"{SCREEN}/{saved_views.PLACE}")
@signed_in
def save_view(actor: Actor, app: str, screen: str) -> Response:
    """Keep the list as it stands under a name."""
    at, found = _list(actor, app, screen)
    form = request.form
    title = form.get("title", "")
    state = saved_views.state_of(form.get("query", ""))
    roles = saved_views.SEVERAL.join(form.getlist("role")).split(saved_views.SEVERAL)
    refused = saved_views.save(at, found, title, state, roles)
    done = at.locale.text("The view {title} is saved", title=" ".join(title.split()))
    frame.leave_toast(refused or done)
    return see_other(state.link(at.path(screen)))


@view_pages.post(f"{SCREEN}/{saved_views.PLACE}/<uuid:view_id>/delete")
@signed_in
def remove_view(actor: Actor, app: str, screen: str, view_id: UUID) -> Response:
    """Remove one of one's own views; the list stays as it is."""
    at, found = _list(actor, app, screen)
    anew = saved_views.remove(at, found, view_id)
    words = at.locale.text("The view {title} is removed", title=anew[saved_views.TITLE])
    is_short = len(anew[saved_views.QUERY]) <= LONGEST_KEPT
    undo = at.path(screen, saved_views.PLACE) if is_short else ""
    frame.leave_toast(words, undo_action=undo, fields=dict(anew) if is_short else None)
    return see_other(saved_views.state_of(request.form.get("query", "")).link(at.path(screen)))


def _list(actor: Actor, app: str, screen: str) -> tuple[Visit, Screen]:
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "list" or actor.kind is not ActorKind.PERSON:
        raise NotFoundError
    at.acting(found.model).rights.require_some("read")
    return at, found
