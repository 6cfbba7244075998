"""The addresses that write, change and delete comments from the page of a record."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final, ParamSpec
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.models.definition.document import Screen
from stuga.models.json import JsonValue
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError, InvalidError, NotFoundError, NotSignedInError
from stuga.platform.identity import frame
from stuga.platform.identity.request import settings
from stuga.platform.identity.who import person_of_session
from stuga.platform.ui import Locale, msgid
from stuga.platform.ui.ids import ids
from stuga.platform.web import answer, cookies, see_other, signed_in
from stuga.platform.web.csrf import ForgedRequestError
from stuga.runtime.comments import service
from stuga.runtime.comments.commands import (
    AddComment,
    DeleteComment,
    EditComment,
    FindComment,
    FindPeople,
)
from stuga.runtime.serving.app_pages import RECORD
from stuga.runtime.serving.form_pages import is_own_page, signed_out
from stuga.runtime.serving.record_pages import record_page
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.talks import ANCHOR, PLACE, Asked
from stuga.runtime.serving.visits import Visit

P = ParamSpec("P")
comment_pages: Final = Blueprint("comment-pages", __name__, url_prefix="/apps/<app>")
comment_links: Final = Blueprint("comment-links", __name__)
COMMENTS: Final = f"{RECORD}/{PLACE}"
COMMENT: Final = f"{COMMENTS}/<uuid:comment_id>"
LONGEST_SEARCH: Final = 100
WORDS: Final = {
    "required": msgid("Write something first."),
    "max-length": msgid("A comment may have at most {limit} characters."),
    "mention-unknown": msgid(
        "Nobody here is called “{name}”. For an @ that mentions nobody, write \\@."
    ),
    "mention-several": msgid("“{name}” could be any of these: {names}. Write the whole name."),
    "mention-closed": msgid("{name} cannot read this record, so a comment cannot mention them."),
    "mention-many": msgid("A comment may mention at most {limit} people."),
    "text-broken": msgid("The comment holds a sign that cannot be kept. Type it again."),
}


def said_kept(view: Callable[P, Response]) -> Callable[P, Response]:
    """Keep what was said on a page when the session it was typed in has ended."""

    @wraps(view)
    def kept(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            return view(*args, **kwargs)
        except NotSignedInError:
            return signed_out()
        except ForgedRequestError:
            if not is_own_page():
                raise
            return _once_more(**kwargs)  # type: ignore[arg-type]  # parts of the route's address

    return kept


def _once_more(app: str, screen: str, record_id: UUID, comment_id: UUID | None = None) -> Response:
    """Show what was typed on a page of another session in its form; nothing is said yet."""
    secret = cookies.session_token()
    actor = person_of_session(secret, now=clock.now(), settings=settings()) if secret else None
    if actor is None:
        return signed_out()
    frame.remember_actor(actor)
    at, found = _detail(actor, app, screen)
    words = at.locale.text("You have signed in again. Look through what you typed, then send it.")
    text = request.form.get("text", "")
    return _again(at, found, record_id, Asked(edit=comment_id, typed=text, error=words))


@comment_pages.post(COMMENTS)
@said_kept
@signed_in
def add_comment(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Write a comment; what cannot be taken stays in the form."""
    at, found = _detail(actor, app, screen)
    text = request.form.get("text", "")
    command = AddComment(app=app, model=found.model, now=at.now, id=record_id, text=text)
    try:
        made = service.add(actor, command)
    except InvalidError as error:
        wanted = Asked(typed=text, error=sentence(error, at.locale))
        return _again(at, found, record_id, wanted)
    return see_other(f"{at.path(screen, record_id)}#{ids('comment', made.id)}")


@comment_pages.post(COMMENT)
@said_kept
@signed_in
def edit_comment(
    actor: Actor, app: str, screen: str, record_id: UUID, comment_id: UUID
) -> Response:
    """Change a comment of one's own; what cannot be taken stays in the form."""
    at, found = _detail(actor, app, screen)
    text = request.form.get("text", "")
    command = EditComment(
        app=app, model=found.model, now=at.now, id=record_id, comment=comment_id, text=text
    )
    try:
        service.edit(actor, command)
    except InvalidError as error:
        wanted = Asked(edit=comment_id, typed=text, error=sentence(error, at.locale))
        return _again(at, found, record_id, wanted)
    return see_other(f"{at.path(screen, record_id)}#{ids('comment', comment_id)}")


@comment_pages.post(f"{COMMENT}/delete")
@signed_in
def delete_comment(
    actor: Actor, app: str, screen: str, record_id: UUID, comment_id: UUID
) -> Response:
    """Delete a comment for good."""
    at, found = _detail(actor, app, screen)
    command = DeleteComment(
        app=app, model=found.model, now=at.now, id=record_id, comment=comment_id
    )
    service.delete(actor, command)
    frame.leave_toast(at.locale.text("The comment is deleted"))
    return see_other(f"{at.path(screen, record_id)}{ANCHOR}")


@comment_pages.get(f"{COMMENTS}/people")
@signed_in
def find_people(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Answer whom a comment on the record may mention, for the search after an @."""
    at, found = _detail(actor, app, screen)
    words = request.args.get("q", "")
    if len(words) > LONGEST_SEARCH:
        raise BadRequestError(f"q: at most {LONGEST_SEARCH} characters.")
    command = FindPeople(app=app, model=found.model, now=at.now, id=record_id, words=words)
    several = service.people(actor, command)
    counts = Counter(one.name.casefold() for one in several)
    options: list[JsonValue] = [
        {
            "value": one.name if counts[one.name.casefold()] == 1 else f"[{one.id}]",
            "label": one.name,
        }
        for one in several
    ]
    return answer({"options": options})


@comment_links.get("/comments/<app>/<uuid:comment_id>")
@signed_in
def go_to_comment(actor: Actor, app: str, comment_id: UUID) -> Response:
    """Lead to the page of the record that a comment is on, at the comment."""
    at = visit_of(actor, app)
    spot = service.find(actor, FindComment(app=app, now=at.now, comment=comment_id))
    detail = at.first_for(spot.model, "detail")
    if not detail:
        raise NotFoundError
    window = f"?before={spot.before}" if spot.before else ""
    return see_other(f"{at.path(detail, spot.record)}{window}#{ids('comment', comment_id)}")


def sentence(error: InvalidError, locale: Locale) -> str:
    """Say why a comment cannot be taken."""
    [refused] = error.errors.values()
    arguments = {
        name: locale.number(value) if isinstance(value, int) else value
        for name, value in refused.arguments.items()
    }
    return locale.text(WORDS[refused.code], **arguments)


def _detail(actor: Actor, app: str, screen: str) -> tuple[Visit, Screen]:
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "detail":
        raise NotFoundError
    return at, found


def _again(at: Visit, screen: Screen, record_id: UUID, wanted: Asked) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return record_page(at, screen, record_id, wanted, status=status)
