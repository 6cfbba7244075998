"""The page of thanks: that a form has arrived, its receipt, and where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import Response, make_response

from stuga.models.definition.document import Screen
from stuga.models.definition.embedding import embedders
from stuga.platform.ui import page
from stuga.platform.web import cookies
from stuga.platform.web.headers import framed_by
from stuga.runtime.serving import receipts, results
from stuga.runtime.serving.request import PLACES, shell_of, token
from stuga.runtime.serving.visits import Visit

RECEIPT = "receipt"
"""What follows the address of the thanks in that of the receipt, and names its link there."""
AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What the page knows of the form that was sent.

    :ivar words: what fills the placeholders of the thanks, by field
    :ivar link: opens the receipt; '' if there is none
    :ivar is_again: whether it had been sent before, so that nothing was done
    """

    words: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    is_again: bool = False

    def kept_at(self, path: str) -> str:
        """Return the address at which the page says the same once more."""
        link = {RECEIPT: self.link} if self.link else {}
        again = {AGAIN: "1"} if self.is_again else {}
        return f"{path}?{urlencode({**link, **again})}" if link or again else path


def thanks_page(at: Visit, screen: Screen, sending: Sending) -> Response:
    """Say that a form has arrived."""
    thanks = results.thanks_of(at, screen, sending.words)
    results.note_thanks(at, screen)
    offered = receipts.offered(at, screen, sending.link)
    here = at.path(screen.key, results.THANKS)
    shell = shell_of(at, thanks.title, stylesheets=PLACES)
    html = page(
        "runtime/serving/thanks.html",
        replace(shell, current=sending.kept_at(here)),
        thanks=thanks,
        is_again=sending.is_again,
        receipt=at.url(screen.key, results.THANKS, RECEIPT) if offered else "",
        link=sending.link,
        until=at.locale.time(offered.until) if offered else "",
        carries=_carries(sending.link),
        csrf=token(),
    )
    return embeddable(make_response(html), screen)


def embeddable(response: Response, screen: Screen) -> Response:
    """Let the sites that a public form names show this page of it."""
    origins = embedders(screen)
    return framed_by(response, origins) if origins else response


def _carries(link: str) -> Mapping[str, str]:
    """Return what a page without cookies posts to have the receipt."""
    return {RECEIPT: link, cookies.CARRIED: cookies.form_secret()} if cookies.is_carried() else {}
