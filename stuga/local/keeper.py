"""Keeps one service alive for all processes of a test run, and stops it when the last is gone.

Users hold a shared lock on a file; the keeper waits for the exclusive one. The system drops a
lock with its process, so that neither Ctrl-C nor kill -9 of a user leaves the service behind.
"""

import fcntl
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from stuga.local.errors import CannotStartError
from stuga.local.postgres import postgres_at
from stuga.local.processes import Process
from stuga.local.seaweed import Seaweed
from stuga.local.valkey import Valkey

USERS = "users.lock"
URL = "url"


def main(service: str, folder: Path) -> None:
    """Answer on standard output once the service is ready, and stay behind in the background."""
    answer, tell = os.pipe()
    if os.fork() != 0:
        os.close(tell)
        with os.fdopen(answer, "rb") as lines:
            sys.stdout.buffer.write(lines.read())
        return
    os.close(answer)
    keep(service, folder, tell)


def keep(service: str, folder: Path, tell: int) -> None:
    leave_the_terminal(folder)
    with os.fdopen(tell, "wb") as told, (folder / USERS).open("ab") as users:
        try:
            url, process = started(service, folder)
        except CannotStartError as error:
            told.write(str(error).encode())
            return
        (folder / URL).write_text(url, encoding="utf-8")
        told.close()
        stay(users)
        (folder / URL).unlink(missing_ok=True)
        process.stop()
        shutil.rmtree(folder / service, ignore_errors=True)


def leave_the_terminal(folder: Path) -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    log = os.open(folder / "keeper.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)


def started(service: str, folder: Path) -> tuple[str, Process]:
    home = folder / service
    home.mkdir(exist_ok=True)
    if service == "postgres":
        cluster = postgres_at(home, fsync=False)
        url, child = cluster.url(), cluster.child()
    elif service == "seaweedfs":
        store = Seaweed(home=home)
        store.take_ports()
        url, child = store.endpoint, store.child()
    else:
        broker = Valkey(home=home)
        url, child = broker.broker_url, broker.child()
    process = Process(child)
    process.wait_until_ready()
    return url, process


def stay(users: BinaryIO) -> None:
    fcntl.flock(users, fcntl.LOCK_EX)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
