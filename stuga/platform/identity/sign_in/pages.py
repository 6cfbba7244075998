"""The pages before one is known: sign-in, one-time links, sign-out."""

from http import HTTPStatus

from flask import Blueprint, Response, make_response, request

from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.identity.devices import device_of
from stuga.platform.identity.paths import after_sign_in
from stuga.platform.identity.request import settings
from stuga.platform.identity.sign_in import service
from stuga.platform.identity.sign_in.commands import SignIn, SpendLink
from stuga.platform.identity.sign_in.service import LinkSpentError, SignInRefusedError
from stuga.platform.identity.throttle import TooManyAttemptsError
from stuga.platform.ui import msgid, page
from stuga.platform.web import cookies, public, see_other

sign_in_pages = Blueprint("sign-in", __name__)
_FOLDER = "platform/identity/sign_in"


@sign_in_pages.get("/sign-in")
@public("one signs in here")
def show(actor: Actor) -> Response:
    """Show the form, or go on if someone is signed in already."""
    to = after_sign_in(request.args.get("return_to", "/"))
    return see_other(to) if actor.signed_in else _form(actor, to)


@sign_in_pages.post("/sign-in")
@public("one signs in here")
def enter(actor: Actor) -> Response:
    """Sign in; a refusal shows the form again with what was typed, but for the password."""
    to = after_sign_in(request.form.get("return_to", "/"))
    command = SignIn(
        email=request.form.get("email", ""),
        password=request.form.get("password", ""),
        now=clock.now(),
        device=device_of(request.user_agent.string),
        present_token=cookies.session_token(),
    )
    try:
        entered = service.sign_in(command, settings=settings())
    except SignInRefusedError:
        return _form(actor, to, email=command.email, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyAttemptsError as error:
        response = _form(
            actor,
            to,
            email=command.email,
            status=HTTPStatus.TOO_MANY_REQUESTS,
            seconds=error.seconds,
        )
        response.headers["Retry-After"] = str(error.seconds)
        return response
    cookies.sign_in_with(entered.token)
    return see_other(to)


@sign_in_pages.get("/sign-in/link/<token>")
@public("the link itself is the key")
def show_link(actor: Actor, token: str) -> Response:
    """Show whose link it is and a button; opening it spends nothing."""
    try:
        name = service.look_at_link(token, now=clock.now())
    except LinkSpentError:
        return _spent(actor)
    return _quiet(_page(actor, "link.html", msgid("Sign in"), name=name, token=token))


@sign_in_pages.post("/sign-in/link/<token>")
@public("the link itself is the key")
def spend_link(actor: Actor, token: str) -> Response:
    """Spend the link, and offer to choose a password."""
    command = SpendLink(
        token=token,
        now=clock.now(),
        device=device_of(request.user_agent.string),
        present_token=cookies.session_token(),
    )
    try:
        entered = service.spend_link(command, settings=settings())
    except LinkSpentError:
        return _spent(actor)
    cookies.sign_in_with(entered.token)
    return see_other("/account/password?welcome=yes")


@sign_in_pages.post("/sign-out")
@public("whoever is signed out already may press the button again")
def leave(actor: Actor) -> Response:
    """End the session and forget its cookie."""
    service.sign_out(actor, now=clock.now())
    cookies.sign_out()
    return see_other("/sign-in")


def _form(
    actor: Actor, to: str, *, email: str = "", status: int = HTTPStatus.OK, seconds: int = 0
) -> Response:
    html = _page(
        actor,
        "sign_in.html",
        msgid("Sign in"),
        return_to=to,
        email=email[:254],
        refused=status == HTTPStatus.UNPROCESSABLE_ENTITY,
        seconds=seconds,
    )
    return _quiet(html, status)


def _spent(actor: Actor) -> Response:
    html = _page(actor, "link_spent.html", msgid("This link no longer works"))
    return _quiet(html, HTTPStatus.NOT_FOUND)


def _page(actor: Actor, template: str, title: str, **context: object) -> str:
    shell = frame.frame(actor, frame.locale_of(actor).text(title))
    return page(f"{_FOLDER}/{template}", shell, **context)


def _quiet(html: str, status: int = HTTPStatus.OK) -> Response:
    """Answer a page whose address is a secret, or leads to one."""
    response = make_response(html, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
