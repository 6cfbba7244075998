"""Hands letters to an SMTP server, one connection each; nothing waits for ever."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from stuga.platform.mail.letter import Letter
from stuga.platform.mail.server import Server, Tls

TIMEOUT_SECONDS: Final = 20.0
_ADDRESS_CODES: Final = frozenset({550, 551, 553, 556})
"""What servers say of an address that is not there, has moved, is not one, or takes no mail."""


class MailUnavailableError(Exception):
    """The server cannot be reached, or does not take mail now: worth trying again."""


class AddressRefusedError(Exception):
    """The server takes no mail for this address, now or later."""


class Mailer:
    """Sends through one server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def __repr__(self) -> str:
        return f"Mailer({self.server.host}:{self.server.port})"

    def send(self, letter: Letter) -> None:
        """Hand a letter over.

        :raises AddressRefusedError: if the server refuses the address for good
        :raises MailUnavailableError: if it is not handed over for any other reason
        """
        with self._connected() as connection:
            connection.send_message(letter.message(self.server), to_addrs=[letter.to])

    def check(self) -> None:
        """Reach the server and sign in, and send nothing.

        :raises MailUnavailableError: if that is not possible
        """
        with self._connected() as connection:
            connection.noop()

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Tell every failure as one of ours, without what was said to sign in."""
        try:
            with self._open() as connection:
                yield connection
        except smtplib.SMTPRecipientsRefused as error:
            [(code, _)] = error.recipients.values()
            if code in _ADDRESS_CODES:
                raise AddressRefusedError(f"refused with {code}") from None
            raise MailUnavailableError(f"the address was refused with {code}") from None
        except smtplib.SMTPResponseException as error:
            raise MailUnavailableError(f"the server said {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailUnavailableError(type(error).__name__) from None

    def _open(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        if server.tls is Tls.IMPLICIT:
            made: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            made = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            if server.tls is Tls.STARTTLS:
                made.starttls(context=context)
            if server.user:
                made.login(server.user, server.password)
        except BaseException:
            made.close()
            raise
        return made
