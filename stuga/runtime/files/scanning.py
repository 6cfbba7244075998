"""Looking for malware: a port with ClamAV behind it, or nobody."""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from stuga.platform.storage import StorageUnavailableError

CHUNK: Final = 65_536
SECONDS: Final = 60.0
CLEAN: Final = "clean"
UNSCANNED: Final = "unscanned"
INFECTED: Final = "infected"
PORT: Final = 3310


class Scanner(Protocol):
    def scan(self, content: BinaryIO) -> str:
        """Say `clean`, `infected` or, where nobody looks, `unscanned`.

        :raises StorageUnavailableError: if the scanner gives no clear answer
        """


class Nobody:
    """No scanner is set; that is shown beside each file."""

    def scan(self, _content: BinaryIO) -> str:
        return UNSCANNED


@dataclass(frozen=True, slots=True)
class ClamAV:
    """A ClamAV daemon, as `host:port` or the path of its socket, asked by INSTREAM."""

    address: str

    def scan(self, content: BinaryIO) -> str:
        try:
            with self._connected() as connection:
                connection.settimeout(SECONDS)
                connection.sendall(b"zINSTREAM\0")
                while piece := content.read(CHUNK):
                    connection.sendall(struct.pack("!L", len(piece)) + piece)
                connection.sendall(struct.pack("!L", 0))
                said = _answer(connection)
        except OSError:
            raise StorageUnavailableError("The scanner does not answer.") from None
        if said.endswith(b"FOUND"):
            return INFECTED
        if said == b"stream: OK":
            return CLEAN
        raise StorageUnavailableError("The scanner gave no clear answer.")

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            found = socket.socket(socket.AF_UNIX)
            try:
                found.connect(self.address)
            except OSError:
                found.close()
                raise
            return found
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host or port, int(port) if host else PORT), timeout=5)


def _answer(connection: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and (more := connection.recv(CHUNK)):
        said += more
    return said.strip(b"\0\n ")


def scanner_at(address: str) -> Scanner:
    """Return the scanner of an installation."""
    return ClamAV(address) if address else Nobody()
