"""Pages for what went wrong: what it means and where to go from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from stuga.platform.ui.environment import page
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class Failure:
    """The words and the drawing of an error page; `again` offers to repeat it."""

    title: str
    text: str
    picture: str = "cabin"
    again: bool = False


_OURS: Final = Failure(
    msgid("Something went wrong"),
    msgid("The fault is ours and has been noted. What you had saved is safe."),
    "storm",
    again=True,
)
_FAILURES: Final[Mapping[int, Failure]] = {
    HTTPStatus.BAD_REQUEST: Failure(
        msgid("The request cannot be understood"),
        msgid("Go back, open the page again and repeat what you did."),
        "papers",
    ),
    HTTPStatus.UNAUTHORIZED: Failure(
        msgid("Sign in first"), msgid("You have been signed out, or never were in."), "lock"
    ),
    HTTPStatus.FORBIDDEN: Failure(
        msgid("You may not do this"),
        msgid("If you need it for your work, ask the person who answers for the app."),
        "lock",
    ),
    HTTPStatus.NOT_FOUND: Failure(
        msgid("There is nothing here"),
        msgid("The address may be mistyped, or what was here has been removed."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Failure(
        msgid("There is nothing here"),
        msgid("The address may be mistyped, or what was here has been removed."),
    ),
    HTTPStatus.CONFLICT: Failure(
        msgid("This has changed in the meantime"),
        msgid("Go back, open the page again and look at what has changed."),
        "papers",
    ),
    HTTPStatus.PRECONDITION_FAILED: Failure(
        msgid("Someone saved this after you opened it"),
        msgid("Go back, open the page again and look at what has changed."),
        "papers",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Failure(
        msgid("This is too large"), msgid("Send a smaller file, or fewer at a time."), "papers"
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: Failure(
        msgid("Some values cannot be taken"),
        msgid("Go back and correct what you wrote."),
        "papers",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: Failure(
        msgid("Too many attempts"), msgid("Wait a moment, then try again."), "hills", again=True
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: _OURS,
    HTTPStatus.GATEWAY_TIMEOUT: Failure(
        msgid("This takes too long"),
        msgid("Ask for less at once: add a filter, or group by fewer fields."),
        "hills",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Failure(
        msgid("This does not work right now"),
        msgid("A part of the system does not answer. Try again in a moment."),
        "storm",
        again=True,
    ),
}


def failure_page(
    shell: Shell,
    status: int,
    *,
    title: str = "",
    text: str = "",
    reference: str = "",
    typed: Sequence[tuple[str, str]] = (),
) -> str:
    """Render the page of an error; `title` and `text` are English sentences of the catalogue.

    :param typed: what someone had typed into the form that came to nothing, to take elsewhere
    """
    known = _FAILURES.get(status, _OURS)
    say = shell.locale.text
    words = replace(known, title=say(title or known.title), text=say(text or known.text))
    return page(
        "pages/error.html",
        replace(shell, title=words.title),
        failure=words,
        reference=reference,
        typed=typed,
    )
