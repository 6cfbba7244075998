"""The command line: adapters over services."""

import gc
from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

__all__ = ["main"]

PLACES: Final[Mapping[str, str]] = {
    "serve": "serve",
    "web": "web",
    "worker": "worker",
    "beat": "beat",
    "migrate": "migrations",
    "migration": "migrations",
    "doctor": "doctor",
    "tenant": "tenant",
    "link": "tenant",
    "retention": "retention",
}


class Commands(click.Group):
    """Commands whose modules are imported when they are named, and no others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click asks
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        if cmd_name not in PLACES:
            return None
        gc.disable()  # what is imported stays: to look for garbage in it takes a seventh more
        try:
            module = import_module(f"stuga.cli.{PLACES[cmd_name]}")
        finally:
            gc.enable()
        found: click.Command = getattr(module, cmd_name)
        return found


@click.group(cls=Commands)
def main() -> None:
    """Stuga: apps that know what they keep, why, for how long, and how they forget."""
