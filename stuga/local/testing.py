"""A PostgreSQL, a Valkey and a SeaweedFS for a test run, shared by all of its processes."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stuga.local.errors import CannotStartError
from stuga.local.keeper import URL, USERS
from stuga.local.seaweed import Seaweed
from stuga.local.seaweed_trial import place_in
from stuga.platform.storage.place import S3Place


@contextmanager
def postgres_for_tests(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL without fsync, one for all who name the same folder; its superuser's URL."""
    with _shared("postgres", folder) as url:
        yield url


@contextmanager
def valkey_for_tests(folder: Path) -> Iterator[str]:
    """Run a Valkey, one for all who name the same folder; its broker URL."""
    with _shared("valkey", folder) as url:
        yield url


@contextmanager
def seaweedfs_for_tests(folder: Path) -> Iterator[S3Place]:
    """Run a SeaweedFS, one for all who name the same folder; where it answers."""
    with _shared("seaweedfs", folder):
        yield place_in(Seaweed(home=folder / "seaweedfs-kept" / "seaweedfs").settings())


@contextmanager
def _shared(service: str, folder: Path) -> Iterator[str]:
    place = folder / f"{service}-kept"
    place.mkdir(parents=True, exist_ok=True)
    with (place / USERS).open("ab") as users:
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a keeper is stopping its service
        with (place / "start.lock").open("ab") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            if not (place / URL).exists():
                _start(service, place)
        yield (place / URL).read_text(encoding="utf-8")


def _start(service: str, place: Path) -> None:
    command = [sys.executable, "-m", "stuga.local.keeper", service, str(place)]
    # Our own module, with our own words.
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    if said:
        raise CannotStartError(said)
