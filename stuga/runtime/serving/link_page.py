"""The page that shows a kept form's link this once, and the letter that may carry it."""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Final

from flask import Response, make_response, request

from stuga.models.definition.embedding import embedders
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.platform.authz import Actor
from stuga.platform.errors import TooManyError
from stuga.platform.identity import frame
from stuga.platform.identity.request import settings
from stuga.platform.mail import AddressRefusedError, Letter, MailUnavailableError, mailer
from stuga.platform.telemetry import current_request, log
from stuga.platform.ui import Locale, fragment, page
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.form_reader import KEPT
from stuga.platform.ui.shell import Shell
from stuga.platform.web import cookies
from stuga.platform.web.application import tenant
from stuga.platform.web.headers import framed_by
from stuga.runtime.serving import form_links, public_forms
from stuga.runtime.serving.form_links import Kept
from stuga.runtime.serving.forms import LINKED_AT, Filling
from stuga.runtime.serving.request import PLACES, shell_of

OPENED_AT: Final = "kept"
"""What stands before the secret in a link, from the tenant's root."""
MOST_LETTERS: Final = 5
MOST_TO_ONE: Final = 3


def link_page(filling: Filling, kept: Kept, *, sent: str = "", error: str = "") -> Response:
    """Show the link of a form that is kept: to copy, to print, perhaps to have mailed.

    :param sent: the address to which it has just been mailed
    :param error: why it was not
    """
    at, form = filling.visit, filling.visit.url(filling.screen.key)
    title = at.locale.text("Your form is kept")
    html = page(
        "runtime/serving/form_kept.html",
        replace(_shell(filling, title, kept.secret), modules=("copy",)),
        link=link_to(kept.secret),
        until=at.locale.date(kept.ends_at, "long"),
        form=filling.screen.title,
        left_out=at.locale.listed(list(form_links.left_out(filling))),
        is_framed=is_framed(),
        host=request.host,
        mails=f"{form}/{LINKED_AT}/mail" if mailer() else "",
        discards=f"{form}/{LINKED_AT}/discard",
        carries=carries(filling, kept.secret),
        email=request.form.get("email", "") if error else "",
        sent=sent,
        error=error,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return unseen(framed(filling, make_response(html, status)))


def discarded_page(filling: Filling) -> Response:
    """Say that a form is thrown away."""
    title = filling.visit.locale.text("The unfinished form is thrown away")
    again = filling.visit.url(filling.screen.key)
    html = page("runtime/serving/form_gone.html", _shell(filling, title), again=again)
    return framed(filling, make_response(html))


def nothing_there(actor: Actor) -> Response:
    """Say of a link that nothing is there; whether it ever was, is not told."""
    shell = replace(frame.frame(actor, frame.locale_of(actor).text("Nothing is kept here")))
    html = page("runtime/serving/form_unknown.html", replace(shell, current="/"))
    return unseen(make_response(html, HTTPStatus.NOT_FOUND))


def _shell(filling: Filling, title: str, secret: str = "") -> Shell:
    """Return the frame; another language leads on to the form, so that the link is not lost."""
    shell = shell_of(filling.visit, title, stylesheets=(*PLACES, "kept"))
    leads_on = secret and not is_framed()
    return replace(shell, current=f"/{OPENED_AT}/{secret}" if leads_on else filling.action)


def is_framed() -> bool:
    """Tell whether the page is shown within a page of another site."""
    return request.headers.get("Sec-Fetch-Dest") == "iframe"


def framed(filling: Filling, response: Response) -> Response:
    """Let the sites that the form names show this page of it."""
    origins = embedders(filling.screen)
    return framed_by(response, origins) if origins else response


def unseen(response: Response) -> Response:
    """Keep a page from search engines, and its address from whatever it leads to."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def carries(filling: Filling, secret: str) -> dict[str, str]:
    """Return what the page's own forms hold besides their token."""
    own = {cookies.CARRIED: cookies.form_secret()} if embedders(filling.screen) else {}
    return {KEPT: secret, **own}


def link_to(secret: str) -> str:
    """Return the whole address that opens a kept form."""
    return f"{request.host_url.rstrip('/')}{request.script_root}/{OPENED_AT}/{secret}"


def mailed(filling: Filling, kept: Kept, address: str) -> str:
    """Mail the link to an address, which is kept nowhere; return why it was not sent, or ''."""
    locale, now = filling.visit.locale, filling.visit.now
    read = KINDS["e-mail"].parse(address.strip(), {}, locale.babel)
    problem = read if isinstance(read, Refused) else KINDS["e-mail"].problem(read, {})
    if problem or not isinstance(read, str):
        return locale.text("Type an e-mail address, as name@example.com.")
    sender = mailer()
    if sender is None:
        return locale.text("No mail is sent from here. Copy the link in place of it.")
    try:
        _count(filling, read, now=now)
        sender.send(_letter(filling, kept, read, now=now))
    except TooManyError as error:
        return refusal_text(
            Refused("too-many-forms", {"seconds": error.seconds}), filling.screen.title, locale
        )
    except AddressRefusedError:
        return locale.text("The mail server does not take this address. Look it over.")
    except MailUnavailableError as error:
        log.warning("mail.unavailable", kind="form.link", said=str(error))
        return locale.text("No mail can be sent right now. Copy the link in place of it.")
    return ""


def _count(filling: Filling, address: str, *, now: datetime) -> None:
    path = f"{filling.visit.path(filling.screen.key)}/{LINKED_AT}/mail"
    public_forms.count_post(path, current_request().network, now=now, most=MOST_LETTERS)
    public_forms.count_post("mail", address.casefold(), now=now, most=MOST_TO_ONE)


def _letter(filling: Filling, kept: Kept, address: str, *, now: datetime) -> Letter:
    locale: Locale = filling.visit.locale
    # Whoever asks names the host; a letter of ours leads to where we know to be.
    link = f"{settings().public_url}/t/{tenant().slug}/{OPENED_AT}/{kept.secret}"
    subject = locale.text("Your unfinished form: {form}", form=filling.screen.title)
    lines = [
        locale.text("Go on with {form} here:", form=filling.screen.title),
        link,
        locale.text("Whoever has the link can read what was typed. Give it to nobody else."),
        locale.text("It is kept until {day}.", day=locale.date(kept.ends_at, "long")),
        locale.text("You get this because the address was typed on the page of the form."),
    ]
    return Letter(
        to=address,
        subject=subject,
        text="\n\n".join(lines) + "\n",
        html=str(fragment("runtime/serving/form_mail.html", locale, lines=lines, subject=subject)),
        language=locale.language,
        settings="",
        at=now,
    )
