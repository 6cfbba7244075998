"""A scanner is asked by INSTREAM; anything but a clear answer is not clean."""

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stuga.platform.storage import StorageUnavailableError
from stuga.runtime.files.scanning import ClamAV, Nobody, scanner_at

CONTENT = bytes(200_000)
Start = Callable[[bytes], str]


class Daemon:
    """Answers like ClamAV, and keeps what it was sent."""

    def __init__(self, server: socket.socket, answer: bytes) -> None:
        self.server, self.answer, self.got = server, answer, b""
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        connection, _ = self.server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", stream.read(4))[0]:
                self.got += stream.read(size)
            connection.sendall(self.answer)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Callable[[bytes], tuple[Daemon, str]]]:
    servers: list[Daemon] = []

    def start(answer: bytes) -> tuple[Daemon, str]:
        server = socket.socket(socket.AF_UNIX)
        path = str(tmp_path / "clamd.sock")
        server.bind(path)
        server.listen()
        servers.append(Daemon(server, answer))
        return servers[-1], path

    yield start
    for one in servers:
        one.thread.join()
        one.server.close()


def test_what_the_scanner_calls_fine_is_clean(
    daemon: Callable[[bytes], tuple[Daemon, str]],
) -> None:
    server, path = daemon(b"stream: OK\0")

    assert ClamAV(path).scan(io.BytesIO(CONTENT)) == "clean"
    assert server.got == CONTENT


def test_what_it_finds_is_infected(daemon: Callable[[bytes], tuple[Daemon, str]]) -> None:
    _, path = daemon(b"stream: Eicar-Test-Signature FOUND\0")

    assert ClamAV(path).scan(io.BytesIO(CONTENT)) == "infected"


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but\0", b"OK\0"]
)
def test_no_clear_answer_is_not_clean(
    daemon: Callable[[bytes], tuple[Daemon, str]], answer: bytes
) -> None:
    _, path = daemon(answer)

    with pytest.raises(StorageUnavailableError):
        ClamAV(path).scan(io.BytesIO(CONTENT))


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.sock"])
def test_a_scanner_that_is_away_is_not_clean(address: str) -> None:
    with pytest.raises(StorageUnavailableError):
        ClamAV(address).scan(io.BytesIO(CONTENT))


def test_without_a_scanner_that_is_said() -> None:
    assert isinstance(scanner_at(""), Nobody)
    assert scanner_at("").scan(io.BytesIO(CONTENT)) == "unscanned"
