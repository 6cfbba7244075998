"""The clock: Celery beat."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from celery import Celery
from celery.apps.beat import Beat

from stuga.cli.home import named_home
from stuga.cli.settings import settings_or_exit
from stuga.platform.jobs.broker import new_celery

SCHEDULE: Final = "beat-schedule"
KEPT: Final = "celery.beat:PersistentScheduler"
REMEMBERED: Final = "celery.beat:Scheduler"


@click.command()
@click.option(
    "--schedule",
    type=click.Path(path_type=Path),
    help="Where to keep when what was done; below STUGA_HOME, or for the moment only.",
)
def beat(schedule: Path | None) -> None:
    """Wake the relay at its times (Celery beat)."""
    celery = new_celery(settings_or_exit().broker_url)
    with schedule_file(schedule, named_home()) as path:
        clock_with(celery, path).run()


def clock_with(celery: Celery, path: Path | None) -> Beat:
    """Return the clock that keeps its times in a file; None: that begins anew with each start."""
    if path is None:
        return celery.Beat(loglevel="INFO", scheduler=REMEMBERED)
    return celery.Beat(loglevel="INFO", scheduler=KEPT, schedule=str(path))


@contextmanager
def schedule_file(named: Path | None, home: Path | None) -> Iterator[Path | None]:
    """Choose the file: as named, below our home, or in a private folder that goes with us.

    None where nothing can be written at all.
    """
    if named is not None:
        yield named
    elif home is not None and may_write(home / "run"):
        yield home / "run" / SCHEDULE
    else:
        try:
            folder = tempfile.TemporaryDirectory(prefix="stuga-")
        except OSError:
            yield None
            return
        with folder as private:
            yield Path(private) / SCHEDULE


def may_write(folder: Path) -> bool:
    """Tell whether a folder is there, or can be made, and is ours to write to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
