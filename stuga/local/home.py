"""The data folder: usable or refused, and held by one Stuga at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from stuga.local.errors import CannotStartError


@contextmanager
def held(home: Path, *, address: str) -> Iterator[None]:
    """Hold the folder for us alone.

    :raises CannotStartError: if it cannot be used, or another Stuga holds it
    """
    _make_usable(home)
    path = home / "lock"
    with _locked(path) as file:
        file.truncate(0)
        file.write(f"process {os.getpid()} at {address}".encode())
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _make_usable(home: Path) -> None:
    try:
        # What is private inside is closed itself; PostgreSQL's account must get through.
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        (home / "run").mkdir(exist_ok=True)
        probe = home / "run" / "probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotStartError(
            f"The data folder {home} cannot be used: {error.strerror}; "
            "set STUGA_HOME to a folder you may write.",
        ) from None


def _locked(path: Path) -> BinaryIO:
    while True:
        file = path.open("a+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().decode()
            file.close()
            raise CannotStartError(
                f"Stuga already runs from {path.parent} ({holder}); "
                "stop it first, or set STUGA_HOME to another folder.",
            ) from None
        # Whoever held it has unlinked it on leaving: a lock counts only on the file in place.
        if path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino:
            return file
        file.close()
