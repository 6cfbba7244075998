"""The addresses that keep a form while it is filled in, and let go of it."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.platform.audit import Act
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.web import answer, see_other, signed_in
from stuga.runtime.serving import public_forms, saved_forms, sent_once
from stuga.runtime.serving.app_pages import RECORD, SCREEN
from stuga.runtime.serving.forms import KEPT_AT, Filling, begin
from stuga.runtime.serving.request import visit_of

saved_pages: Final = Blueprint("saved-pages", __name__, url_prefix="/apps/<app>")


@saved_pages.post(f"{SCREEN}/{KEPT_AT}")
@signed_in
def keep_new(actor: Actor, app: str, screen: str) -> Response:
    """Keep what is typed into the form of a new record."""
    return _kept(_filling(actor, app, screen))


@saved_pages.post(f"{RECORD}/{KEPT_AT}")
@signed_in
def keep_changed(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Keep what is typed into the form of a record."""
    return _kept(_filling(actor, app, screen, record_id))


@saved_pages.post(f"{SCREEN}/{KEPT_AT}/discard")
@signed_in
def discard_new(actor: Actor, app: str, screen: str) -> Response:
    """Throw away an unfinished form of a new record."""
    return _discarded(_filling(actor, app, screen))


@saved_pages.post(f"{RECORD}/{KEPT_AT}/discard")
@signed_in
def discard_changed(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Throw away an unfinished form of a record."""
    return _discarded(_filling(actor, app, screen, record_id))


def _filling(actor: Actor, app: str, screen: str, record_id: UUID | None = None) -> Filling:
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "form":
        raise NotFoundError
    filling = begin(at, found, record_id)
    if not filling.is_kept:
        raise NotFoundError
    return filling


def _kept(filling: Filling) -> Response:
    pairs = public_forms.without_own(list(request.form.items(multi=True)))
    locale = filling.visit.locale
    if sent_once.sent_before(filling, saved_forms.sitting_of(pairs)) is not None:
        return answer({"words": locale.text("Not kept: this form was sent before.")})
    at = saved_forms.keep(filling, pairs)
    return answer({"words": locale.text("Saved {time}", time=locale.time(at))})


def _discarded(filling: Filling) -> Response:
    if not saved_forms.drop(filling, request.form.get("sitting", "")):
        raise NotFoundError
    saved_forms.note(filling, Act.FORM_DELETE)
    frame.leave_toast(filling.visit.locale.text("The unfinished form is thrown away"))
    return see_other(filling.action)
