"""Which SMTP server takes our mail, and how it is reached."""

from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from stuga.platform.config import Settings

SUBMISSION: Final = 587
IMPLICIT: Final = 465


class Tls(StrEnum):
    """How the way to the server is kept from others."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """An SMTP server, and whom our mail is from."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """The domain of the sender's address, for the names of letters."""
        return parseaddr(self.sender)[1].partition("@")[2]


def server_of(settings: Settings) -> Server | None:
    """Return the server of an installation; None if it has none.

    What cannot be understood was refused with the settings.
    """
    if not settings.mail_url:
        return None
    parts = urlsplit(settings.mail_url)
    tls = Tls(parse_qs(parts.query).get("tls", [_usual(parts.port)])[0])
    return Server(
        host=parts.hostname or "",
        port=parts.port or (IMPLICIT if tls is Tls.IMPLICIT else SUBMISSION),
        tls=tls,
        sender=settings.mail_from,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _usual(port: int | None) -> str:
    return Tls.IMPLICIT.value if port == IMPLICIT else Tls.STARTTLS.value
