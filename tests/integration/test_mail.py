"""Mail is handed to a real SMTP server, and what it says is understood."""

import socket
from datetime import UTC, datetime

import pytest

from stuga.platform.config import Settings, SettingsError, load
from stuga.platform.mail import AddressRefusedError, Letter, MailUnavailableError, new_mailer
from stuga.platform.mail.server import Server, Tls, server_of
from tests.factories.posted import PASSWORD, post_office

LETTER = Letter(
    to="nils@example.org",
    subject="You are mentioned\n in Ärenden",
    text="Läs: https://example.org/x\n",
    html="<p>Läs</p>",
    language="sv",
    settings="https://example.org/account/notifications",
    at=datetime(2026, 3, 1, 7, tzinfo=UTC),
)
NEEDED = {
    "STUGA_DATABASE_URL": "postgresql://x",
    "STUGA_READER_DATABASE_URL": "postgresql://x",
    "STUGA_PRIVACY_DATABASE_URL": "postgresql://x",
    "STUGA_BROKER_URL": "redis://x",
    "STUGA_SECRET": "0" * 64,
}


def settings_with(url: str, sender: str = "Stuga <stuga@example.org>") -> Settings:
    return load({**NEEDED, "STUGA_MAIL_URL": url, "STUGA_MAIL_FROM": sender})


def test_a_letter_arrives_as_text_and_html_with_a_way_to_get_less() -> None:
    with post_office() as post:
        post.mailer().send(LETTER)
    [letter] = post.letters
    assert letter["To"] == "nils@example.org"
    assert letter["From"] == "Stuga <stuga@example.org>"
    assert letter["Subject"] == "You are mentioned in Ärenden"
    assert letter["List-Unsubscribe"] == "<https://example.org/account/notifications>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@example.org>")
    text, html = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert "<p>Läs</p>" in html.get_content()


@pytest.mark.parametrize("code", [550, 551, 553])
def test_an_address_refused_for_good_is_told_apart(code: int) -> None:
    with post_office() as post:
        post.answers["nils@example.org"] = f"{code} no such person"
        with pytest.raises(AddressRefusedError):
            post.mailer().send(LETTER)
    assert post.letters == []


@pytest.mark.parametrize("answer", ["451 later", "452 full"])
def test_an_address_that_takes_none_now_is_worth_another_attempt(answer: str) -> None:
    with post_office() as post:
        post.answers["nils@example.org"] = answer
        with pytest.raises(MailUnavailableError):
            post.mailer().send(LETTER)


def test_a_letter_refused_and_a_server_that_is_away_are_worth_another_attempt() -> None:
    with post_office() as post:
        post.answer = "554 no"
        with pytest.raises(MailUnavailableError, match="554"):
            post.mailer().send(LETTER)
    with pytest.raises(MailUnavailableError):
        post.mailer().send(LETTER)


def test_signing_in_works_and_its_failure_tells_no_secret() -> None:
    with post_office(closed=True) as post:
        post.mailer("stuga", PASSWORD).send(LETTER)
        post.mailer("stuga", PASSWORD).check()
        with pytest.raises(MailUnavailableError) as failed:
            post.mailer("stuga", "hemlig").send(LETTER)
    assert len(post.letters) == 1
    assert "hemlig" not in f"{failed.value!r} {failed.value.__cause__!r}"


def test_a_server_that_offers_no_tls_gets_no_letter_where_tls_is_asked_for() -> None:
    with post_office() as post:
        settings = settings_with(f"smtp://127.0.0.1:{post.port}")
        mailer = new_mailer(settings)
        assert mailer is not None
        with pytest.raises(MailUnavailableError):
            mailer.send(LETTER)
    assert post.letters == []


def test_a_silent_server_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stuga.platform.mail.smtp.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        mailer = new_mailer(settings_with(f"smtp://127.0.0.1:{port}?tls=none"))
        assert mailer is not None
        with pytest.raises(MailUnavailableError):
            mailer.send(LETTER)


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://mail.example.org", 587, Tls.STARTTLS),
        ("smtp://mail.example.org:465", 465, Tls.IMPLICIT),
        ("smtp://mail.example.org?tls=implicit", 465, Tls.IMPLICIT),
        ("smtp://mail.example.org:25?tls=none", 25, Tls.NONE),
    ],
)
def test_where_the_server_is_follows_from_the_setting(url: str, port: int, tls: Tls) -> None:
    server = server_of(settings_with(url))
    assert server is not None
    assert (server.host, server.port, server.tls) == ("mail.example.org", port, tls)


def test_no_secret_of_the_setting_is_printed() -> None:
    settings = settings_with("smtp://me:p%40ss@mail.example.org")
    server = server_of(settings)
    assert server is not None
    assert (server.user, server.password) == ("me", "p@ss")
    assert "p@ss" not in f"{settings!r} {server!r} {new_mailer(settings)!r}"
    assert "p%40ss" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://mail.example.org", "a@b.se"),
        ("smtp://", "a@b.se"),
        ("smtp://mail.example.org/x", "a@b.se"),
        ("smtp://mail.example.org?tls=maybe", "a@b.se"),
        ("smtp://mail.example.org?secure=1", "a@b.se"),
        ("smtp://mail.example.org:x", "a@b.se"),
        ("smtp://mail.example.org", "nobody"),
        ("smtp://mail.example.org", ""),
        ("", "a@b.se"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(url: str, sender: str) -> None:
    with pytest.raises(SettingsError, match="STUGA_MAIL"):
        settings_with(url, sender)


def test_without_a_server_there_is_nothing_that_sends() -> None:
    assert new_mailer(load(NEEDED)) is None


def test_a_servers_own_name_is_kept() -> None:
    server = Server(host="h", port=1, tls=Tls.NONE, sender="x@example.net")
    assert server.domain == "example.net"
