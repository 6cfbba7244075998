"""The addresses of a sent form's receipt: for who is signed in, and for the sender's browser."""

from typing import Final

from flask import Blueprint, Response, request

from stuga.models.definition.document import Screen
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.telemetry import current_request
from stuga.platform.web import public
from stuga.runtime.serving import public_forms, receipts, results
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.thanks_page import RECEIPT
from stuga.runtime.serving.visits import Visit

receipt_pages: Final = Blueprint("receipt-pages", __name__, url_prefix="/apps/<app>")
_AT: Final = f"/<screen>/{results.THANKS}/{RECEIPT}"
_BOUND: Final = "the link is signed, soon over, and bound to the browser that sent the form"
MOST_PRINTED: Final = 20
"""Times in ten minutes for an address: each costs a process."""


@receipt_pages.get(_AT)
@public(_BOUND)
def download(actor: Actor, app: str, screen: str) -> Response:
    """Give the receipt of a form to the browser that has sent it."""
    return _given(visit_of(actor, app), screen, request.args.get(RECEIPT, ""))


@receipt_pages.post(_AT)
@public(_BOUND)
def download_in_frame(actor: Actor, app: str, screen: str) -> Response:
    """Give it to a page that has no cookie: what it is bound to comes with the form."""
    return _given(visit_of(actor, app), screen, request.form.get(RECEIPT, ""))


def _given(at: Visit, key: str, link: str) -> Response:
    screen = at.opened(key)
    if screen.type != "form" or receipts.offered(at, screen, link) is None:
        raise NotFoundError
    if not at.actor.signed_in:
        _count(at, screen)
    return receipts.receipt(at, screen, link)


def _count(at: Visit, screen: Screen) -> None:
    path = at.path(screen.key, results.THANKS, RECEIPT)
    network = current_request().network
    public_forms.count_post(path, network, now=at.now, most=MOST_PRINTED)
