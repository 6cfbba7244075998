"""The parts of a running Stuga, in the words of the supervisor."""

import http.client
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stuga.local import compiled
from stuga.local.processes import Child

ADDRESS = "127.0.0.1"
# -P: a folder called `platform` where we were started must not hide Python's own.
STUGA = (sys.executable, "-P", "-m", "stuga.cli")
WEB_OPTIONS = (
    "--interface=wsgi",
    "--factory",
    "--workers=2",
    "--blocking-threads=4",
    "--no-ws",
    "--respawn-failed-workers",
    "--workers-max-rss=400",
    "--workers-kill-timeout=30",
)


@dataclass(frozen=True, slots=True)
class Service:
    """A part that keeps running. Its child is described when its turn has come.

    What is not awaited starts beside the others, which do without it until it is ready.
    """

    title: str
    child: Callable[[], Child]
    awaited: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do once between the services, such as the migrations."""

    title: str
    act: Callable[[], None]


def web(home: Path, *, port: int, environ: Mapping[str, str]) -> Child:
    return Child(
        name="web",
        command=[*STUGA, "web", f"--host={ADDRESS}", f"--port={port}"],
        environ={**compiled.environ(home), **environ},
        log=home / "log" / "web.log",
        ready=lambda: answers(port),
        ready_seconds=60,
        stop_seconds=35,  # its workers get 30
    )


def worker(home: Path, *, environ: Mapping[str, str]) -> Child:
    return Child(
        name="worker",
        command=[*STUGA, "worker"],
        environ={**compiled.environ(home), **environ},
        log=home / "log" / "worker.log",
        stop_seconds=25,  # a soft shutdown takes 20
    )


def beat(home: Path, *, environ: Mapping[str, str]) -> Child:
    return Child(
        name="beat",
        command=[*STUGA, "beat", f"--schedule={home / 'run' / 'beat-schedule'}"],
        environ={**compiled.environ(home), **environ},
        log=home / "log" / "beat.log",
    )


def answers(port: int) -> bool:
    """Whether the web's process answers."""
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
