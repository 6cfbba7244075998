"""A real mail server in a thread, which keeps what it is handed and refuses as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from stuga.platform.mail import Mailer
from stuga.platform.mail.server import Server, Tls

PASSWORD = "correct horse"


@dataclass
class Post:
    """What arrived, and what is answered to an address or to a letter."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.letters.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]  # EmailMessage
        return self.answer

    def mailer(self, user: str = "", password: str = "") -> Mailer:
        """Return what sends through this server."""
        server = Server(
            host="127.0.0.1",
            port=self.port,
            tls=Tls.NONE,
            sender="Stuga <stuga@example.org>",
            user=user,
            password=password,
        )
        return Mailer(server)


class _Office(Controller):
    """Takes whichever port is free, and knows it before its first visitor."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _allowed(
    _server: object, _session: object, _envelope: object, _way: object, given: LoginPassword
) -> AuthResult:
    return AuthResult(success=given.password == PASSWORD.encode(), handled=False)


@contextmanager
def post_office(*, closed: bool = False) -> Iterator[Post]:
    """Run a mail server at a port of its own; `closed` asks everyone to sign in."""
    post = Post()
    controller = _Office(
        post,
        hostname="127.0.0.1",
        port=0,
        authenticator=_allowed if closed else None,
        auth_require_tls=False,
    )
    controller.start()
    try:
        post.port = controller.port
        yield post
    finally:
        controller.stop()
