"""The windows in which pages are looked at, and the cookie with which someone is signed in."""

from collections.abc import Sequence
from typing import Final, Literal

from stuga.platform import clock
from stuga.platform.identity import sessions
from tests.factories.cast import Tenant

DESK: Final = 1280
TABLET: Final = 768
PHONE: Final = 390
ZOOMED: Final = 320  # what is left of a desk at 400 percent
WIDTHS: Final = (PHONE, TABLET, DESK)
HEIGHT: Final = 900
SCHEMES: Final[Sequence[Literal["light", "dark"]]] = ("light", "dark")


def session_cookie(tenant: Tenant, who: str) -> dict[str, object]:
    """Begin a session and return its cookie."""
    with tenant.inside():
        life = tenant.app.extensions["stuga.settings"].session_life
        token = sessions.start(tenant.people[who], now=clock.now(), life=life)
    return {
        "name": f"__Host-stuga-{tenant.slug}",
        "value": token,
        "url": "https://localhost",  # cookies know no port; browsers trust localhost without TLS
        "secure": True,
        "httpOnly": True,
        "sameSite": "Lax",
    }
