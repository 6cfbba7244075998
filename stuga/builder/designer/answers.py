"""Answers acts on a draft: to a page's own script at once, else by sending the browser on."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from flask import Response, make_response, request

from stuga.builder.apps import service as apps
from stuga.builder.apps.rules import DraftChangedError
from stuga.builder.designer import service
from stuga.builder.designer.blueprint import FOLDER
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.service import Change, ChangeDraft
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError
from stuga.platform.identity import frame
from stuga.platform.ui import page
from stuga.platform.web import see_other

BY_SCRIPT: Final = "X-Act"
REVISION: Final = "revision"
LONGEST_UNDO: Final = 1500
UNPROCESSABLE: Final = HTTPStatus.UNPROCESSABLE_ENTITY
Page = Callable[[Desk], str]


def desk_of(actor: Actor, app_key: str) -> Desk:
    """Return an app's draft, read for a page."""
    return Desk(actor, apps.get_draft(actor, app_key), frame.locale_of(actor))


def desk_to_change(actor: Actor, app_key: str) -> Desk:
    """Return an app's draft for an act that goes on to change it, and leaves the entry."""
    return Desk(actor, service.draft_to_change(actor, app_key), frame.locale_of(actor))


def posted_revision() -> int:
    """Return the revision of the draft that the posted form was made from.

    :raises BadRequestError: if it names none
    """
    given = request.form.get(REVISION, "")
    if not given.isdecimal() or len(given) > 9:  # noqa: PLR2004  # digits of a revision
        raise BadRequestError("The form does not say which revision it was made from.")
    return int(given)


def acted(
    actor: Actor,
    app_key: str,
    change: Change,
    *,
    said: str | Callable[[], str],
    to: Callable[[], str],
    show: Page,
) -> Response:
    """Change a draft as a form asks, and answer.

    :param said: one sentence about what was done; asked after the change, if it is a function
    :param to: the page that the act leads to, from the tenant's root; asked after the change
    :param show: renders that page
    """
    locale = frame.locale_of(actor)
    command = ChangeDraft(app_key=app_key, revision=posted_revision(), now=clock.now())
    try:
        done = service.change_draft(actor, command, change)
    except DraftChangedError as error:
        return _conflict(actor, app_key, error)
    words = said if isinstance(said, str) else said()
    desk = Desk(actor, done.draft, locale, done, words)
    if request.headers.get(BY_SCRIPT):
        answer = make_response(show(desk))
        answer.headers["Content-Location"] = f"{request.script_root}{to()}"
        return answer
    _leave_word(desk, to())
    return see_other(to())


def _leave_word(desk: Desk, to: str) -> None:
    """Say on the next page what was done, with a button that takes it back if that is short."""
    undo = desk.undo
    if not undo or len(undo.encode()) > LONGEST_UNDO:
        frame.leave_toast(desk.said)
        return
    fields = {"patch": undo, REVISION: str(desk.revision), "to": to}
    frame.leave_toast(desk.said, undo_action=f"{desk.home}/undo", fields=fields)


def refused(html: str) -> Response:
    """Answer with a form that cannot be taken as it is; what was typed stands in it."""
    return make_response(html, UNPROCESSABLE)


def _conflict(actor: Actor, app_key: str, error: DraftChangedError) -> Response:
    """Say who saved meanwhile, and offer to do on top what was asked for."""
    desk = desk_to_change(actor, app_key)
    locale = desk.locale
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"_csrf", REVISION}
    ]
    path = request.full_path.removesuffix("?")
    html = page(
        f"{FOLDER}/conflict.html",
        desk.shell(locale.text("Someone saved this before you"), request.path),
        desk=desk,
        who=error.by.name if error.by and error.by.name else locale.text("Someone"),
        when=locale.relative(error.at, clock.now()),
        typed=typed,
        action=path,
        theirs=_came_from(desk),
    )
    return make_response(html, HTTPStatus.PRECONDITION_FAILED)


def _came_from(desk: Desk) -> str:
    """Return the page that a form was sent from, if it is one of the app's, else the app's."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    path = sent_from.path.removeprefix(request.script_root)
    if not path.startswith(f"{desk.home}/"):
        return f"{desk.home}/"
    return f"{path}?{sent_from.query}" if sent_from.query else path
