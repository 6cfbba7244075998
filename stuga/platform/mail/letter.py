"""A letter: to one address, as text and as simple HTML."""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from stuga.platform.mail.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent.

    :ivar settings: the address where the receiver says what they want to be sent; '' if they
        have asked for this very letter
    """

    to: str = field(repr=False)
    subject: str
    text: str
    html: str
    language: str
    settings: str
    at: datetime

    def message(self, server: Server) -> EmailMessage:
        """Write the letter as it goes over the wire."""
        made = EmailMessage()
        made["From"] = server.sender
        made["To"] = self.to
        made["Subject"] = " ".join(self.subject.split())
        made["Date"] = format_datetime(self.at)
        made["Message-ID"] = make_msgid(domain=server.domain or None)
        made["Auto-Submitted"] = "auto-generated"
        if self.settings:
            made["List-Unsubscribe"] = f"<{self.settings}>"
        made["Content-Language"] = self.language
        made.set_content(self.text)
        made.add_alternative(self.html, subtype="html")
        return made
