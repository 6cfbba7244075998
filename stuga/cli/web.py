"""The web, as granian serves it."""

import gc

import click
from granian.cli import cli as granian

import stuga.app  # noqa: F401  # before granian forks: its workers then have it already
from stuga.cli.settings import settings_or_exit
from stuga.local.parts import WEB_OPTIONS


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def web(host: str, port: int) -> None:
    """Answer web requests (granian)."""
    settings_or_exit()
    gc.freeze()  # what was imported stays shared among the workers
    granian.main([*WEB_OPTIONS, f"--host={host}", f"--port={port}", "stuga.app:wsgi"])
