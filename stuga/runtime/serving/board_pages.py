"""The address that moves a card of a board; without script a form of each card sends it."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.platform.authz import Actor, ActorKind
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.web import see_other, signed_in
from stuga.runtime.serving.app_pages import RECORD
from stuga.runtime.serving.boards import MOVE
from stuga.runtime.serving.moving import moved
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.saved_views import query_of, whole_state_of

board_pages: Final = Blueprint("board-pages", __name__, url_prefix="/apps/<app>")
LONGEST_KEPT: Final = 1_000
"""Of the list's state, in the note that offers to take a move back: a cookie holds no more."""


@board_pages.post(f"{RECORD}/{MOVE}")
@signed_in
def move_card(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Move a card to another column, and come back to the board, which says so."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "list" or actor.kind is not ActorKind.PERSON:
        raise NotFoundError
    form = request.form
    revision = form.get("revision", "")
    done = moved(
        at, found, record_id, form.get("to", ""), int(revision) if revision.isdecimal() else 0
    )
    state = whole_state_of(form.get("query", ""))
    query = query_of(state)
    if done.back is None:
        frame.leave_toast(done.words)
    else:
        value, now = done.back
        back = {"to": value, "revision": str(now)}
        kept = {"query": query} if len(query) <= LONGEST_KEPT else {}
        frame.leave_toast(
            done.words, undo_action=at.path(screen, record_id, MOVE), fields={**back, **kept}
        )
    return see_other(state.link(at.path(screen)))
