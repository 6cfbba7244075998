"""Shows an error to a person: what it means, and where to go from here."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from babel import lists
from flask import Response, g, make_response, request
from sqlalchemy.exc import SQLAlchemyError

from stuga.platform.authz import Actor, TenantRole
from stuga.platform.authz.actor import ANONYMOUS
from stuga.platform.errors import (
    DomainError,
    NotPermittedError,
    NotSignedInError,
)
from stuga.platform.identity import frame
from stuga.platform.identity.paths import present_path
from stuga.platform.identity.persons.queries import names_of
from stuga.platform.telemetry import current_request
from stuga.platform.ui import Locale, Shell, chosen_language, msgid
from stuga.platform.ui.failures import failure_page
from stuga.platform.web import see_other
from stuga.platform.web.access import actor_of_request
from stuga.platform.web.csrf import SAFE
from stuga.platform.web.problems import wait_for

_OURS: Final = 500
_ASKED: Final = (TenantRole.OWNER, TenantRole.ADMIN)
_MOST_NAMES: Final = 3
_NO_COOKIE: Final = msgid(
    "Your browser sent no cookie along. Allow cookies for this site, or open it by https:// or "
    "as http://localhost, and try again."
)
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "forged-request": (
        msgid("This page is too old"),
        msgid("You have signed in or out since. Open the page again and repeat what you did."),
    ),
    "last-owner": (
        msgid("The last owner stays"),
        msgid("Make someone else an owner first."),
    ),
}


def error_page(error: DomainError, status: int) -> Response:
    """Answer an error as a page; who is not signed in is sent to sign in, and back after."""
    if isinstance(error, NotSignedInError) and g.get("tenant") is not None:
        return _to_sign_in()
    actor = _actor()
    shell = _shell(actor)
    title, text = _WORDS.get(error.code, ("", ""))
    if error.code == "forged-request" and not request.cookies:
        text = _NO_COOKIE
    elif isinstance(error, NotPermittedError) and not text and actor.signed_in:
        text = _whom_to_ask(shell.locale)
    reference = current_request().id[:12] if status >= _OURS else ""
    html = failure_page(
        shell, status, title=title, text=text, reference=reference, typed=frame.typed_texts()
    )
    response = make_response(html, status)
    if seconds := wait_for(error):
        response.headers["Retry-After"] = str(seconds)
    return response


def _to_sign_in() -> Response:
    """Lead to the sign-in page; a form that was sent cannot be sent again from there."""
    to = present_path() if request.method in SAFE else "/"
    return see_other("/sign-in" if to == "/" else f"/sign-in?return_to={quote(to, safe='/')}")


def _actor() -> Actor:
    """Return who is acting, or a stranger where even that cannot be told now."""
    try:
        return actor_of_request()
    except (DomainError, SQLAlchemyError):
        return ANONYMOUS


def _shell(actor: Actor) -> Shell:
    """Return the frame; it names no address, so that every unknown one looks the same."""
    if g.get("tenant") is None:
        language = chosen_language([*request.accept_languages.values(), "en"])
        return Shell(title="", locale=Locale(language), current="/")
    try:
        return frame.frame(actor, "", current="/")
    except SQLAlchemyError:
        return frame.frame(ANONYMOUS, "", current="/")


def _whom_to_ask(locale: Locale) -> str:
    names = names_of(_ASKED, most=_MOST_NAMES)
    if not names:
        return ""
    one_of = lists.format_list(names, style="or", locale=locale.babel)
    return locale.text("If you need it for your work, ask {names}.", names=one_of)
