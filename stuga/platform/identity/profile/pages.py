"""The account page, the password page, and the choice of language and colours."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError, InvalidError
from stuga.platform.identity import frame
from stuga.platform.identity.paths import own_path
from stuga.platform.identity.profile import service
from stuga.platform.identity.profile.commands import EndSession, SetKeys, SetLanguage, SetPassword
from stuga.platform.identity.request import settings
from stuga.platform.identity.words import sentences
from stuga.platform.ui import Scheme, msgid, page
from stuga.platform.ui.keys import KEYS
from stuga.platform.web import public, see_other, signed_in
from stuga.platform.web.application import tenant

profile_pages = Blueprint("profile-pages", __name__)
_FOLDER: Final = "platform/identity/profile"
_YEAR_SECONDS: Final = 365 * 24 * 3600


@profile_pages.get("/account")
@signed_in
def show_account(actor: Actor) -> str:
    """Show one's own account."""
    now = clock.now()
    profile = service.read_profile(actor, now=now, settings=settings())
    shell = frame.frame(
        actor,
        frame.locale_of(actor).text(msgid("Account")),
        stylesheets=("administration",),
    )
    return page(f"{_FOLDER}/account.html", shell, profile=profile, actor=actor, now=now)


@profile_pages.get("/account/password")
@signed_in
def show_password(actor: Actor) -> Response:
    """Show the form for a new password."""
    needs_current = service.read_password_form(actor, now=clock.now())
    return _password_form(actor, needs_current=needs_current)


@profile_pages.post("/account/password")
@signed_in
def set_password(actor: Actor) -> Response:
    """Choose a password; what is refused is said at its field."""
    place = tenant()
    command = SetPassword(
        current=request.form.get("current", ""),
        new=request.form.get("new", ""),
        now=clock.now(),
        rounds=settings().bcrypt_rounds,
        tenant_names=(place.title, place.slug),
    )
    try:
        service.set_password(actor, command)
    except InvalidError as error:
        needs_current = "current" in request.form
        return _password_form(actor, needs_current=needs_current, refused=error)
    frame.leave_toast(frame.locale_of(actor).text("Your password is set. Others are signed out."))
    return see_other("/" if "welcome" in request.form else "/account")


@profile_pages.post("/account/sessions/end")
@signed_in
def end_others(actor: Actor) -> Response:
    """Sign out everywhere but here."""
    ended = service.end_session(actor, EndSession(session_id=None, now=clock.now()))
    locale = frame.locale_of(actor)
    words = locale.plural("{n} session was ended.", "{n} sessions were ended.", ended)
    frame.leave_toast(words)
    return see_other("/account")


@profile_pages.post("/account/sessions/<uuid:session_id>/end")
@signed_in
def end_session(actor: Actor, session_id: UUID) -> Response:
    """Sign one browser out."""
    service.end_session(actor, EndSession(session_id=session_id, now=clock.now()))
    frame.leave_toast(frame.locale_of(actor).text("The session was ended."))
    return see_other("/account")


@profile_pages.post("/language")
@public("whoever reads a page may choose its language")
def choose_language(actor: Actor) -> Response:
    """Keep the language in the browser, and with the person if one is known."""
    language = request.form.get("language", "")
    service.set_language(actor, SetLanguage(language=language))
    return _kept("stuga-language", language, own_path(request.form.get("to", "/")))


@profile_pages.post("/colours")
@public("whoever sees a page may choose its colours")
def choose_colours(_actor: Actor) -> Response:
    """Keep the colour scheme in the browser."""
    scheme = request.form.get("scheme", "")
    if scheme not in set(Scheme):
        raise BadRequestError("scheme: auto, light or dark.")
    return _kept("stuga-scheme", scheme, own_path(request.form.get("to", "/")))


@profile_pages.get("/keys")
@signed_in
def show_keys(actor: Actor) -> str:
    """Show every key, and whether single ones work."""
    title = frame.locale_of(actor).text(msgid("Keys"))
    shell = frame.frame(actor, title, stylesheets=("palette",))
    return page(f"{_FOLDER}/keys.html", shell, groups=KEYS)


@profile_pages.post("/keys")
@signed_in
def set_keys(actor: Actor) -> Response:
    """Switch single keys on or off."""
    single = request.form.get("single", "")
    if single not in {"on", "off"}:
        raise BadRequestError("single: on or off.")
    service.set_keys(actor, SetKeys(single=single == "on"))
    locale = frame.locale_of(actor)
    off = locale.text("Keys pressed alone do nothing now.")
    frame.leave_toast(locale.text("Keys pressed alone work now.") if single == "on" else off)
    return see_other("/keys")


def _kept(name: str, value: str, to: str) -> Response:
    """Go back to a page, with a choice that the browser keeps; scripts may read it."""
    response = see_other(to)
    response.set_cookie(
        name, value, max_age=_YEAR_SECONDS, secure=request.is_secure, samesite="Lax", path="/"
    )
    return response


def _password_form(
    actor: Actor, *, needs_current: bool, refused: InvalidError | None = None
) -> Response:
    locale = frame.locale_of(actor)
    html = page(
        f"{_FOLDER}/password.html",
        frame.frame(actor, locale.text(msgid("Choose a password"))),
        needs_current=needs_current,
        welcome="welcome" in request.values,
        errors=sentences(refused, locale) if refused else {},
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)
