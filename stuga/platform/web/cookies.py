"""The cookies of a tenant: a session's token and its end, a form secret, notes for pages."""

from typing import Final

from flask import Response, g, request

from stuga.platform.crypto import new_token

CARRIED: Final = "_own"
"""The input in which an embedded form carries what it is bound to."""
_PENDING: Final = "pending_cookies"
_ENDS: Final = ".ends"
_SENT: Final = ".sent"
_LIFE: Final = {"sent": 86_400}
"""Seconds for which a cookie is kept, by the end of its name; the others go with the browser."""
_MOST_SENT: Final = 8


def session_name() -> str:
    """Return the name of this tenant's session cookie."""
    return f"__Host-stuga-{g.tenant.slug}"


def _form_name() -> str:
    return f"{session_name()}-form"


def session_token() -> str:
    """Return the session token the browser sent, or an empty string."""
    return request.cookies.get(session_name(), "") if g.tenant else ""


def known_form_secret() -> str:
    """Return what this browser's forms are bound to, or an empty string.

    A form within a page of another site gets no cookie from many browsers: it carries its secret
    itself. That helps nobody who has a cookie, and a post from elsewhere is refused all the same.
    """
    return session_token() or request.cookies.get(_form_name(), "") or _carried()


def is_carried() -> bool:
    """Tell whether the browser sends no cookie, and the form itself carries what it is bound to."""
    own = session_token() or request.cookies.get(_form_name(), "")
    return not own and bool(_carried())


def _carried() -> str:
    return request.form.get(CARRIED, "") if request.path.startswith("/apps/") else ""


def form_secret() -> str:
    """Return what this browser's forms are bound to; a stranger gets a secret now."""
    present = known_form_secret()
    if present:
        return present
    if "form_secret" not in g:
        g.form_secret = new_token()
        _set(_form_name(), g.form_secret)
    secret: str = g.form_secret
    return secret


def sign_in_with(token: str) -> None:
    """Give the browser a session's token with this answer."""
    _set(session_name(), token)
    _set(_form_name(), "")


def sign_out() -> None:
    """Take the session's token from the browser with this answer."""
    _set(session_name(), "")
    _set(ends_name(), "")


def ends_name() -> str:
    """Return the name of the cookie from which pages learn when their session ends."""
    return f"{session_name()}{_ENDS}"


def tell_end(seconds: int) -> None:
    """Tell the browser when its session ends, if that has moved."""
    if request.cookies.get(ends_name()) != str(seconds):
        _set(ends_name(), str(seconds))


def _set(name: str, value: str) -> None:
    g.setdefault(_PENDING, {})[name] = value


def set_pending(response: Response) -> None:
    """Put the cookies of this request on its answer; never where others may be given the same."""
    if response.cache_control.public:
        return
    for name, value in g.pop(_PENDING, {}).items():
        response.set_cookie(
            name,
            value,
            max_age=0 if not value else _LIFE.get(name.rpartition(".")[2]),
            secure=True,
            httponly=not name.endswith((_ENDS, _SENT)),
            samesite="Lax",
            path="/",
        )


def _note_name() -> str:
    return f"{session_name()}-note"


def leave_note(note: str) -> None:
    """Give the browser a note for the next page."""
    _set(_note_name(), note)


def take_note() -> str:
    """Return the note that the answer before this one left, and take it back."""
    note = request.cookies.get(_note_name(), "")
    if note:
        _set(_note_name(), "")
    return note


def tell_sent(sitting: str) -> None:
    """Tell the browser's script which forms have arrived, so that it lets go of its copies."""
    name = f"{session_name()}{_SENT}"
    before = [one for one in request.cookies.get(name, "").split(".") if one and one != sitting]
    _set(name, ".".join([*before, sitting][-_MOST_SENT:]))
