"""Mail: letters handed to the one SMTP server that the operator names."""

from typing import Final

from flask import current_app

from stuga.platform.config import Settings
from stuga.platform.mail.letter import Letter
from stuga.platform.mail.server import server_of
from stuga.platform.mail.smtp import AddressRefusedError, Mailer, MailUnavailableError

__all__ = [
    "MAILER",
    "AddressRefusedError",
    "Letter",
    "MailUnavailableError",
    "Mailer",
    "mailer",
    "new_mailer",
]

MAILER: Final = "stuga.mailer"


def new_mailer(settings: Settings) -> Mailer | None:
    """Make what sends mail; None where no server is named."""
    server = server_of(settings)
    return Mailer(server) if server else None


def mailer() -> Mailer | None:
    """Return what sends mail in this process; None where nothing does."""
    found: Mailer | None = current_app.extensions[MAILER]
    return found
