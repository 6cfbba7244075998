"""The web, as granian serves it."""

import gc
from typing import Final

import click
from granian.cli import cli as granian

import stuga.app  # noqa: F401  # before granian forks: its workers then have it already
from stuga.cli.settings import settings_or_exit
from stuga.local.parts import WEB_OPTIONS

GARBAGE: Final = (10_000, 20, 50)
"""Objects made before they are looked through: a page makes thousands, and few lie in rings."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def web(host: str, port: int) -> None:
    """Answer web requests (granian)."""
    settings_or_exit()
    gc.freeze()  # what was imported stays shared among the workers
    gc.set_threshold(*GARBAGE)
    granian.main([*WEB_OPTIONS, f"--host={host}", f"--port={port}", "stuga.app:wsgi"])
